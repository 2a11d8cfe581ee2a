package io.aurea.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Controls;
import io.aurea.autonomy.Maintenance;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each guard exactly at its limit. */
class GuardLimitsTest {
    private static final GuardSettings SETTINGS = GuardSettings.DEFAULTS;
    private static final Controls CONTROLS = Controls.NEW.commanded(AutonomyLevel.AUTONOMOUS);
    private static final EvidenceAge FRESH = new EvidenceAge(0L, Sight.SHOWN, 10, 0, 1);

    private static Proposal proposal(boolean changes, double confidence, String approvedBy, int attempts) {
        return new Proposal(
                "1-1",
                "restart",
                "cart",
                "SUCCESS",
                changes,
                true,
                confidence,
                null,
                0,
                approvedBy,
                1_000L,
                60_000,
                attempts,
                2);
    }

    private static Surroundings at(
            long now, Controls controls, int open, TargetRecord target, ActionRecord action, EvidenceAge evidence) {
        return new Surroundings(now, controls, false, 0.75, open, target, action, evidence);
    }

    private static Surroundings at(long now) {
        return at(now, CONTROLS, 0, TargetRecord.NONE, ActionRecord.NONE, FRESH);
    }

    private static boolean allows(Guard guard, Proposal proposal, Surroundings surroundings) {
        return guard.ask(proposal, surroundings).allowed();
    }

    @Test
    void shouldAllowAtTheThresholdAndAskBelow() {
        Guard guard = new ConfidenceThreshold();
        assertThat(allows(guard, proposal(true, 0.75, null, 0), at(0))).isTrue();
        GuardVerdict below = guard.ask(proposal(true, 0.7499, null, 0), at(0));
        assertThat(below.allowed()).isFalse();
        assertThat(below.curable()).isTrue();
        assertThat(allows(guard, proposal(true, 0.1, "alice", 0), at(0))).isTrue();
    }

    @Test
    void shouldTakeAnApprovalUntilItsDeadline() {
        assertThat(allows(new Approval(), proposal(true, 1, "alice", 0), at(999)))
                .isTrue();
        assertThat(allows(new Approval(), proposal(true, 1, "alice", 0), at(1_000)))
                .isFalse();
    }

    @Test
    void shouldCoverMaintenanceFromItsStartToBeforeItsEnd() {
        Controls controls = CONTROLS.maintained(new Maintenance(100, 200, "bob", "disks"));
        for (long now : new long[] {99, 200}) {
            assertThat(allows(
                            new MaintenanceWindow(),
                            proposal(true, 1, null, 0),
                            at(now, controls, 0, TargetRecord.NONE, ActionRecord.NONE, FRESH)))
                    .isTrue();
        }
        for (long now : new long[] {100, 199}) {
            assertThat(allows(
                            new MaintenanceWindow(),
                            proposal(true, 1, "alice", 0),
                            at(now, controls, 0, TargetRecord.NONE, ActionRecord.NONE, FRESH)))
                    .as("an approval does not lift it")
                    .isFalse();
        }
    }

    @Test
    void shouldRestTwiceAsLongForEachFurtherTimeInVainUpToADay() {
        long[] minutes = {1, 1, 2, 4, 8};
        for (int inVain = 0; inVain < minutes.length; inVain++) {
            ActionRecord action = new ActionRecord(0, inVain);
            long until = minutes[inVain] * 60_000;
            assertThat(allows(
                            new Cooldown(SETTINGS),
                            proposal(true, 1, null, 0),
                            at(until - 1, CONTROLS, 0, TargetRecord.NONE, action, FRESH)))
                    .isFalse();
            assertThat(allows(
                            new Cooldown(SETTINGS),
                            proposal(true, 1, null, 0),
                            at(until, CONTROLS, 0, TargetRecord.NONE, action, FRESH)))
                    .isTrue();
        }
        assertThat(allows(
                        new Cooldown(SETTINGS),
                        proposal(true, 1, null, 0),
                        at(86_400_000, CONTROLS, 0, TargetRecord.NONE, new ActionRecord(0, 500), FRESH)))
                .isTrue();
    }

