package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.TopicLog;
import io.aurea.topic.Topics;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea up} with its simulated shop: from a fault to its healing as stored in PostgreSQL. */
class DemoShopIT {
    private static final String WAITING =
            "SELECT decision_id FROM aurea_decisions WHERE tenant_id = 'demo-shop' AND state = 'AWAITING_APPROVAL'";
    private static final String HEALED = """
            SELECT d.decision_id, d.pattern_type, d.action, d.target, o.status, o.executor
            FROM aurea_decisions d JOIN aurea_outcomes o USING (tenant_id, decision_id)
            WHERE tenant_id = 'demo-shop' AND d.state = 'VERIFIED' AND d.target = 'frontend'""";
    private static final String ANSWERED_TWICE = """
            SELECT decision_id FROM aurea_outcomes GROUP BY tenant_id, decision_id HAVING count(*) > 1""";

    @TempDir
    private Path folder;

    @Test
    void shouldHealTheShopAndAskAPerson() throws Exception {
        try (StackProcess stack =
                        StackProcess.up(folder.resolve("data"), "--cycle", "5s", "--grace", "2s", "--no-self");
                AureaProcess act = act(stack)) {
            Awaitility.await("a decision that waits for a person, and one that healed")
                    .atMost(Duration.ofSeconds(180))
                    .pollInterval(Duration.ofSeconds(5))
                    .until(() -> {
                        stack.app().requireAlive();
                        act.requireAlive();
                        return !rows(stack, WAITING).isEmpty()
                                && !rows(stack, HEALED).isEmpty();
                    });
            String[] healed = rows(stack, HEALED).get(0).split(",");
            assertThat(healed[1]).isEqualTo("FRONTEND_HEALTH_DEGRADATION");
            assertThat(List.of(healed).subList(2, 6)).containsExactly("restart", "frontend", "SUCCEEDED", "demo-shop");
            assertThat(rows(stack, ANSWERED_TWICE)).isEmpty();
            assertThat(TopicLog.read(stack.endpoints().bootstrapServers(), Topics.DEAD_LETTERS.name()))
                    .as("every observation, command, policy and outcome is in order and in time")
                    .isEmpty();

            String printed = stack.app().output();
            assertThat(printed.lines().filter(line -> line.contains(" demo-shop  cycle ")))
                    .hasSizeGreaterThan(3);
            assertThat(printed.lines().filter(line -> line.contains("decision " + healed[0] + "  restart frontend")))
                    .satisfiesExactly(
                            line -> assertThat(line).contains("  dispatched, confidence "),
                            line -> assertThat(line).contains("  succeeded: carried out by demo-shop"),
                            line -> assertThat(line).contains("  verified: "));
            String waiting = rows(stack, WAITING).get(0);
            assertThat(printed).contains("awaiting approval: ./aurea approve demo-shop/" + waiting);
            Awaitility.await("another executor tells of it, once")
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> tellings(act, waiting) > 0);
            assertThat(tellings(act, waiting)).isEqualTo(1);
            assertThat(act.interrupt()).isLessThan(Duration.ofSeconds(15));
            assertThat(act.exitCode()).isZero();
        }
    }

    /**
     * Executors of other groups see the same decisions; this one takes none, and is notified of all that await
     * approval.
     */
    private AureaProcess act(StackProcess stack) throws Exception {
        Path handlers = Files.writeString(folder.resolve("handlers.yaml"), """
                handlers:
                  - {name: ask, on: awaiting_approval, log: warn}
                  - {name: none, tenant: [nobody], log: info}
                """);
        return AureaProcess.start(
                List.of(
                        "act",
                        "--handlers",
                        handlers.toString(),
                        "--endpoints",
                        stack.endpointsFile().toString()),
                Map.of());
    }

    private static long tellings(AureaProcess act, String decision) {
        return act.output()
                .lines()
                .filter(line -> line.contains("decision demo-shop/" + decision + " is AWAITING_APPROVAL"))
                .count();
    }

    private static List<String> rows(StackProcess stack, String query) throws Exception {
        Ended ended = stack.run(InputStream.nullInputStream(), "sql", "--csv", query);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().lines().skip(1).toList();
    }
}
