package io.aurea.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Trends;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantHistoryTest {
    private final TenantHistory history = new TenantHistory("shop");

    @Test
    void shouldKeepTheLastThousandCyclesAndTheLatestRevisionOfEach() {
        for (long n = 1; n <= 1_003; n++) {
            history.cycle(cycle(n, 1));
        }
        history.cycle(cycle(1_000, 2));
        Records<CycleMetrics> cycles = history.view().cycles();
        assertThat(cycles.size()).isEqualTo(TenantHistory.CYCLES);
        assertThat(cycles.last(4))
                .extracting(c -> c.getCycleNumber() + "." + c.getRevision())
                .containsExactly("1000.2", "1001.1", "1002.1", "1003.1");
        assertThat(cycles.get(SortableKeys.of(3))).isEmpty();
        assertThat(cycles.get(SortableKeys.of(4))).isPresent();
    }

    @Test
    void shouldLetWhatHasEndedMakeRoomBeforeWhatIsOpen() {
        history.decision(decision("first", 0, DecisionState.AWAITING_APPROVAL));
        for (int n = 1; n <= TenantHistory.DECISIONS + 10; n++) {
            history.decision(decision("d" + n, n, DecisionState.SUPPRESSED));
        }
        Records<Decision> decisions = history.view().decisions();
        assertThat(decisions.size()).isEqualTo(TenantHistory.DECISIONS);
        assertThat(decisions.count(RetentionMark.AWAITING)).isEqualTo(1);
        assertThat(decisions.marked(RetentionMark.AWAITING).toList())
                .extracting(Decision::getDecisionId)
                .containsExactly("first");
    }

    @Test
    void shouldCountGoalsLearningsAndImprovementsOnce() {
        history.goal(goal("g1", GoalStatus.active));
        history.goal(goal("g1", GoalStatus.active));
        history.goal(goal("g1", GoalStatus.achieved));
        history.goal(goal("g2", GoalStatus.failed));
        history.learning(learning("l1"));
        history.brain("self_improvement");
        history.brain("aurea_metrics");
        assertThat(history.view().totals()).isEqualTo(new TenantTotals(2, 1, 1, 1));
        assertThat(history.view().goals().count(RetentionMark.ON)).isZero();
    }

    @Test
    void shouldKeepFewerWindowsWhereTheyAreLargeButAlwaysTheLast() {
        for (int w = 0; w < 20; w++) {
            for (int s = 0; s < 10; s++) {
                history.trend(Trends.operation("shop", "source" + s, "call", w * 10_000L, 4, 5));
            }
        }
        history.limitTrends(10_000);
        int kept = history.view().trends().size();
        assertThat(kept).isBetween(2, 12);
        history.limitTrends(1);
        assertThat(history.view().trends().size()).isEqualTo(1);
    }

    @Test
    void shouldShowTheSameInEveryLife() {
        List<TenantHistory> lives = new ArrayList<>(List.of(history));
        Map<String, byte[]> stored = new LinkedHashMap<>();
        history.cycle(cycle(1, 1));
        history.status(Status.newBuilder()
                .setTenantId("shop")
                .setLastCycleNumber(1)
                .setHealthComponents(Map.of("latency", 50.0))
                .build());
        history.pattern(Pattern.newBuilder()
                .setTenantId("shop")
                .setPatternId("p1")
                .setState(PatternState.ONGOING)
                .build());
        history.goal(goal("g1", GoalStatus.active));
        history.decision(decision("d1", 1, DecisionState.DISPATCHED));
        history.learning(learning("l1"));
        save(history, stored);
        history.cycle(cycle(2, 1));
        history.goal(goal("g1", GoalStatus.achieved));
        save(history, stored);

        TenantHistory restored = new TenantHistory("shop");
        stored.forEach(
                (key, value) -> restored.load(key.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), value));
        lives.add(restored);
        Map<String, byte[]> whole = new LinkedHashMap<>();
        history.saveAll((key, value) -> put(whole, key, value));
        TenantHistory copied = new TenantHistory("shop");
        whole.forEach((key, value) -> copied.load(key.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1), value));
        lives.add(copied);

        assertThat(lives).extracting(TenantHistoryTest::shown).containsOnly(shown(history));
        restored.goal(goal("g1", GoalStatus.achieved));
        assertThat(restored.view().totals()).isEqualTo(history.view().totals());
    }

    private static void save(TenantHistory from, Map<String, byte[]> to) {
        from.save((key, value) -> put(to, key, value));
    }

    private static void put(Map<String, byte[]> to, byte[] key, byte[] value) {
        String name = new String(key, java.nio.charset.StandardCharsets.ISO_8859_1);
        if (value == null) {
            to.remove(name);
        } else {
            to.put(name, value);
        }
    }

    private static String shown(TenantHistory life) {
        TenantView view = life.view();
        return view.status() + " " + view.totals() + " " + view.cycles().last(9) + " "
                + view.patterns().last(9) + " " + view.goals().last(9) + " "
                + view.decisions().last(9) + " " + view.learnings().last(9) + " " + view.evidence();
    }

    private static CycleMetrics cycle(long number, long revision) {
        return CycleMetrics.newBuilder()
                .setTenantId("shop")
                .setCycleNumber(number)
                .setRevision(revision)
                .build();
    }

    private static Decision decision(String id, long atMs, DecisionState state) {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId(id)
                .setState(state)
                .setCreatedAt(Instant.ofEpochMilli(atMs))
                .setContext("FLAPPING")
                .setAction("restart")
                .setPriorMean(0.6)
                .setPriorWeight(4)
                .build();
    }

    private static Goal goal(String id, GoalStatus status) {
        return Goal.newBuilder()
                .setTenantId("shop")
                .setGoalId(id)
                .setStatus(status)
                .build();
    }

    private static Learning learning(String id) {
        return Learning.newBuilder().setTenantId("shop").setLearningId(id).build();
    }
}
