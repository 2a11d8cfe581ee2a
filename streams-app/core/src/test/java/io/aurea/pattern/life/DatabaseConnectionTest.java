package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DatabaseConnectionTest {
    private static final String TIMED_OUT = "Read timed out after 2000 ms";

    @Test
    void shouldSayWhatWasSeenAndNoMore() {
        Story story = new Story();
        story.times(20, s -> reads(s, 40, 0, 100, false)).times(3, s -> reads(s, 40, 20, 120, true));
        Pattern onset = issues(story).get(0);
        assertThat(onset.getPatternDescription())
                .isEqualTo("orders-db/read: 40 of 200 attempts in the last 5 windows failed with timeout, the first: "
                        + TIMED_OUT);
        assertThat(onset.getPatternData()).containsEntry("attempts", "200").doesNotContainKey("as_it_began");
    }

    @Test
    void shouldCallADatabaseWhoseReadsTimeOutAtAConstantRateFromTheStartNoNewTrouble() {
        Story story = new Story();
        for (int window = 0; window < 2_000; window++) {
            int history = window;
            // 2 % on average, 0 to 3 of 40 in a window.
            int failed = List.of(0, 1, 2, 0, 1, 0, 3, 0, 1, 0).get(window % 10);
            story.times(1, s -> reads(s, 40, failed, history, false));
        }
        assertThat(issues(story)).isEmpty();
    }

    @Test
    void shouldObeyThePolicysMinimumOfAttempts() {
        Story story = new Story();
        story.times(20, s -> reads(s, 3, 0, 100, false)).times(3, s -> reads(s, 3, 3, 120, true));
        assertThat(issues(story)).as("15 attempts in the run").isEmpty();

        Story more = new Story();
        more.times(20, s -> reads(s, 5, 0, 100, false)).times(3, s -> reads(s, 5, 5, 120, true));
        assertThat(issues(more)).as("25 attempts in the run").hasSize(1);
    }

    @Test
    void shouldTellTroubleThatWasThereFromTheBeginningAsSuch() {
        Story story = new Story();
        for (int window = 0; window < 40; window++) {
            int history = window;
            story.times(1, s -> reads(s, 40, 36, history, false));
        }
        assertThat(issues(story)).hasSize(1);
        assertThat(issues(story).get(0).getPatternDescription())
                .startsWith("orders-db/read: ")
                .endsWith(", the first: " + TIMED_OUT + ", as it began");
        assertThat(issues(story).get(0).getPatternData()).containsEntry("as_it_began", "true");
    }

    @Test
    void shouldCallTroubleNewThatBeginsWhileTheSourceIsStillYoung() {
        Story story = new Story();
        for (int window = 0; window < 8; window++) {
            int history = window;
            int failed = window < 3 ? 0 : 20;
            story.times(1, s -> reads(s, 40, failed, history, false));
        }
        assertThat(issues(story)).hasSize(1);
        assertThat(issues(story).get(0).getPatternData()).doesNotContainKey("as_it_began");
    }

    @Test
    void shouldNotTakeTheFailuresOfOthersForTheDatabases() {
        Story story = new Story();
        story.times(20, s -> s.attempts("web", 40, 40))
                .times(5, s -> s.attempts("web", 20, 40, Map.of("timeout", 20L), "upstream timed out"));
        assertThat(issues(story)).isEmpty();
    }

    @Test
    void shouldTellOfACheckThatFailsOnlyWhenItDidNotAlways() {
        Story began = new Story();
        began.times(3, s -> s.health("probe", "orders-db", 0, 1));
        assertThat(issues(began)).isEmpty();
        began.times(10, s -> s.health("probe", "orders-db", 0, 1));
        assertThat(issues(began)).hasSize(1);
        assertThat(issues(began).get(0).getPatternDescription())
                .matches("probe/orders-db: \\d of \\d checks in the last \\d windows were down, as it began");

        Story anew = new Story();
        anew.times(30, s -> s.health("probe", "orders-db", 1, 1)).times(3, s -> s.health("probe", "orders-db", 0, 1));
        assertThat(issues(anew)).hasSize(1);
        assertThat(issues(anew).get(0).getPatternData()).doesNotContainKey("as_it_began");
    }

    private static void reads(Story s, long attempts, long failed, long history, boolean outOfOrder) {
        s.add("orders-db", "read", ObservationKind.OPERATION, t -> {
            t.setCount(attempts);
            t.setAttempts(attempts);
            t.setSuccesses(attempts - failed);
            t.setHistory(history);
            if (failed > 0) {
                t.setFailures(new TreeMap<>(Map.of("timeout", failed)));
                t.setFailureExample(TIMED_OUT);
            }
            // Observe needs a history of some windows for this.
            t.setFailureEvidence(history < 10 ? null : outOfOrder ? 1.0 : 0.0);
            t.setFailuresOutOfOrderSince(outOfOrder ? Instant.EPOCH : null);
        });
    }

    private static List<Pattern> issues(Story story) {
        return story.onsets().stream()
                .filter(p -> p.getPatternType() == PatternType.DATABASE_CONNECTION_ISSUES)
                .toList();
    }
}
