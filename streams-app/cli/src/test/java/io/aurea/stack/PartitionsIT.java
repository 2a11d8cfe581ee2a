package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AppProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.InstalledServers;
import io.aurea.fixture.Slow;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An installation on existing servers gets more partitions, by the steps of docs/UPGRADING.md. */
@Slow
class PartitionsIT {
    private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");
    private static final int TENANTS = 6;
    private static final String CYCLES =
            "SELECT tenant_id, count(*), min(cycle_number), max(cycle_number), sum(observations_count)"
                    + " FROM aurea_cycle_metrics WHERE tenant_id <> 'aurea' GROUP BY 1 ORDER BY 1";

    @TempDir
    private Path folder;

    private InstalledServers servers;

    @Test
    void shouldKeepTenantsNumbersAndHistoryInMorePartitions() throws Exception {
        try (InstalledServers started = InstalledServers.start(folder, Optional.empty())) {
            servers = started.prepared();
            try (AppProcess app = start("before")) {
                send(0, 12);
                drain(app);
                assertThat(rows()).hasSize(TENANTS).allSatisfy(row -> assertThat(row)
                        .endsWith(",12,1,12,60"));
                assertThat(app.stop()).isZero();
            }
            Path backup = folder.resolve("aurea.zip");
            Awaitility.await("the app's membership and the sink's offsets")
                    .atMost(Duration.ofSeconds(120))
                    .untilAsserted(() -> assertThat(
                                    servers.aurea("backup", backup.toString()).exitCode())
                            .isZero());
            Ended kept = servers.aurea("clean");
            assertThat(kept.exitCode()).isEqualTo(2);
            assertThat(kept.out()).contains("Type aurea to go on: ");
            assertThat(kept.err())
                    .contains("nothing was removed: the answer is missing; allowed: aurea, or the flag --yes");
            assertThat(servers.done("clean", "--yes").out())
                    .contains(
                            "connector aurea-postgres-sink: removed",
                            "topic aurea.observations: removed",
                            "topic aurea-cycles-changelog: removed",
                            "group aurea: removed",
                            "table aurea_cycle_metrics: removed");
            assertThat(servers.done("clean", "--yes").out())
                    .isEqualToIgnoringNewLines("the installation: nothing to change");
            String[] more = {"--set", "topics.partitions=7"};
            Ended refused = servers.aurea("restore", backup.toString(), more[0], more[1]);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("topics.partitions is 7; allowed: [4], as in the backup, or the flag --repartition");
            assertThat(servers.done("restore", "--repartition", backup.toString(), more[0], more[1])
                            .out())
                    .contains(", in 7 partitions each");
            assertThat(servers.done("topics", "describe", more[0], more[1]).err())
                    .isEmpty();
            servers.done("connectors", "apply");
            try (AppProcess app = start("after")) {
                send(12, 20);
                drain(app);
                assertThat(rows())
                        .as("each cycle once, each observation once, in one history")
                        .hasSize(TENANTS)
                        .allSatisfy(row -> assertThat(row).endsWith(",20,1,20,100"));
                assertThat(app.output()).doesNotContain("is set aside", "begins without its state");
                assertThat(app.stop()).isZero();
            }
        }
    }

    private AppProcess start(String name) throws IOException {
        AppProcess app = servers.app(name);
        app.awaitReady();
        return app;
    }

    private void drain(AppProcess app) throws Exception {
        servers.done("drain", "--set", "http.urls=" + app.httpUrl());
    }

    /** Five observations of each tenant in each window, and every window closed. */
    private void send(int from, int to) throws Exception {
        List<String> lines = new ArrayList<>();
        for (int window = from; window < to; window++) {
            for (int tenant = 0; tenant < TENANTS; tenant++) {
                for (int i = 0; i < 5; i++) {
                    lines.add(
                            "{\"tenant_id\":\"tenant-%d\",\"source\":\"source-%d\",\"kind\":\"METRIC\",\"name\":\"queue\",\"observed_at\":\"%s\",\"value\":3}"
                                    .formatted(tenant, i, BEGIN.plusSeconds(window * 10L + i)));
                }
            }
        }
        assertThat(servers.send(lines, "--close")).isEqualTo("sent " + lines.size() + " rejected 0");
    }

    private List<String> rows() throws Exception {
        return servers.done("sql", "--csv", CYCLES).out().lines().skip(1).toList();
    }
}