    @Test
    void shouldCapAttemptsForAnOnsetAndForATarget() {
        Guard guard = new AttemptsCap(SETTINGS);
        assertThat(allows(guard, proposal(true, 1, null, 1), at(0))).isTrue();
        assertThat(allows(guard, proposal(true, 1, null, 2), at(0))).isFalse();
        long window = SETTINGS.attemptsWindowMs();
        TargetRecord five = new TargetRecord(null, Long.MIN_VALUE, List.of(0L, 1L, 2L, 3L, 4L));
        assertThat(allows(
                        guard, proposal(true, 1, null, 0), at(window - 1, CONTROLS, 0, five, ActionRecord.NONE, FRESH)))
                .isFalse();
        assertThat(allows(guard, proposal(true, 1, null, 0), at(window, CONTROLS, 0, five, ActionRecord.NONE, FRESH)))
                .isTrue();
        assertThat(allows(guard, proposal(false, 1, null, 0), at(1, CONTROLS, 0, five, ActionRecord.NONE, FRESH)))
                .as("what only informs does nothing to the target")
                .isTrue();
    }

    @Test
    void shouldCallItTooMuchOnlyAboveTheShareAndFromTheMinimumOn() {
        assertThat(BlastRadius.tooMuchDown(5, 10, SETTINGS)).isFalse();
        assertThat(BlastRadius.tooMuchDown(6, 10, SETTINGS)).isTrue();
        assertThat(BlastRadius.tooMuchDown(2, 2, SETTINGS)).as("two of two").isFalse();
        assertThat(BlastRadius.tooMuchDown(0, 0, SETTINGS)).isFalse();
        assertThat(allows(
                        new BlastRadius(SETTINGS),
                        proposal(true, 1, null, 0),
                        at(
                                0,
                                CONTROLS,
                                0,
                                TargetRecord.NONE,
                                ActionRecord.NONE,
                                new EvidenceAge(0L, Sight.SHOWN, 0, 0, 1))))
                .as("an empty set is not everything")
                .isFalse();
    }

    @Test
    void shouldLimitAgeConcurrencySettlingAndOnsets() {
        Proposal p = proposal(true, 1, null, 0);
        long limit = SETTINGS.maxEvidenceAgeMs();
        for (long age : new long[] {limit, limit + 1}) {
            EvidenceAge e = new EvidenceAge(age, Sight.SHOWN, 10, 0, 1);
            assertThat(allows(
                            new StaleEvidence(SETTINGS),
                            p,
                            at(0, CONTROLS, 0, TargetRecord.NONE, ActionRecord.NONE, e)))
                    .isEqualTo(age == limit);
        }
        for (int open : new int[] {2, 3}) {
            assertThat(allows(
                            new Concurrency(SETTINGS),
                            p,
                            at(0, CONTROLS, open, TargetRecord.NONE, ActionRecord.NONE, FRESH)))
                    .isEqualTo(open == 2);
        }
        for (long now : new long[] {9, 10}) {
            TargetRecord settling = new TargetRecord(null, 10, List.of());
            assertThat(allows(new SettleWindow(), p, at(now, CONTROLS, 0, settling, ActionRecord.NONE, FRESH)))
                    .isEqualTo(now == 10);
        }
        for (int onsets : new int[] {3, 4}) {
            EvidenceAge e = new EvidenceAge(0L, Sight.SHOWN, 10, 0, onsets);
            assertThat(allows(
                            new FlappingPattern(SETTINGS),
                            p,
                            at(0, CONTROLS, 0, TargetRecord.NONE, ActionRecord.NONE, e)))
                    .isEqualTo(onsets == 3);
        }
    }

    @Test
    void shouldReserveTheOperatorsCommandsHoweverTheyAreWritten() {
        for (String action : List.of("autonomy", "Set_Autonomy", "dry-run", "APPROVE", "resume", "policy")) {
            assertThat(OwnAutonomy.reserved(action)).as(action).isTrue();
        }
        for (String action : List.of("restart", "scale_out", "approve_invoice", "pause_consumer")) {
            assertThat(OwnAutonomy.reserved(action)).as(action).isFalse();
        }
    }
}
