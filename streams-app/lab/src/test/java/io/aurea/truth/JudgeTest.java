package io.aurea.truth;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

/** What the matrix counts as wrong, on 60 windows of 10 s and those after them. */
class JudgeTest {
    private static final long LENGTH_MS = 600_000;
    private static final int FAULT = 60;
    private static final String SLOW = "INCREASING_LATENCY/api";

    private final Map<Integer, Runnable> script = new TreeMap<>();
    private final LoopTranscript track = new LoopTranscript();
    private Case of = new Case(SimulatedService.CALLS, 10_000, 7_200_000, false);

    private void at(int window, Runnable what) {
        script.merge(window, what, (a, b) -> () -> {
            a.run();
            b.run();
        });
    }

    private void pattern(int from, int to, String id, String reason) {
        at(from, () -> track.pattern(record(id, PatternState.ONSET, null)));
        at(to, () -> track.pattern(record(id, PatternState.ABATED, reason)));
    }

    private static Pattern record(String id, PatternState state, String reason) {
        return Pattern.newBuilder()
                .setPatternId(id)
                .setState(state)
                .setAbatedReason(reason)
                .setOnsetAt(Instant.EPOCH)
                .setFirstDetected(Instant.EPOCH)
                .setLastDetected(Instant.EPOCH)
                .build();
    }

    private void decision(int window, DecisionState state) {
        at(
                window,
                () -> track.decision(
                        Decision.newBuilder().setDecisionId("d").setState(state).build()));
    }

    /** @param health of each window */
    private Judge play(int windows, java.util.function.IntToDoubleFunction health) {
        IntConsumer close = w -> {
            long endMs = (w + 1) * of.cycleMs();
            track.begin(w, endMs);
            script.getOrDefault(w, () -> {}).run();
            track.cycle(CycleMetrics.newBuilder()
                    .setWindowEnd(Instant.ofEpochMilli(endMs))
                    .setHealthScore(health.applyAsDouble(w))
                    .build());
            track.end();
        };
        for (int w = 0; w < windows; w++) {
            close.accept(w);
        }
        return new Judge(of);
    }

    private String fault(MatrixRule rule, Size size, java.util.function.IntToDoubleFunction health) {
        return play(FAULT + 30, health).fault(track, size, LENGTH_MS).stream()
                .filter(v -> v.rule() == rule)
                .findFirst()
                .orElseThrow()
                .wrong();
    }

    private static double sick(int window) {
        return window < FAULT ? 60 : 100;
    }

    @Test
    void shouldFindNothingWrongWhereEverythingIsSaidInTime() {
        pattern(1, FAULT + 2, SLOW, "calm");
        decision(2, DecisionState.DISPATCHED);
        decision(FAULT, DecisionState.VERIFIED);

        assertThat(play(FAULT + 30, JudgeTest::sick).fault(track, Size.MIDDLE, LENGTH_MS))
                .hasSize(3)
                .allMatch(CellVerdict::right);
    }

