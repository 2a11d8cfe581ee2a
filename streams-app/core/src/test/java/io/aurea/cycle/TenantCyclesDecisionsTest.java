package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.fixture.Trends;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Policy;
import io.aurea.window.WindowSettings;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Decisions among the cycles of their tenants. */
class TenantCyclesDecisionsTest {
    private static final CycleSettings SETTINGS =
            new CycleSettings(new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000), 3, 100, true);
    private static final String POLICY = """
            minimum: {attempts: 10, windows: 1}
            rules:
              - name: help
                on: tenant
                when: tenant.health < 60.0
                action: restart
                target: "{tenant}"
                effect: {metric: success_rate, direction: up}
                min_confidence: 0.1
                approval_below: %d
                settle: 3s
                timeout: 10m
                valid_for: 20s
                approval_deadline: 10m
            """;

    private final LoopLog out = new LoopLog();
    private final Saved saved = new Saved();
    private boolean restarts;
    private TenantCycles cycles = new TenantCycles(SETTINGS);
    private long windows;

    @Test
    void shouldGoOnTheSameHoweverOftenItIsStopped() {
        LoopLog inOneGo = new TenantCyclesDecisionsTest().story(false);
        LoopLog stopped = new TenantCyclesDecisionsTest().story(true);

        assertThat(inOneGo.decisions())
                .extracting(Decision::getState)
                .containsSubsequence(
                        DecisionState.AWAITING_APPROVAL,
                        DecisionState.DISPATCHED,
                        DecisionState.SUCCEEDED,
                        DecisionState.VERIFIED);
        assertThat(stopped.all()).isEqualTo(inOneGo.all());
        assertThat(inOneGo.deadLetters()).isEmpty();
    }

    @Test
    void shouldNotWaitForeverForAnOutcomeAlthoughTheTenantSleeps() {
        policy(0);
        windows(1, 5);
        assertThat(last().getState()).isEqualTo(DecisionState.DISPATCHED);
        long deadline = last().getOutcomeDeadline().toEpochMilli();

        cycles.accept(Trends.watermark(0, 1, deadline - 1_000), deadline, out);
        assertThat(out.statuses().get(out.statuses().size() - 1).getDormant()).isTrue();
        assertThat(last().getState()).isEqualTo(DecisionState.DISPATCHED);
        cycles.accept(Trends.watermark(0, 1, deadline + 2_000), deadline + 2_000, out);
        assertThat(out.decisions()).extracting(Decision::getState).contains(DecisionState.TIMED_OUT);
    }

    @Test
    void shouldRefuseTheOutcomeOfATenantWithoutDecisions() {
        cycles.accept(outcome("d-1"), 1, out);
        assertThat(out.all()).isEqualTo(List.of("tenant t has no decision d-1, nor any other"));
    }

    private LoopLog story(boolean stopped) {
        restarts = stopped;
        policy(75);
        windows(1, 5);
        Command approve = Command.newBuilder()
                .setTenantId("t")
                .setCommandId("c-1")
                .setKind(CommandKind.APPROVE)
                .setDecisionId(last().getDecisionId())
                .setIssuedBy("alice")
                .setReason("because")
                .build();
        cycles.accept(approve, windows * Trends.SIZE_MS + 300, out);
        restart();
        windows(2, 5);
        cycles.accept(outcome(last().getDecisionId()), windows * Trends.SIZE_MS + 300, out);
        restart();
        windows(20, 20);
        return out;
    }

    private void policy(int approvalBelow) {
        Policy policy = Policy.newBuilder()
                .setTenantId("t")
                .setVersion(1)
                .setBody(POLICY.formatted(approvalBelow))
                .build();
        cycles.accept(policy, out);
        restart();
    }

    private void windows(int count, int successes) {
        for (int w = 0; w < count; w++) {
            cycles.accept(0, Trends.operation("t", "s", "call", windows * Trends.SIZE_MS, successes, 20), out);
            restart();
            windows++;
            long end = windows * Trends.SIZE_MS;
            cycles.accept(Trends.watermark(0, 1, end + 200), end + 250, out);
            restart();
        }
    }

    private void restart() {
        if (restarts) {
            cycles.save(saved);
            cycles = new TenantCycles(SETTINGS);
            saved.loadInto(cycles);
        }
    }

    private Decision last() {
        return out.decisions().get(out.decisions().size() - 1);
    }

    private static Outcome outcome(String decisionId) {
        return Outcome.newBuilder()
                .setTenantId("t")
                .setDecisionId(decisionId)
                .setStatus(OutcomeStatus.SUCCEEDED)
                .setExecutor("test")
                .build();
    }
}
