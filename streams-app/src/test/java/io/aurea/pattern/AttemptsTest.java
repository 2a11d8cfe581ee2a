package io.aurea.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Patterns that are made of attempts: success rates, failures by class, health checks. */
class AttemptsTest {

    @Test
    void shouldNotCallASystemWithoutDataConsistentlyGood() {
        Story story = new Story();
        story.times(50, s -> {});
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void shouldNotReadZerosAsMissingSoThatASystemAtZeroPercentLooksGood() {
        Story story = new Story();
        story.times(50, s -> s.attempts("web", 0, 100));
        assertThat(story.onsets())
                .extracting(Pattern::getPatternType)
                .doesNotContain(PatternType.CONSISTENT_HIGH_PERFORMANCE, PatternType.SUCCESS);
    }

    @Test
    void shouldNotReadIdlenessAsAnythingGoodOrBad() {
        Story story = new Story();
        story.times(10, s -> s.attempts("web", 100, 100)).times(2, s -> {});
        assertThat(story.lines()).containsExactly("ONSET CONSISTENT_HIGH_PERFORMANCE", "ONSET SUCCESS/web");
    }

    @Test
    void shouldDecideOnTheWholeRunWhetherPerformanceIsConsistentlyHigh() {
        Story story = new Story();
        story.times(9, s -> s.attempts("web", 100, 100));
        assertThat(story.lines()).isEmpty();
        story.times(1, s -> s.attempts("web", 98, 100));
        assertThat(story.lines()).containsExactly("ONSET CONSISTENT_HIGH_PERFORMANCE");

        Story withABadWindowInTheMiddle = new Story();
        withABadWindowInTheMiddle
                .times(5, s -> s.attempts("web", 1000, 1000))
                .times(1, s -> s.attempts("web", 70, 100))
                .times(4, s -> s.attempts("web", 1000, 1000));
        assertThat(withABadWindowInTheMiddle.lines()).isEmpty();
    }

    @Test
    void shouldNotJudgeByOneFailureButBySoManyAsGiveAnAnswer() {
        Story story = new Story();
        story.times(60, s -> s.attempts("web", 1, 1)).times(1, s -> s.attempts("web", 0, 1));
        assertThat(story.lines()).isEmpty();
        story.times(9, s -> s.attempts("web", 0, 1));
        assertThat(story.lines()).containsExactly("ONSET DECLINING_SUCCESS_RATE", "ONSET DECLINING_SUCCESS_RATE/web");
    }

    @Test
    void shouldSeeADeclineThatLasts() {
        Story story = new Story();
        story.times(20, s -> s.attempts("web", 99, 100)).times(6, s -> s.attempts("web", 80, 100));
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternType() == PatternType.DECLINING_SUCCESS_RATE)
                .extracting(Pattern::getPatternId)
                .containsExactly("DECLINING_SUCCESS_RATE", "DECLINING_SUCCESS_RATE/web");
        assertThat(story.lines()).contains("ABATED CONSISTENT_HIGH_PERFORMANCE");
    }

    @Test
    void shouldNotTakeOneBadCycleForATrend() {
        Story story = new Story();
        story.times(20, s -> s.attempts("web", 99, 100))
                .times(1, s -> s.attempts("web", 20, 100))
                .times(20, s -> s.attempts("web", 99, 100));
        assertThat(story.onsets())
                .extracting(Pattern::getPatternType)
                .doesNotContain(PatternType.DECLINING_SUCCESS_RATE);
    }

    @Test
    void shouldNotTakeTheScatterOfARateForADecline() {
        Story story = new Story();
        Random random = new Random(3);
        story.times(500, s -> {
            int good = 0;
            for (int i = 0; i < 50; i++) {
                good += random.nextDouble() < 0.95 ? 1 : 0;
            }
            s.attempts("web", good, 50);
        });
        assertThat(story.onsets())
                .extracting(Pattern::getPatternType)
                .doesNotContain(PatternType.DECLINING_SUCCESS_RATE);
    }

