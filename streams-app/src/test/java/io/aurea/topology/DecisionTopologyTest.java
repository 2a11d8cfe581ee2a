package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopDriver;
import io.aurea.fixture.Observed;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.TestOutputTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A symptom, what is done about it and what comes of it, through the topics. */
class DecisionTopologyTest {
    private static final String RULE = """
            rules:
              - name: cure
                patterns: [declining_success_rate]
                when: pattern.source == 'cart'
                action: restart
                target: "{source}"
                min_confidence: 0.1
                approval_below: %d
                settle: 5m
                timeout: 40s
                valid_for: 30s
                attempts: 1
            """;

    private final LoopDriver loop = new LoopDriver();
    private final TestOutputTopic<String, Decision> topic = loop.output(Topics.DECISIONS);
    private final List<Decision> decisions = new ArrayList<>();
    private long windows;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void shouldGoFromAPatternToADecisionToAnOutcomeToVerified() {
        policy(0);
        windows(30, 20);
        assertThat(states()).isEmpty();
        for (int n = 0; n < 30 && states().isEmpty(); n++) {
            windows(1, 4);
        }
        assertThat(states()).containsExactly("PROPOSED", "DISPATCHED");
        Decision d = last();
        assertThat(d.getAction()).isEqualTo("restart");
        assertThat(d.getTarget()).isEqualTo("cart");
        assertThat(d.getPatterns()).isNotEmpty();

        outcome(d.getDecisionId(), OutcomeStatus.SUCCEEDED);
        assertThat(states()).containsExactly("PROPOSED", "DISPATCHED", "SUCCEEDED");
        for (int n = 0; n < 60 && last().getState() == DecisionState.SUCCEEDED; n++) {
            windows(1, 20);
        }
        assertThat(states()).containsExactly("PROPOSED", "DISPATCHED", "SUCCEEDED", "VERIFIED");

        List<CycleMetrics> cycles = loop.output(Topics.CYCLES).readValuesToList();
        List<CycleMetrics> made = cycles.stream()
                .filter(c -> c.getCycleNumber() == d.getCycleNumber())
                .toList();
        assertThat(made).extracting(CycleMetrics::getRevision).containsExactly(1L, 2L);
        assertThat(made).extracting(CycleMetrics::getComplete).containsExactly(false, true);
        assertThat(made.get(1).getDecisionsCount()).isEqualTo(1);
        assertThat(made.get(1).getActionsExecuted()).isEqualTo(1);
        assertThat(made.get(1).getActionSuccessRate()).isEqualTo(1.0);
        assertThat(loop.output(Topics.LEARNINGS).readValuesToList())
                .extracting(Learning::getTenantId)
                .contains("shop");
        assertThat(loop.output(Topics.BRAIN).readValuesToList())
                .extracting(BrainEntry::getKey)
                .contains("cycle_metrics_1");
        assertThat(loop.output(Topics.STATUS).readValuesToList())
                .extracting(Status::getAutonomyLevel)
                .containsOnly(50);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void shouldWaitForAnApprovalAndDispatchWhenItComes() {
        policy(75);
        windows(30, 20);
        for (int n = 0; n < 30 && states().isEmpty(); n++) {
            windows(1, 4);
        }
        assertThat(states()).containsExactly("PROPOSED", "AWAITING_APPROVAL");
        command(CommandKind.APPROVE, last().getDecisionId());
        assertThat(states()).containsExactly("PROPOSED", "AWAITING_APPROVAL", "DISPATCHED");
        assertThat(last().getApprovedBy()).isEqualTo("alice");
        windows(6, 4);
        assertThat(states()).startsWith("PROPOSED", "AWAITING_APPROVAL", "DISPATCHED", "TIMED_OUT");
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void shouldDeadLetterAnOutcomeAndACommandThatFitNothing() {
        windows(1, 20);
        outcome("nobody-asked", OutcomeStatus.SUCCEEDED);
        command(CommandKind.APPROVE, "nobody-asked");
        assertThat(deadLetters()).hasSize(2).allMatch(reason -> reason.contains("nobody-asked"));
        assertThat(states()).isEmpty();
    }

    private void policy(int approvalBelow) {
        loop.pipe(
                Topics.POLICIES,
                "shop",
                Policy.newBuilder()
                        .setTenantId("shop")
                        .setVersion(1)
                        .setBody(RULE.formatted(approvalBelow))
                        .build(),
                1);
    }

    /** Windows of twenty operations each, so many of which succeed. */
    private void windows(int count, int successes) {
        for (int w = 0; w < count; w++) {
            long start = windows * 10_000;
            for (int i = 0; i < 20; i++) {
                long at = start + i * 400;
                Observation o = Observed.operation("shop", "cart", "checkout", at, i < successes);
                loop.pipe(Topics.OBSERVATIONS, "shop/cart", o, at + 1);
            }
            windows++;
            loop.pipe(Topics.OBSERVATIONS, "_", Observed.tick(start + 12_000), start + 12_001);
        }
    }

    private long now() {
        return windows * 10_000 + 2_500;
    }

    private void outcome(String decisionId, OutcomeStatus status) {
        Outcome outcome = Outcome.newBuilder()
                .setTenantId("shop")
                .setDecisionId(decisionId)
                .setStatus(status)
                .setExecutor("test")
                .build();
        loop.pipe(Topics.OUTCOMES, "shop/" + decisionId, outcome, now());
    }

    private void command(CommandKind kind, String decisionId) {
        Command command = Command.newBuilder()
                .setTenantId("shop")
                .setCommandId("c-" + decisionId)
                .setKind(kind)
                .setDecisionId(decisionId)
                .setIssuedBy("alice")
                .setReason("because")
                .build();
        loop.pipe(Topics.COMMANDS, "shop", command, now());
    }

    private List<String> states() {
        decisions.addAll(topic.readValuesToList());
        return decisions.stream().map(d -> d.getState().name()).toList();
    }

    private Decision last() {
        states();
        return decisions.get(decisions.size() - 1);
    }

    private List<String> deadLetters() {
        return loop.deadLetters().readRecordsToList().stream()
                .map(l -> new String(
                        l.headers().lastHeader("__streams.errors.message").value(), UTF_8))
                .toList();
    }
}
