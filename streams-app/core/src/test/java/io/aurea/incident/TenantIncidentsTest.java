package io.aurea.incident;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.tuple;

import io.aurea.change.ChangeKind;
import io.aurea.change.KnownChange;
import io.aurea.pattern.CallEdge;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentChange;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
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
import org.junit.jupiter.api.Test;

class TenantIncidentsTest {
    private static final long SIZE = 10_000;

    private final CallGraph calls = new CallGraph();
    private final TreeMap<String, Pattern> on = new TreeMap<>();
    private final List<Incident> said = new ArrayList<>();
    private TenantIncidents incidents = new TenantIncidents("shop", 'T', 'W');
    private long cycle;
    private Double success = 1.0;
    private List<KnownChange> changes = List.of();

    @Test
    void shouldOpenOneForAFaultAndItsConsequences() {
        calls.add(new CallEdge("web", "cart"));
        calls.add(new CallEdge("cart", "db"));
        close();
        onset(PatternType.FAILURE_DATABASE, "db");
        success = 0.7;
        close();
        onset(PatternType.INCREASING_LATENCY, "cart");
        onset(PatternType.DECLINING_SUCCESS_RATE, "web");
        success = 0.4;
        close();

        Incident i = only();
        assertThat(i.getIncidentId()).isEqualTo("2-1");
        assertThat(i.getState()).isEqualTo(IncidentState.OPEN);
        assertThat(i.getOpenedAt()).isEqualTo(end(2));
        assertThat(i.getPatterns()).extracting(IncidentPattern::getSource).containsExactly("db", "web", "cart");
        assertThat(i.getPatternsCount()).isEqualTo(3);
        assertThat(i.getSuspectedOrigin()).isEqualTo("db");
        assertThat(i.getCandidates()).containsOnlyKeys("db", "cart", "web");
        assertThat(i.getSeverity()).isBetween(0.6, 1.0);
        assertThat(i.getSuccessBefore()).isEqualTo(1.0);
        assertThat(i.getSuccessWorst()).isEqualTo(0.4);
        assertThat(i.getSuccessNow()).isEqualTo(0.4);
        assertThat(said).extracting(Incident::getRevision).containsExactly(1L, 2L);
    }

    @Test
    void shouldKeepFaultsApartThatHaveNothingToDoWithEachOther() {
        calls.add(new CallEdge("web", "cart"));
        calls.add(new CallEdge("mail", "queue"));
        onset(PatternType.FAILURE_TIMEOUT, "cart");
        onset(PatternType.SILENT_SOURCE, "queue");
        close();
        assertThat(incidents.open()).extracting(Incident::getIncidentId).containsExactly("1-1", "1-2");
        assertThat(incidents.of("SILENT_SOURCE/queue")).hasValue("1-2");
        assertThat(incidents.of("nothing")).isEmpty();
    }

    @Test
    void shouldSuspectTheChangesNearestInTimeAndPlace() {
        calls.add(new CallEdge("web", "cart"));
        calls.add(new CallEdge("mail", "queue"));
        close();
        changes = List.of(
                changed("cart", ChangeKind.DEPLOYMENT, 0),
                changed("web", ChangeKind.FEATURE_FLAG, -3_600_000),
                changed("queue", ChangeKind.CONFIGURATION, 0),
                changed("web", ChangeKind.SCALING, 120_000));
        onset(PatternType.DECLINING_SUCCESS_RATE, "web");
        onset(PatternType.INCREASING_LATENCY, "cart");
        close();

        Incident i = only();
        assertThat(i.getChanges())
                .extracting(IncidentChange::getSource, IncidentChange::getKind)
                .containsExactly(tuple("cart", "deployment"), tuple("web", "feature_flag"));
        assertThat(i.getChanges().get(0).getScore()).isCloseTo(StrictMath.pow(0.5, 20.0 / 900), offset(1e-9));
        assertThat(i.getSuspectedOrigin()).isEqualTo("cart");
        assertThat(texts(i))
                .contains(
                        "suspected: deployment of cart, 1.4 -> 1.5, by anna, 20 s before",
                        "suspected: feature flag of web, 1.4 -> 1.5, by anna, 60 min before");
    }

