package io.aurea.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.pattern.CallEdge;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentPattern;
import io.aurea.schema.IncidentState;
import io.aurea.schema.PatternType;
import org.junit.jupiter.api.Test;

class TenantIncidentsTest extends ToldIncidents {
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
}