    @Test
    void shouldNameALateOnset() {
        pattern(3, FAULT + 2, SLOW, "calm");
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick)).isEqualTo("late onset: window 3, due 2");
    }

    @Test
    void shouldNameWhatIsNeverSaid() {
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick)).isEqualTo("never on");
    }

    @Test
    void shouldLeaveOpenWhatIsAtTheLimitOrHasTooShortAPast() {
        assertThat(fault(MatrixRule.LATENCY, Size.SMALL, w -> 100)).isEmpty();
        of = new Case(SimulatedService.CALLS, 300_000, 600_000, false);
        assertThat(new Judge(of).fault(track, Size.LARGE, LENGTH_MS)).allMatch(CellVerdict::right);
    }

    @Test
    void shouldNameABreakAndHowMuchIsMissing() {
        pattern(1, 30, SLOW, "calm");
        pattern(40, FAULT + 2, SLOW, "calm");
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("break at window 30 of 60, off in 10");
    }

    @Test
    void shouldNameWhatDoesNotEnd() {
        pattern(1, FAULT + 3, SLOW, "calm");
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("not ended: on 3 windows after the fault");
    }

    @Test
    void shouldNameWhatComesBackAfterTheFault() {
        pattern(1, FAULT + 2, SLOW, "calm");
        pattern(FAULT + 9, FAULT + 12, SLOW, "calm");
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("on again 9 windows after the fault");
    }

    @Test
    void shouldNameAPatternThatTheFaultIsNot() {
        pattern(1, FAULT + 2, SLOW, "calm");
        pattern(20, 25, "SILENT_SOURCE/api", "heard");
        pattern(20, 25, "CONSISTENT_HIGH_PERFORMANCE/api", "calm");
        assertThat(fault(MatrixRule.LATENCY, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("false pattern SILENT_SOURCE/api from window 20");
    }

    @Test
    void shouldNameHealthThatIsUpOrNotBack() {
        assertThat(fault(MatrixRule.HEALTH, Size.MIDDLE, w -> w == 33 ? 97 : sick(w)))
                .isEqualTo("health up: 97 in window 33 of 60, limit 90");
        assertThat(new Judge(of).fault(track, Size.SMALL, LENGTH_MS)).noneMatch(v -> v.rule() == MatrixRule.HEALTH);
    }

    @Test
    void shouldNameHealthThatIsNotBack() {
        assertThat(fault(MatrixRule.HEALTH, Size.MIDDLE, w -> 60))
                .isEqualTo("health not back: 60 6 windows after the fault");
    }

    @Test
    void shouldNameCreditBeforeTheEnd() {
        pattern(1, FAULT + 2, SLOW, "calm");
        decision(2, DecisionState.DISPATCHED);
        decision(FAULT - 1, DecisionState.VERIFIED);
        assertThat(fault(MatrixRule.VERIFICATION, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("VERIFIED 1 times before the end, first in window 59 of 60");
    }

    @Test
    void shouldNotTakeIdlenessForTruth() {
        pattern(1, FAULT + 2, SLOW, "calm");
        assertThat(fault(MatrixRule.VERIFICATION, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("a pattern was on and nothing was done");
    }

    @Test
    void shouldNameAGoalThatIsMissingOrAchievedTooEarly() {
        of = new Case(SimulatedService.FAILING_CALLS, 10_000, 7_200_000, false);
        for (String metric : List.of("success_rate", "error_rate")) {
            at(5, () -> track.goal(goal(metric, GoalStatus.active)));
        }
        at(40, () -> track.goal(goal("success_rate", GoalStatus.achieved)));
        assertThat(fault(MatrixRule.GOALS, Size.MIDDLE, JudgeTest::sick))
                .isEqualTo("no goal on success_rate in window 40 of 60");
        assertThat(new Judge(of).fault(track, Size.SMALL, LENGTH_MS))
                .filteredOn(v -> v.rule() == MatrixRule.GOALS)
                .extracting(CellVerdict::wrong)
                .containsExactly("false goal on [error_rate, success_rate]");
    }

    private static Goal goal(String metric, GoalStatus status) {
        return Goal.newBuilder()
                .setTargetMetric(metric)
                .setStatus(status)
                .setDeadline(Instant.EPOCH)
                .build();
    }

    private String accepted() {
        return play(FAULT + 30, JudgeTest::sick)
                .accepted(track, Size.MIDDLE, LENGTH_MS, 30)
                .wrong();
    }

    private void answer(CommandResult result) {
        at(
                30,
                () -> track.status(Status.newBuilder()
                        .setLastCommand(new CommandAnswer(
                                "c", CommandKind.ACCEPT, "alice", Instant.EPOCH, result, "what came of it", null, null))
                        .build()));
    }

    @Test
    void shouldFindNothingWrongWhereWhatWasAcceptedEndsTheNextCycle() {
        answer(CommandResult.DONE);
        pattern(1, 30, SLOW, "accepted");
        assertThat(accepted()).isEmpty();
    }

    @Test
    void shouldNameWhatWasNotAccepted() {
        answer(CommandResult.REFUSED);
        pattern(1, 30, SLOW, "accepted");
        assertThat(accepted()).isEqualTo("not accepted: what came of it");
    }

    @Test
    void shouldNameWhatGoesOnAlthoughItWasAccepted() {
        answer(CommandResult.DONE);
        pattern(1, 33, SLOW, "calm");
        assertThat(accepted()).isEqualTo(SLOW + " on 0 windows after it was accepted");
    }

    @Test
    void shouldNameWhatEndsForAnotherReason() {
        answer(CommandResult.DONE);
        pattern(1, 30, SLOW, "calm");
        assertThat(accepted()).isEqualTo(SLOW + " has not ended as accepted");
    }

    @Test
    void shouldNameCreditForWhatWasAccepted() {
        answer(CommandResult.DONE);
        pattern(1, 30, SLOW, "accepted");
        decision(35, DecisionState.VERIFIED);
        assertThat(accepted()).isEqualTo("VERIFIED by accepting, in window 35");
    }

    @Test
    void shouldNameAQuestionThatStaysOpen() {
        answer(CommandResult.DONE);
        pattern(1, 30, SLOW, "accepted");
        decision(20, DecisionState.AWAITING_APPROVAL);
        assertThat(accepted()).isEqualTo("a question is still open");
    }

    @Test
    void shouldWantNothingSaidOfAServiceInOrder() {
        assertThat(play(FAULT, w -> 100).inOrder(track, LENGTH_MS).right()).isTrue();
        pattern(50, 55, SLOW, "calm");
        assertThat(play(FAULT, w -> w == 3 ? 40 : 100).inOrder(track, LENGTH_MS).wrong())
                .isEqualTo("false pattern " + SLOW + " from window 50 of 60");
        assertThat(new Judge(of).inOrder(track, 300_000).wrong()).isEqualTo("");
    }
}