    @Test
    void shouldFindASourceLikelierThatHasJustBeenChanged() {
        onset(PatternType.INCREASING_LATENCY, "a");
        onset(PatternType.INCREASING_LATENCY, "b");
        close();
        assertThat(only().getCandidates()).containsEntry("a", 0.5).containsEntry("b", 0.5);

        changes = List.of(changed("b", ChangeKind.DEPLOYMENT, 10_000));
        onset(PatternType.DECLINING_SUCCESS_RATE, "a");
        onset(PatternType.DECLINING_SUCCESS_RATE, "b");
        close();
        assertThat(only().getSuspectedOrigin()).isEqualTo("b");
        assertThat(only().getCandidates().get("b")).isCloseTo(2 / 3.0, offset(1e-9));
    }

    private static KnownChange changed(String source, ChangeKind kind, long atMs) {
        return new KnownChange(source, "change", kind, atMs, "1.5", "1.4", "anna", null);
    }

    @Test
    void shouldOpenNoneForWhatGoesWell() {
        onset(PatternType.SUCCESS, "web");
        onset(PatternType.CONSISTENT_HIGH_PERFORMANCE, "web");
        close();
        assertThat(said).isEmpty();
        assertThat(incidents.open()).isEmpty();
    }

    @Test
    void shouldBecomeOneWhenAPatternHasMuchToDoWithBoth() {
        twoFaults();
        assertThat(incidents.open()).hasSize(2);
        calls.add(new CallEdge("a", "db"));
        calls.add(new CallEdge("b", "db"));
        onset(PatternType.FAILURE_DATABASE, "db");
        close();

        Incident left = only();
        assertThat(left.getIncidentId()).isEqualTo("1-1");
        assertThat(left.getPatterns()).extracting(IncidentPattern::getSource).containsExactly("a", "b", "db");
        assertThat(texts(left)).contains("it turned out that 2-1 belongs to it");
        Incident gone = said.stream()
                .filter(i -> i.getState() == IncidentState.ENDED)
                .findFirst()
                .orElseThrow();
        assertThat(gone.getIncidentId()).isEqualTo("2-1");
        assertThat(gone.getEndedHow()).isEqualTo(IncidentEnd.MERGED);
        assertThat(gone.getMergedInto()).isEqualTo("1-1");
    }

    /** Of a and of b, which have nothing to do with each other. */
    private void twoFaults() {
        calls.add(new CallEdge("a", "x"));
        calls.add(new CallEdge("b", "y"));
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        onset(PatternType.FAILURE_TIMEOUT, "b");
        close();
    }

    @Test
    void shouldSayHowItWasBeforeAlthoughThePatternSetsOnLater() {
        for (int n = 0; n < 10; n++) {
            close();
        }
        success = 0.3;
        close();
        close();
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        assertThat(only().getSuccessBefore()).isEqualTo(1.0);
        assertThat(only().getSuccessWorst()).isEqualTo(0.3);
    }

    @Test
    void shouldNotEndWhileAPatternThatItDoesNotNameIsOn() {
        for (int n = 100; n < 301; n++) {
            onset(PatternType.METRIC_ANOMALY, "s" + n);
        }
        close();
        for (int n = 100; n < 300; n++) {
            abate("METRIC_ANOMALY/s" + n, "recovered");
        }
        for (int n = 0; n < 9; n++) {
            close();
        }
        assertThat(only().getPatternsCount()).isEqualTo(201);
        abate("METRIC_ANOMALY/s300", "recovered");
        close();
        assertThat(incidents.open()).isEmpty();
        assertThat(said).extracting(Incident::getIncidentId).containsOnly("1-1");
    }

    @Test
    void shouldEndAFewCyclesAfterItsLastPatternAndTakeBackWhatComesBackSooner() {
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        abate("FAILURE_TIMEOUT/a", "recovered");
        close();
        close();
        assertThat(only().getState()).isEqualTo(IncidentState.OPEN);
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        assertThat(only().getPatterns()).singleElement().satisfies(p -> assertThat(p.getOn())
                .isTrue());
        abate("FAILURE_TIMEOUT/a", "recovered");
        close();
        long over = cycle;
        close();
        close();
        close();

        assertThat(incidents.open()).isEmpty();
        Incident last = said.get(said.size() - 1);
        assertThat(last.getState()).isEqualTo(IncidentState.ENDED);
        assertThat(last.getEndedHow()).isEqualTo(IncidentEnd.BY_ITSELF);
        assertThat(last.getEndedAt()).isEqualTo(end(over));
        int before = said.size();
        close();
        assertThat(said).hasSize(before);
    }

