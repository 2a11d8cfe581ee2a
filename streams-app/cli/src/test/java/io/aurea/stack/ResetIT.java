package io.aurea.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reset leaves the history unchanged and reuses none of its numbers. */
@Slow
class ResetIT {
    private static final String CYCLES =
            "SELECT cycle_number FROM aurea_cycle_metrics WHERE tenant_id = 'shop' ORDER BY cycle_number";

    @TempDir
    Path data;

    @Test
    void shouldGoOnInANewEpochAndKeepTheHistory() throws Exception {
        try (StackProcess stack = StackProcess.up(data, "--clock", "data")) {
            send(stack, Instant.parse("2026-03-01T10:00:00Z"), 5);
            assertThat(cycles(stack)).containsExactly("1", "2", "3", "4");
            Ended refused = stack.run(InputStream.nullInputStream(), "reset", "--yes");
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err()).startsWith("aurea: the app aurea runs,").contains("allowed: none, ");
            assertThat(stack.run(InputStream.nullInputStream(), "reset").exitCode())
                    .as("not without --yes")
                    .isEqualTo(2);
        }
        try (StackProcess stack = StackProcess.up(data, "--clock", "data", "--reset-state")) {
            assertThat(stack.app().output()).contains("state: taken away, the history is kept");
            send(stack, Instant.parse("2026-03-01T11:00:00Z"), 3);
            assertThat(cycles(stack)).containsExactly("1", "2", "3", "4", "1000000001", "1000000002");
        }
        try (StackProcess stack = StackProcess.up(data, "--clock", "data")) {
            send(stack, Instant.parse("2026-03-01T11:00:30Z"), 2);
            assertThat(cycles(stack))
                    .as("one epoch, not another with each start")
                    .endsWith("1000000003", "1000000004");
        }
    }

    /** One per window; the last window stays open until something later arrives. */
    private static void send(StackProcess stack, Instant from, int windows) throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < windows; i++) {
            lines.append(
                            "{\"tenant_id\":\"shop\",\"source\":\"cart\",\"kind\":\"METRIC\",\"name\":\"queue\",\"observed_at\":\"")
                    .append(from.plusSeconds(10L * i + 5))
                    .append("\",\"value\":3}\n");
        }
        Ended sent = stack.run(new ByteArrayInputStream(lines.toString().getBytes(UTF_8)), "send", "-");
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        Ended drained = stack.run(InputStream.nullInputStream(), "drain");
        assertThat(drained.exitCode()).as(drained.err()).isZero();
    }

    private static List<String> cycles(StackProcess stack) throws IOException, InterruptedException {
        Ended rows = stack.run(InputStream.nullInputStream(), "sql", "--csv", CYCLES);
        assertThat(rows.exitCode()).as(rows.err()).isZero();
        return rows.out().lines().skip(1).toList();
    }
}