    @Test
    void shouldShowOneSourceThatFailsThoughTheMeanOfAllLooksWell() {
        Story story = new Story();
        story.times(20, s -> s.attempts("a-big", 100_000, 100_000).attempts("b-small", 100, 100))
                .times(6, s -> s.attempts("a-big", 100_000, 100_000).attempts("b-small", 0, 100));
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternType() == PatternType.DECLINING_SUCCESS_RATE)
                .extracting(Pattern::getSource)
                .containsExactly("b-small");
    }

    @Test
    void shouldNameTheClassOfFailuresAndLeaveUnknownOnesAlone() {
        Story story = new Story();
        story.times(9, s -> s.attempts("web", 100, 100))
                .times(6, s -> s.attempts("web", 90, 100, Map.of("timeout", 6L, "unknown", 4L), "timed out"));
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternId().startsWith("FAILURE"))
                .extracting(Pattern::getPatternId)
                .containsExactly("FAILURE_TIMEOUT/web");
        Pattern onset = story.out().stream()
                .filter(p -> p.getPatternType() == PatternType.FAILURE_TIMEOUT)
                .findFirst()
                .orElseThrow();
        assertThat(onset.getImpactScore()).isBetween(0.2, 0.3);
        assertThat(onset.getConfidence()).isBetween(0.3, 1.0);
    }

    @Test
    void shouldNotMakeAPatternOfOneFailureInAHundred() {
        Story story = new Story();
        story.times(200, s -> s.attempts("web", 1000, 1000))
                .times(1, s -> s.attempts("web", 99, 100, Map.of("network", 1L), "connection reset"))
                .times(20, s -> s.attempts("web", 1000, 1000));
        assertThat(story.onsets()).extracting(Pattern::getPatternType).doesNotContain(PatternType.FAILURE_NETWORK);
    }

    @Test
    void shouldTellADatabaseThatCannotBeReachedFromAQueryThatFails() {
        Story reached = new Story();
        reached.times(4, s -> s.attempts("web", 50, 100, Map.of("database", 50L), "deadlock detected"));
        assertThat(reached.onsets()).extracting(Pattern::getPatternId).containsExactly("FAILURE_DATABASE/web");

        Story unreached = new Story();
        unreached.times(
                4, s -> s.attempts("web", 50, 100, Map.of("database", 50L), "remaining connection slots are reserved"));
        assertThat(unreached.onsets())
                .extracting(Pattern::getPatternId)
                .containsExactly("DATABASE_CONNECTION_ISSUES/web", "FAILURE_DATABASE/web");
    }

    @Test
    void shouldTakeAFailingCheckOfADatabaseForAConnectionIssue() {
        Story story = new Story();
        story.times(3, s -> s.health("probe", "orders-db", 0, 2));
        assertThat(story.lines()).containsExactly("ONSET DATABASE_CONNECTION_ISSUES/probe");
    }

    @Test
    void shouldSeeAFrontendDownAndUpAgain() {
        Story story = new Story();
        story.times(5, s -> s.health("frontend", "http", 1, 1))
                .times(2, s -> s.health("frontend", "http", 0, 1))
                .times(3, s -> s.health("frontend", "http", 1, 1));
        assertThat(story.lines())
                .containsExactly(
                        "ONSET FRONTEND_HEALTH_DEGRADATION/frontend", "ABATED FRONTEND_HEALTH_DEGRADATION/frontend");
    }

    @Test
    void shouldNeedOneWindowOnlyWhereMostAttemptsOfALongSoundSourceFail() {
        Story story = new Story();
        story.times(100, s -> s.attempts("web", 100, 100))
                .times(1, s -> s.attempts("web", 30, 100, Map.of("timeout", 70L), "timed out"));
        assertThat(story.onsets())
                .extracting(Pattern::getPatternId)
                .contains("DECLINING_SUCCESS_RATE/web", "FAILURE_TIMEOUT/web");

        Story half = new Story();
        half.times(100, s -> s.attempts("web", 100, 100))
                .times(1, s -> s.attempts("web", 50, 100, Map.of("timeout", 50L), "timed out"))
                .times(5, s -> s.attempts("web", 100, 100));
        Story few = new Story();
        few.times(100, s -> s.attempts("web", 9, 9))
                .times(1, s -> s.attempts("web", 0, 9, Map.of("timeout", 9L), "timed out"))
                .times(5, s -> s.attempts("web", 9, 9));
        for (Story slow : new Story[] {half, few}) {
            assertThat(slow.onsets())
                    .extracting(Pattern::getPatternType)
                    .doesNotContain(PatternType.DECLINING_SUCCESS_RATE, PatternType.FAILURE_TIMEOUT);
        }
    }

    @Test
    void shouldNotCallWhatHappensAllTheTimeSudden() {
        Story story = new Story();
        for (int i = 0; i < 40; i++) {
            story.times(1, s -> s.attempts("web", 0, 20, Map.of("timeout", 20L), "timed out"))
                    .times(4, s -> s.attempts("web", 20, 20));
        }
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternType() == PatternType.FAILURE_TIMEOUT)
                .hasSizeLessThan(6);
    }

    @Test
    void shouldNeedOneWindowOnlyWhereAllOfSeveralChecksFail() {
        Story story = new Story();
        story.times(5, s -> s.health("frontend", "http", 2, 2)).times(1, s -> s.health("frontend", "http", 0, 2));
        assertThat(story.lines()).containsExactly("ONSET FRONTEND_HEALTH_DEGRADATION/frontend");
    }

    @Test
    void shouldCountTheWindowsOfASourceBeyondTheRunOfItsAttempts() {
        Story story = new Story();
        story.times(100, s -> s.attempts("web", 100, 100)).times(3, s -> s.attempts("web", 80, 100));
        assertThat(story.onsets()).extracting(Pattern::getPatternId).contains("DECLINING_SUCCESS_RATE/web");
    }
}