    @Test
    void shouldSayHowItEnded() {
        assertThat(endOf("accepted", null)).isEqualTo(IncidentEnd.ACCEPTED);
        assertThat(endOf("retired", null)).isEqualTo(IncidentEnd.RETIRED);
        assertThat(endOf("recovered", DecisionState.VERIFIED)).isEqualTo(IncidentEnd.CURED);
        assertThat(endOf("recovered", DecisionState.INEFFECTIVE)).isEqualTo(IncidentEnd.BY_ITSELF);
    }

    private IncidentEnd endOf(String reason, DecisionState decided) {
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        if (decided != null) {
            decide(incidents.open().get(0).getIncidentId(), decided);
        }
        abate("FAILURE_TIMEOUT/a", reason);
        for (int n = 0; n <= TenantIncidents.CALM_CYCLES; n++) {
            close();
        }
        return said.get(said.size() - 1).getEndedHow();
    }

    @Test
    void shouldStayOpenWhileSomethingIsStillToComeOfADecision() {
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        decide("1-1", DecisionState.DISPATCHED);
        abate("FAILURE_TIMEOUT/a", "recovered");
        for (int n = 0; n < 9; n++) {
            close();
        }
        assertThat(only().getDecisions()).singleElement().satisfies(d -> assertThat(d.getOpen())
                .isTrue());
        decide("1-1", DecisionState.TIMED_OUT);
        close();
        assertThat(incidents.open()).isEmpty();
    }

    @Test
    void shouldTellADenialOnceWithItsNumber() {
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        int before = said.size();
        for (int n = 0; n < 3; n++) {
            incidents.denied("1-1", "pause", "restart@a", "paused by alice", end(cycle));
            close();
        }
        assertThat(said).hasSize(before + 1);
        assertThat(only().getDenials()).singleElement().satisfies(d -> {
            assertThat(d.getGuard()).isEqualTo("pause");
            assertThat(d.getCount()).isEqualTo(3);
            assertThat(d.getFirstAt()).isEqualTo(end(1));
            assertThat(d.getLastAt()).isEqualTo(end(3));
        });
        incidents.denied("9-9", "pause", "restart@a", "no such incident", end(cycle));
        close();
        assertThat(said).hasSize(before + 1);
    }

    @Test
    void shouldStayWithinItsLimitsHoweverMuchHappens() {
        for (int n = 0; n < 300; n++) {
            onset(PatternType.METRIC_ANOMALY, "s" + n);
        }
        close();
        assertThat(incidents.open().get(0).getPatterns()).hasSize(OpenIncident.MOST_PATTERNS);
        assertThat(only().getPatternsCount()).isEqualTo(300);
        int before = said.size();
        close();
        assertThat(said).as("those that are not named are not new").hasSize(before);
        assertThat(incidents.of("METRIC_ANOMALY/s299")).hasValue("1-1");
        for (int n = 0; n < 300; n++) {
            decide("1-1", DecisionState.EXPIRED, "d" + n);
            incidents.denied("1-1", "g" + n, "restart@a", "no", end(cycle));
        }
        close();
        assertThat(only().getDecisions()).hasSize(OpenIncident.MOST_DECISIONS);
        assertThat(only().getDenials()).hasSize(OpenIncident.MOST_DENIALS);
        assertThat(only().getTimeline()).hasSize(IncidentStory.FIRST_STEPS + IncidentStory.LAST_STEPS);
    }

    @Test
    void shouldPutEachOfThousandsOfPatternsIntoOne() {
        for (int n = 0; n < 5_000; n++) {
            calls.add(new CallEdge("s" + n, "own-" + n));
            onset(PatternType.METRIC_ANOMALY, "s" + n);
        }
        close();
        assertThat(incidents.open()).hasSize(TenantIncidents.MOST);
        assertThat(incidents.open().stream()
                        .mapToLong(Incident::getPatternsCount)
                        .sum())
                .isEqualTo(5_000);
        int before = said.size();
        close();
        assertThat(said).hasSize(before);
    }

