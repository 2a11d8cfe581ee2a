package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.fixture.DecisionTenant;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommandsTest {
    private final DecisionTenant tenant =
            new DecisionTenant(policy(AutonomyLevel.ASSISTED, cure("restart").build()));

    @BeforeEach
    void begin() {
        tenant.cycle();
        tenant.out.clear();
    }

    private void refused(CommandKind kind, Consumer<Command> with, String... reason) {
        var before = tenant.decisions.controls();
        tenant.command(kind, with);
        assertThat(tenant.out.all()).singleElement().asString().contains(reason);
        assertThat(tenant.decisions.controls()).isEqualTo(before);
        tenant.out.clear();
    }

    @Test
    void shouldAnswerWhatFitsNothingWithTheReason() {
        refused(CommandKind.APPROVE, c -> c.setDecisionId("9-9"), "c1 (APPROVE)", "no decision 9-9 is known");
        refused(CommandKind.APPROVE, c -> {}, "decision_id names no decision");
        refused(CommandKind.RESUME, c -> {}, "nothing is paused");
        refused(CommandKind.PAUSE, c -> c.setPatternType("SLOW"), "no pattern type SLOW", "INCREASING_LATENCY");
        refused(CommandKind.AUTONOMY, c -> c.setAutonomyLevel(60), "60", "75 (AUTONOMOUS)");
        refused(CommandKind.AUTONOMY, c -> {}, "null");
        refused(CommandKind.DRY_RUN, c -> {}, "dry_run says on or off");
        refused(CommandKind.MAINTENANCE, c -> {}, "a start and an end");
        refused(
                CommandKind.MAINTENANCE,
                c -> {
                    c.setStartsAt(Instant.ofEpochMilli(tenant.endMs()));
                    c.setEndsAt(Instant.ofEpochMilli(tenant.endMs()));
                },
                "ends after it starts");
        refused(
                CommandKind.MAINTENANCE,
                c -> {
                    c.setStartsAt(Instant.ofEpochMilli(1));
                    c.setEndsAt(Instant.ofEpochMilli(2));
                },
                "was over");
        refused(CommandKind.ACCEPT, c -> {}, "accept names a series by source and series, or a pattern by pattern_id");
        refused(CommandKind.ACCEPT, c -> c.setSource("cart"), "accept names a series");
        refused(
                CommandKind.ACCEPT,
                c -> {
                    c.setSource("cart");
                    c.setSeries("buy");
                    c.setPatternId("INCREASING_LATENCY/cart");
                },
                "accept names a series");
        refused(
                CommandKind.ACCEPT,
                c -> {
                    c.setSource("cart");
                    c.setSeries("buy");
                    c.setReason(" ");
                },
                "accept has a reason");
        refused(
                CommandKind.ACCEPT,
                c -> c.setPatternId("INCREASING_LATENCY/cart"),
                "nothing to accept: INCREASING_LATENCY/cart is in order, or nothing is known about it");
        refused(CommandKind.UNKNOWN, c -> {}, "an unknown kind");
        refused(CommandKind.PAUSE, c -> c.setIssuedBy(""), "issued_by");
        refused(CommandKind.PAUSE, c -> c.setCommandId(" "), "command_id");
        assertThat(tenant.decisions.tally()).containsEntry("COMMAND_REFUSED", 18L);
    }

    @Test
    void shouldCarryARepeatedCommandOutOnce() {
        tenant.command(CommandKind.AUTONOMY, c -> {
            c.setCommandId("same");
            c.setAutonomyLevel(100);
        });
        tenant.autonomy(AutonomyLevel.MANUAL);
        tenant.restart();
        tenant.command(CommandKind.AUTONOMY, c -> {
            c.setCommandId("same");
            c.setAutonomyLevel(100);
        });
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.MANUAL);
        assertThat(tenant.decisions.tally()).containsEntry("COMMAND_REPEATED", 1L);
        assertThat(tenant.out.all()).isEmpty();
    }

    @Test
    void shouldPauseTheTenantOrOneTypeAndResume() {
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.command(CommandKind.PAUSE, c -> c.setPatternType("FLAPPING"));
        tenant.command(CommandKind.PAUSE, c -> {});
        assertThat(tenant.decisions.controls().pauses()).containsOnlyKeys("*", "FLAPPING");
        tenant.slow("cart");
        tenant.cycles(3);
        assertThat(tenant.out.states()).isEmpty();
        assertThat(denials()).containsExactly("pause 3");
        tenant.command(CommandKind.RESUME, c -> {});
        assertThat(tenant.decisions.controls().pauses()).isEmpty();
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
        assertThat(tenant.out.deadLetters()).isEmpty();
    }

    @Test
    void shouldLetWhatRunsEndWhenPaused() {
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.slow("cart");
        tenant.cycle();
        String id = tenant.out.last().getDecisionId();
        tenant.command(CommandKind.PAUSE, c -> {});
        tenant.outcome(id, OutcomeStatus.SUCCEEDED);
        tenant.well("cart");
        tenant.cycles(3);
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.VERIFIED);
    }

    @Test
    void shouldActAgainWhenTheMaintenanceIsOver() {
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.command(CommandKind.MAINTENANCE, c -> {
            c.setStartsAt(Instant.ofEpochMilli(tenant.endMs()));
            c.setEndsAt(Instant.ofEpochMilli(tenant.endMs() + 32_000));
        });
        tenant.slow("cart");
        tenant.cycles(2);
        assertThat(tenant.out.states()).isEmpty();
        assertThat(denials()).containsExactly("maintenance 2");
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
        assertThat(tenant.decisions.controls().maintenance()).isEmpty();
    }

    /** Of the only incident, each guard with how often it has denied. */
    private List<String> denials() {
        return tenant.decisions.incidents().get(0).getDenials().stream()
                .map(d -> d.getGuard() + " " + d.getCount())
                .toList();
    }

    @Test
    void shouldTakeAnApprovalOnceAndOnlyInTime() {
        tenant.slow("cart");
        tenant.cycle();
        String id = tenant.out.last().getDecisionId();
        tenant.approve(id);
        tenant.approve(id);
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
        assertThat(tenant.out.deadLetters()).singleElement().asString().contains("is DISPATCHED");
        tenant.out.clear();

        tenant.slow("pay");
        tenant.cycle();
        String late = tenant.out.last().getDecisionId();
        tenant.lagMs = 602_000;
        tenant.approve(late);
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.EXPIRED);
        assertThat(tenant.out.last().getHistory().get(2).getReason()).contains("alice approved it after");
        assertThat(tenant.out.last().getApprovedBy()).isNull();
    }

    @Test
    void shouldCheckEvidenceAgainWhenAnApprovalComes() {
        tenant.slow("cart");
        tenant.cycle();
        tenant.lagMs = 300_000;
        tenant.approve(tenant.out.last().getDecisionId());
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.SUPPRESSED);
        assertThat(tenant.out.last().getHistory().get(2).getReason()).contains("stale_evidence");
    }

    @Test
    void shouldSwitchTheDryRunOnAndOff() {
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.command(CommandKind.DRY_RUN, c -> c.setDryRun(true));
        tenant.slow("cart");
        tenant.cycles(2);
        assertThat(tenant.out.states()).containsExactly(DecisionState.PROPOSED, DecisionState.SUPPRESSED);
        tenant.command(CommandKind.DRY_RUN, c -> c.setDryRun(false));
        tenant.cycle();
        assertThat(tenant.out.last().getState()).isEqualTo(DecisionState.DISPATCHED);
    }

    @Test
    void shouldStartAtThePolicysLevelAndLetAPolicyOnlyLowerIt() {
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.ASSISTED);
        tenant.policy = policy(AutonomyLevel.FULL_AUTO, cure("restart").build());
        tenant.cycle();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.ASSISTED);
        tenant.policy = policy(AutonomyLevel.SUPERVISED, cure("restart").build());
        tenant.cycle();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.ASSISTED);
        tenant.autonomy(AutonomyLevel.AUTONOMOUS);
        tenant.cycles(3);
        assertThat(tenant.decisions.level())
                .as("a command outlives cycles under a policy of a lower level")
                .isEqualTo(AutonomyLevel.AUTONOMOUS);
        tenant.policy = policy(AutonomyLevel.MANUAL, cure("restart").build());
        tenant.cycle();
        assertThat(tenant.decisions.level()).isEqualTo(AutonomyLevel.MANUAL);
    }

    @Test
    void shouldAskAtManualAndAssistedHoweverSureItIs() {
        for (AutonomyLevel level : new AutonomyLevel[] {AutonomyLevel.MANUAL, AutonomyLevel.ASSISTED}) {
            DecisionTenant asked = new DecisionTenant(
                    policy(level, cure("restart").prior(0.999, 1000).build()));
            asked.on(PatternType.INCREASING_LATENCY, "cart", "latency");
            asked.cycle();
            assertThat(asked.out.last().getState()).isEqualTo(DecisionState.AWAITING_APPROVAL);
            assertThat(asked.out.last().getRequiresApproval()).isTrue();
            assertThat(asked.out.last().getConfidenceThreshold()).isNull();
        }
    }
}
