package io.aurea.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.change.KnownChange;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentStep;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The incidents of a tenant, cycle by cycle, and what they say. */
abstract class ToldIncidents {
    static final long SIZE = 10_000;

    final CallGraph calls = new CallGraph();
    final TreeMap<String, Pattern> on = new TreeMap<>();
    final List<Incident> said = new ArrayList<>();
    TenantIncidents incidents = new TenantIncidents("shop", 'T', 'W');
    long cycle;
    Double success = 1.0;
    List<KnownChange> changes = List.of();

    void restart() {
        TreeMap<String, byte[]> stored = new TreeMap<>();
        parts(incidents)
                .saveAll((key, value) -> stored.put(new String(key, java.nio.charset.StandardCharsets.UTF_8), value));
        incidents = new TenantIncidents("shop", 'T', 'W');
        StoredParts loaded = parts(incidents);
        stored.forEach((key, value) -> loaded.load(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value));
    }

    static StoredParts parts(TenantIncidents of) {
        return new StoredParts(of.stored().toArray(new StoredMap<?>[0]));
    }

    Incident only() {
        assertThat(incidents.open()).hasSize(1);
        return incidents.open().get(0);
    }

    static List<String> texts(Incident i) {
        return i.getTimeline().stream().map(IncidentStep::getWhat).toList();
    }

    Instant end(long number) {
        return Instant.ofEpochMilli(number * SIZE);
    }

    void onset(PatternType type, String source) {
        String id = type + "/" + source;
        on.put(
                id,
                Pattern.newBuilder()
                        .setTenantId("shop")
                        .setPatternId(id)
                        .setPatternType(type)
                        .setPatternDescription(type + " of " + source)
                        .setSource(source)
                        .setState(PatternState.ONSET)
                        .setConfidence(0.9)
                        .setImpactScore(0.7)
                        .setOnsetAt(end(cycle + 1))
                        .build());
    }

    void abate(String id, String reason) {
        Pattern p = on.get(id);
        p.setState(PatternState.ABATED);
        p.setAbatedAt(end(cycle + 1));
        p.setAbatedReason(reason);
    }

    void decide(String incident, DecisionState state) {
        decide(incident, state, "d1");
    }

    void decide(String incident, DecisionState state, String id) {
        incidents.decided(
                Decision.newBuilder()
                        .setTenantId("shop")
                        .setDecisionId(id)
                        .setIncidentId(incident)
                        .setAction("restart")
                        .setTarget("a")
                        .setSymptom("FAILURE_TIMEOUT/a")
                        .setJudged(true)
                        .setState(state)
                        .setUpdatedAt(end(cycle))
                        .build(),
                "because");
    }

    void close() {
        cycle++;
        incidents.close(new IncidentCycle(
                cycle,
                (cycle - 1) * SIZE,
                cycle * SIZE,
                List.copyOf(on.values()),
                calls,
                3 * SIZE,
                changes,
                success,
                0));
        incidents.publish(end(cycle), 0, said::add);
        on.values().removeIf(p -> p.getState() == PatternState.ABATED);
    }
}