    @Test
    void shouldNotTakeALaterFaultForThatOfASourceThatIsGoneForGood() {
        onset(PatternType.FAILURE_TIMEOUT, "a");
        onset(PatternType.DECLINING_SUCCESS_RATE, null);
        close();
        onset(PatternType.SILENT_SOURCE, "a");
        abate("FAILURE_TIMEOUT/a", "recovered");
        abate("DECLINING_SUCCESS_RATE/null", "recovered");
        close();
        for (int n = 0; n < 20; n++) {
            close();
        }
        onset(PatternType.FAILURE_TIMEOUT, "b");
        onset(PatternType.DECLINING_SUCCESS_RATE, null);
        close();
        assertThat(incidents.open()).hasSize(2);
        assertThat(incidents.of("FAILURE_TIMEOUT/b"))
                .isEqualTo(incidents.of("DECLINING_SUCCESS_RATE/null"))
                .hasValue("23-1");
        assertThat(incidents.of("SILENT_SOURCE/a")).hasValue("1-1");
        onset(PatternType.FAILURE_TIMEOUT, "a");
        close();
        assertThat(incidents.of("FAILURE_TIMEOUT/a")).as("the silence goes on").hasValue("1-1");
        assertThat(incidents.open().get(0).getPatterns()).as("each once").hasSize(3);
    }

    @Test
    void shouldHearOfTheDecisionOfAnIncidentThatHasBecomeAPartOfIt() {
        twoFaults();
        decide("2-1", DecisionState.DISPATCHED);
        calls.add(new CallEdge("a", "b"));
        onset(PatternType.INCREASING_LATENCY, "a");
        close();
        assertThat(only().getDecisions()).extracting(IncidentDecision::getOpen).containsExactly(true);
        decide("2-1", DecisionState.FAILED);
        close();
        assertThat(only().getDecisions()).extracting(IncidentDecision::getOpen).containsExactly(false);
    }

    @Test
    void shouldGoOnAfterARestartAsIfNothingHadHappened() {
        TenantIncidents other = incidents;
        onset(PatternType.FAILURE_TIMEOUT, "a");
        success = 0.5;
        close();
        restart();
        onset(PatternType.FAILURE_TIMEOUT, "b");
        close();
        assertThat(only().getPatterns()).hasSize(2);
        assertThat(incidents).isNotSameAs(other);
        restart();
        abate("FAILURE_TIMEOUT/a", "recovered");
        abate("FAILURE_TIMEOUT/b", "recovered");
        for (int n = 0; n <= TenantIncidents.CALM_CYCLES; n++) {
            restart();
            close();
        }
        assertThat(incidents.open()).isEmpty();
        assertThat(said.get(said.size() - 1).getEndedHow()).isEqualTo(IncidentEnd.BY_ITSELF);
    }

    private void restart() {
        TreeMap<String, byte[]> stored = new TreeMap<>();
        parts(incidents)
                .saveAll((key, value) -> stored.put(new String(key, java.nio.charset.StandardCharsets.UTF_8), value));
        incidents = new TenantIncidents("shop", 'T', 'W');
        StoredParts loaded = parts(incidents);
        stored.forEach((key, value) -> loaded.load(key.getBytes(java.nio.charset.StandardCharsets.UTF_8), value));
    }

    private static StoredParts parts(TenantIncidents of) {
        return new StoredParts(of.stored().toArray(new StoredMap<?>[0]));
    }

    private Incident only() {
        assertThat(incidents.open()).hasSize(1);
        return incidents.open().get(0);
    }

    private static List<String> texts(Incident i) {
        return i.getTimeline().stream().map(IncidentStep::getWhat).toList();
    }

    private Instant end(long number) {
        return Instant.ofEpochMilli(number * SIZE);
    }

    private void onset(PatternType type, String source) {
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

    private void abate(String id, String reason) {
        Pattern p = on.get(id);
        p.setState(PatternState.ABATED);
        p.setAbatedAt(end(cycle + 1));
        p.setAbatedReason(reason);
    }

    private void decide(String incident, DecisionState state) {
        decide(incident, state, "d1");
    }

    private void decide(String incident, DecisionState state, String id) {
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

    private void close() {
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
