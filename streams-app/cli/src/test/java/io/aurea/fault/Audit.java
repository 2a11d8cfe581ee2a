package io.aurea.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.FaultyStack;
import io.aurea.fixture.TopicLog;
import io.aurea.fixture.Traffic;
import io.aurea.local.ServerEndpoints;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.awaitility.Awaitility;

/** What a stack has of the traffics that were sent to it: everything once. */
final class Audit {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String SUMS =
            "SELECT tenant_id, sum(observations_count), count(*) = max(cycle_number), sum(observations_refused)"
                    + " FROM aurea_cycle_metrics GROUP BY 1";

    private final FaultyStack stack;
    private final ServerEndpoints at;
    private final TopicSerdes serdes;

    Audit(FaultyStack stack) {
        this.stack = stack;
        at = stack.servers().endpoints();
        Map<String, Object> registry = Map.of("schema.registry.url", at.schemaRegistryUrl());
        serdes = new TopicSerdes(registry, RegistryClient.create(registry));
    }

    /** Rows of cycles. */
    static long rows(FaultyStack stack) throws SQLException {
        List<List<String>> rows = query(stack.servers().endpoints(), "SELECT count(*) FROM aurea_cycle_metrics");
        return Long.parseLong(rows.get(0).get(0));
    }

    /**
     * Each observation is in one cycle or a dead letter, nothing is in a topic twice, each decision was carried out once
     * and has its outcome; none but those of an executor that was killed.
     */
    void assertWhole(List<Traffic> sent) throws Exception {
        String counted = stack.drain();
        // One that finds no broker at its start ends, and is started again; one that was at work does not.
        assertThat(stack.ended()).noneMatch(said -> said.contains("stopped by itself"));
        Map<String, Long> expected = new TreeMap<>();
        sent.forEach(traffic -> traffic.observations().forEach((tenant, n) -> expected.merge(tenant, n, Long::sum)));
        Map<String, Long> stored = new TreeMap<>();
        for (List<String> row : query(at, SUMS)) {
            stored.put(row.get(0), Long.parseLong(row.get(1)));
            assertThat(row.get(2))
                    .as("cycle numbers of %s have no gap", row.get(0))
                    .isEqualTo("t");
            assertThat(row.get(3)).as("refused of " + row.get(0)).isEqualTo("0");
        }
        // What the loop says of its own rate is of its tenant, and may come late where the data is faster than the day.
        stored.remove("aurea");
        assertThat(stored).isEqualTo(expected);
        assertThat(counted).contains(" rejected 0 ");
        assertThat(TopicLog.read(at.bootstrapServers(), Topics.DEAD_LETTERS.name()).stream()
                        .filter(letter -> !letter.key().startsWith("aurea/")))
                .hasSize(sent.stream().mapToInt(Traffic::late).sum());
        assertOnce(Topics.TRENDS, t -> t.getTenantId() + t.getSource() + '/' + t.getName() + t.getWindowStart());
        assertOnce(Topics.CYCLES, c -> c.getTenantId() + c.getCycleNumber() + '.' + c.getRevision());
        assertOnce(Topics.DECISIONS, d -> d.getTenantId() + d.getDecisionId() + '.' + d.getRevision());
        assertOnce(Topics.OUTCOMES, o -> o.getTenantId() + o.getDecisionId());
        assertCarriedOutOnce(sent.size());
    }

    private <V> void assertOnce(Topic<V> topic, Function<V, String> identity) {
        Set<String> seen = new HashSet<>();
        for (V value : read(topic)) {
            String name = identity.apply(value);
            assertThat(seen.add(name))
                    .as(topic.name() + " has " + name + " once")
                    .isTrue();
        }
        assertThat(seen).as(topic.name()).isNotEmpty();
    }

    private <V> List<V> read(Topic<V> topic) {
        Deserializer<V> values = serdes.value(topic).deserializer();
        List<V> all = new ArrayList<>();
        TopicLog.read(at.bootstrapServers(), topic.name())
                .forEach(r -> all.add(values.deserialize(r.topic(), r.value())));
        return all;
    }

    private void assertCarriedOutOnce(int atLeast) throws Exception {
        Set<String> dispatched = new TreeSet<>();
        Set<String> unanswered = new TreeSet<>();
        Map<String, String> bySymptom = new TreeMap<>();
        for (Decision decision : read(Topics.DECISIONS)) {
            String id = RecordKeys.of(decision.getTenantId(), decision.getDecisionId());
            if (!decision.getDryRun() && decision.getState() == DecisionState.DISPATCHED) {
                dispatched.add(id);
                String symptom = decision.getSymptom() + decision.getOnsetAt() + decision.getAttempt();
                assertThat(bySymptom.merge(symptom, id, (one, other) -> one))
                        .as("one decision for " + symptom)
                        .isEqualTo(id);
                if (decision.getTarget().startsWith("cart-executor")) {
                    unanswered.add(id);
                }
            }
        }
        assertThat(dispatched).hasSizeGreaterThanOrEqualTo(atLeast);
        Awaitility.await("everything dispatched is carried out")
                .atMost(PATIENCE)
                .until(() -> stack.executor().executions().size() >= dispatched.size());
        assertThat(stack.executor().executions()).containsExactlyInAnyOrderElementsOf(dispatched);
        Set<String> answered = new TreeSet<>(dispatched);
        answered.removeAll(unanswered);
        Awaitility.await("every outcome is in the table, and taken")
                .atMost(PATIENCE)
                .untilAsserted(() -> {
                    assertThat(ids("aurea_outcomes WHERE status = 'SUCCEEDED'")).isEqualTo(answered);
                    assertThat(ids("aurea_decisions WHERE state = 'DISPATCHED' AND NOT dry_run"))
                            .as("waiting until its deadline for an executor that was killed")
                            .isEqualTo(unanswered);
                });
    }

    private Set<String> ids(String from) throws SQLException {
        Set<String> ids = new TreeSet<>();
        query(at, "SELECT tenant_id, decision_id FROM " + from)
                .forEach(row -> ids.add(RecordKeys.of(row.get(0), row.get(1))));
        return ids;
    }

    private static List<List<String>> query(ServerEndpoints at, String query) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(at.jdbcUrl(), "aurea_reader", "reader's");
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
                    row.add(result.getString(column));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
