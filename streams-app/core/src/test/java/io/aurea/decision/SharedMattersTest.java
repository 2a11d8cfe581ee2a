package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.guard.GuardSettings;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentStep;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What belongs to one incident is decided as one. */
class SharedMattersTest {
    private DecisionTenant tenant;

    @BeforeEach
    void aShop() {
        tenant = new DecisionTenant(policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.AUTONOMOUS),
                GuardSettings.DEFAULTS,
                cure("restart").build(),
                cure("fail_over").on(PatternType.FAILURE_DATABASE).build()));
        tenant.calls("web", "cart");
        tenant.calls("cart", "db");
        for (String source : List.of("web", "cart", "db", "mail")) {
            tenant.health(source, true);
        }
    }

    private void fault() {
        tenant.slow("web");
        tenant.slow("cart");
        tenant.on(PatternType.FAILURE_DATABASE, "db", "latency");
        tenant.level("db", "latency", 150);
    }

    @Test
    void shouldDoOneThingAboutAFaultHoweverManySymptomsItHas() {
        fault();
        tenant.cycles(4);
        assertThat(dispatched()).hasSize(1);
        Incident only = only();
        assertThat(only.getPatterns()).hasSize(3);
        assertThat(only.getDecisions())
                .singleElement()
                .extracting(IncidentDecision::getDecisionId, IncidentDecision::getOpen)
                .containsExactly(dispatched().get(0).getDecisionId(), true);
        assertThat(dispatched().get(0).getIncidentId()).isEqualTo(only.getIncidentId());
    }

    @Test
    void shouldActOnWhatHasNothingToDoWithItAtOnce() {
        tenant.slow("mail");
        fault();
        tenant.cycle();
        assertThat(dispatched()).hasSize(2).extracting(Decision::getIncidentId).doesNotHaveDuplicates();
    }

    @Test
    void shouldAskRulesAboutTheIncidentAsItIsInTheSameCycle() {
        tenant = new DecisionTenant(policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.AUTONOMOUS),
                GuardSettings.DEFAULTS,
                cure("page")
                        .when("'db' in incident.sources && incident.patterns.size() == 2")
                        .target("{incident_id}")
                        .build()));
        tenant.calls("web", "cart");
        tenant.calls("cart", "db");
        fault();
        tenant.cycle();
        assertThat(dispatched()).extracting(Decision::getTarget).containsExactly(only().getIncidentId());
    }

    @Test
    void shouldAskOneQuestion() {
        tenant = new DecisionTenant(policy(
                AutonomySettings.DEFAULTS.at(AutonomyLevel.ASSISTED),
                GuardSettings.DEFAULTS,
                cure("restart").build(),
                cure("fail_over").on(PatternType.FAILURE_DATABASE).build()));
        tenant.calls("web", "cart");
        tenant.calls("cart", "db");
        fault();
        tenant.cycles(4);
        assertThat(tenant.decisions.open())
                .singleElement()
                .extracting(Decision::getState)
                .isEqualTo(DecisionState.AWAITING_APPROVAL);
    }

    @Test
    void shouldTryWhatHasNotBeenTriedWhenOneThingDidNotHelp() {
        fault();
        tenant.cycle();
        Decision first = dispatched().get(0);
        tenant.outcome(first.getDecisionId(), OutcomeStatus.FAILED);
        tenant.cycles(30);
        assertThat(dispatched()).hasSizeGreaterThan(1);
        Decision second = dispatched().get(1);
        assertThat(second.getRetryOf()).isEqualTo(first.getDecisionId());
        assertThat(second.getAttempt()).isEqualTo(2);
        assertThat(second.getAction() + second.getTarget()).isNotEqualTo(first.getAction() + first.getTarget());
    }

    @Test
    void shouldStayOpenForAPersonWhenNothingIsLeftAndTellTheStory() {
        fault();
        for (int n = 0; n < 200 && !only().getEscalated(); n++) {
            tenant.cycle();
            for (Decision d : tenant.decisions.open()) {
                if (d.getState() == DecisionState.DISPATCHED) {
                    tenant.outcome(d.getDecisionId(), OutcomeStatus.FAILED);
                }
            }
        }
        assertThat(only().getEscalated()).isTrue();
        int decided = tenant.out.decisions().size();
        tenant.cycles(20);
        assertThat(tenant.out.decisions()).as("nothing more is tried").hasSize(decided);
        assertThat(tenant.decisions.incidents()).hasSize(1);
        tenant.well("cart");
        tenant.well("web");
        tenant.cycles(20);
        assertThat(tenant.out.decisions()).as("nor when some of it is over").hasSize(decided);
        assertThat(only().getTimeline())
                .extracting(IncidentStep::getWhat)
                .anyMatch(what -> what.contains("dispatched"))
                .anyMatch(what -> what.contains("failed"))
                .anyMatch(what -> what.contains("escalated"));
    }

    @Test
    void shouldEndAsCuredWhenAnActionWasVerified() {
        fault();
        tenant.cycle();
        tenant.outcome(dispatched().get(0).getDecisionId(), OutcomeStatus.SUCCEEDED);
        tenant.well("web");
        tenant.well("cart");
        tenant.off(PatternType.FAILURE_DATABASE, "db", "latency");
        tenant.level("db", "latency", 100);
        tenant.cycles(40);
        assertThat(tenant.decisions.incidents()).isEmpty();
        Incident last = tenant.out.incidents().get(tenant.out.incidents().size() - 1);
        assertThat(last.getEndedHow()).isEqualTo(IncidentEnd.CURED);
        assertThat(dispatched()).hasSize(1);
    }

    private Incident only() {
        List<Incident> open = tenant.decisions.incidents();
        if (open.isEmpty()) {
            tenant.cycle();
            open = tenant.decisions.incidents();
        }
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private List<Decision> dispatched() {
        return tenant.out.decisions().stream()
                .filter(d -> d.getState() == DecisionState.DISPATCHED)
                .toList();
    }
}
