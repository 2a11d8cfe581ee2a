package io.aurea.connector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectorStateTest {

    @Test
    void shouldRunOnlyWithAllItsTasks() {
        assertThat(state("RUNNING", task(0, "RUNNING", "")).isRunning()).isTrue();
        assertThat(state("RUNNING").isRunning()).isFalse();
        assertThat(state("RUNNING", task(0, "RUNNING", ""), task(1, "UNASSIGNED", ""))
                        .isRunning())
                .isFalse();
        assertThat(state("PAUSED", task(0, "RUNNING", "")).isRunning()).isFalse();
    }

    @Test
    void shouldTellTheInnermostReasonOfAFailure() {
        ConnectorState failed = state(
                "RUNNING",
                task(
                        0,
                        "FAILED",
                        "ConnectException: Exiting\n\tat here\nCaused by: ConnectException: no table\n\tat x"));

        assertThat(failed.isFailed()).isTrue();
        assertThat(failed.describe()).isEqualTo("RUNNING, task 0 FAILED (ConnectException: no table)");
        assertThat(state("RUNNING").describe()).isEqualTo("RUNNING");
    }

    private static ConnectorState state(String state, ConnectorState.Task... tasks) {
        return new ConnectorState(state, "", List.of(tasks));
    }

    private static ConnectorState.Task task(int id, String state, String trace) {
        return new ConnectorState.Task(id, state, "worker", trace);
    }
}
