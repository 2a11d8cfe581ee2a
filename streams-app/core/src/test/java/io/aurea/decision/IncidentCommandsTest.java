package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.CYCLE_MS;
import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.fixture.DecisionTenant;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentEnd;
import io.aurea.schema.IncidentNews;
import io.aurea.schema.IncidentState;
import io.aurea.schema.IncidentStep;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person says of an incident, and how a person is reminded of it. */
class IncidentCommandsTest {
    private DecisionTenant tenant =
            new DecisionTenant(policy(AutonomyLevel.AUTONOMOUS, cure("restart").build()));

    /** An incident for which a person has been called. */
    private Incident escalated() {
        tenant.slow("cart");
        for (int n = 0; n < 200 && (tenant.decisions.incidents().isEmpty() || !only().getEscalated()); n++) {
            tenant.cycle();
            for (Decision d : tenant.decisions.open()) {
                if (d.getState() == DecisionState.DISPATCHED) {
                    tenant.outcome(d.getDecisionId(), OutcomeStatus.FAILED);
                }
            }
        }
        assertThat(only().getEscalated()).isTrue();
        return only();
    }

    private Incident only() {
        assertThat(tenant.decisions.incidents()).hasSize(1);
        return tenant.decisions.incidents().get(0);
    }

    private void acknowledge(String incident, Instant until) {
        tenant.command(CommandKind.ACKNOWLEDGE, c -> {
            c.setIncidentId(incident);
            c.setReason("I look at it");
            c.setEndsAt(until);
        });
    }

    private void close(String incident) {
        tenant.command(CommandKind.CLOSE, c -> {
            c.setIncidentId(incident);
            c.setReason("the supplier knows");
        });
    }

    private List<Incident> saying(IncidentNews news) {
        return tenant.out.incidents().stream()
                .filter(i -> i.getNews().contains(news))
                .toList();
    }

    private void pass(Duration time) {
        tenant.cycles((int) (time.toMillis() / CYCLE_MS));
    }

    @Test
    void shouldRemindAPersonLessAndLessOftenUntilSomebodyAcknowledgesIt() {
        Incident i = escalated();
        assertThat(saying(IncidentNews.INCIDENT_OPENED)).hasSize(1);
        assertThat(saying(IncidentNews.ESCALATED)).hasSize(1);
        int steps = i.getTimeline().size();
        pass(Duration.ofMinutes(29));
        assertThat(saying(IncidentNews.REMINDER)).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(1);
        pass(Duration.ofMinutes(58));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(1);
        pass(Duration.ofMinutes(3));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(2);
        assertThat(only().getReminders()).isEqualTo(2);
        assertThat(only().getRemindedAt())
                .isAfter(only().getCalledAt().plus(Duration.ofMinutes(90)).minusMillis(1));
        assertThat(only().getTimeline()).as("reminders are counted, not told").hasSize(steps);

        acknowledge(only().getIncidentId(), null);
        pass(Duration.ofHours(5));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(2);
    }

    @Test
    void shouldRemindAtMostOnceADayInTheEnd() {
        escalated();
        pass(Duration.ofDays(6));
        List<Incident> reminders = saying(IncidentNews.REMINDER);
        assertThat(reminders).hasSizeBetween(9, 11);
        assertThat(Duration.between(
                        reminders.get(reminders.size() - 2).getRemindedAt(),
                        reminders.get(reminders.size() - 1).getRemindedAt()))
                .isEqualTo(Duration.ofDays(1));
    }

    @Test
    void shouldKeepWhoAcknowledgedItUntilThatIsOver() {
        String id = escalated().getIncidentId();
        Instant until = Instant.ofEpochMilli(tenant.endMs()).plus(Duration.ofHours(1));
        acknowledge(id, until);
        assertThat(only().getState()).isEqualTo(IncidentState.ACKNOWLEDGED);
        assertThat(only().getAcknowledgedBy()).isEqualTo("alice");
        assertThat(only().getAcknowledgedWhy()).isEqualTo("I look at it");
        assertThat(only().getAcknowledgedUntil()).isEqualTo(until);
        long revision = only().getRevision();
        acknowledge(id, until);
        assertThat(only().getRevision()).as("said twice").isEqualTo(revision);

        pass(Duration.ofMinutes(59));
        assertThat(only().getState()).isEqualTo(IncidentState.ACKNOWLEDGED);
        pass(Duration.ofMinutes(2));
        assertThat(only().getState()).isEqualTo(IncidentState.OPEN);
        assertThat(only().getTimeline())
                .extracting(IncidentStep::getWhat)
                .contains(
                        "acknowledged by alice until " + until + ": I look at it",
                        "the acknowledgement by alice is over");
        pass(Duration.ofMinutes(31));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(1);
    }

    @Test
    void shouldRemindOfAQuestionUntilItIsAnswered() {
        tenant = new DecisionTenant(policy(
                AutonomyLevel.ASSISTED,
                cure("restart").approvalDeadline(Duration.ofDays(1)).build()));
        tenant.slow("cart");
        pass(Duration.ofMinutes(32));
        assertThat(saying(IncidentNews.REMINDER)).hasSize(1);
        String question = tenant.decisions.open().get(0).getDecisionId();
        tenant.command(CommandKind.APPROVE, c -> c.setDecisionId(question));
        assertThat(only().getCalledAt()).isNull();
        assertThat(only().getReminders()).isZero();
    }

    @Test
    void shouldKeepQuietAboutPatternsThatGoOnInWhatWasClosed() {
        String id = escalated().getIncidentId();
        close(id);
        assertThat(tenant.decisions.incidents()).isEmpty();
        Incident closed = saying(IncidentNews.ENDED).get(0);
        assertThat(closed.getEndedHow()).isEqualTo(IncidentEnd.CLOSED);
        assertThat(closed.getState()).isEqualTo(IncidentState.ENDED);
        int decided = tenant.out.decisions().size();
        pass(Duration.ofHours(2));
        assertThat(saying(IncidentNews.INCIDENT_OPENED)).hasSize(1);
        assertThat(saying(IncidentNews.REMINDER)).isEmpty();
        assertThat(tenant.out.decisions()).hasSize(decided);
        close(id);
        assertThat(tenant.out.all()).last().asString().contains("no incident " + id + " is open");

        tenant.well("cart");
        pass(Duration.ofMinutes(5));
        tenant.slow("cart");
        tenant.cycle();
        assertThat(saying(IncidentNews.INCIDENT_OPENED)).hasSize(2);
        assertThat(only().getIncidentId()).isNotEqualTo(id);
    }

    @Test
    void shouldOpenAnotherForWhatSetsOnAfterItWasClosed() {
        String id = escalated().getIncidentId();
        close(id);
        tenant.on(PatternType.FAILURE_DATABASE, "cart", "latency");
        tenant.cycle();
        assertThat(only().getIncidentId()).isNotEqualTo(id);
        assertThat(only().getPatterns()).hasSize(1);
    }

    @Test
    void shouldRefuseWhatFitsNoIncident() {
        tenant.slow("cart");
        tenant.cycle();
        String id = only().getIncidentId();
        refused(() -> acknowledge("9-9", null), "no incident 9-9 is open: it has ended, or there was none");
        refused(() -> acknowledge(null, null), "incident_id names no incident");
        refused(() -> acknowledge(id, Instant.ofEpochMilli(tenant.endMs())), "the acknowledgement was over at");
        refused(
                () -> tenant.command(CommandKind.ACKNOWLEDGE, c -> {
                    c.setIncidentId(id);
                    c.setReason(" ");
                }),
                "acknowledge has a reason");
        refused(() -> close(id), "incident " + id + " is not escalated");
    }

    private void refused(Runnable said, String reason) {
        tenant.out.clear();
        said.run();
        assertThat(tenant.out.all()).singleElement().asString().contains(reason);
    }

    @Test
    void shouldAskNobodyOnceNothingIsHeardOfTheTenantAndAskAgainWhenItIsBack() {
        tenant = new DecisionTenant(
                policy(AutonomyLevel.ASSISTED, cure("restart").build()));
        tenant.slow("cart");
        tenant.cycle();
        assertThat(tenant.decisions.open())
                .extracting(Decision::getState)
                .containsExactly(DecisionState.AWAITING_APPROVAL);
        tenant.decisions.rest(null, tenant.policy, tenant.out);
        assertThat(tenant.decisions.open())
                .extracting(Decision::getState)
                .doesNotContain(DecisionState.AWAITING_APPROVAL);
        assertThat(only().getCalledAt()).isNull();
        assertThat(tenant.out.decisions()).last().satisfies(d -> assertThat(d.getHistory())
                .last()
                .satisfies(step -> assertThat(step.getReason()).contains("nothing is heard of the tenant")));
        pass(Duration.ofMinutes(5));
        assertThat(tenant.decisions.open())
                .extracting(Decision::getState)
                .containsExactly(DecisionState.AWAITING_APPROVAL);
    }

    @Test
    void shouldAskNobodyOnceTheSymptomIsGone() {
        tenant = new DecisionTenant(
                policy(AutonomyLevel.ASSISTED, cure("restart").build()));
        tenant.slow("cart");
        tenant.cycle();
        tenant.well("cart");
        tenant.cycle();
        assertThat(tenant.decisions.open()).isEmpty();
        assertThat(tenant.out.decisions()).last().extracting(Decision::getState).isEqualTo(DecisionState.EXPIRED);
    }
}
