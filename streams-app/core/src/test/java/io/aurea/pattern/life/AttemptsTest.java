package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.pattern.PatternSettings;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.trend.ModelSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Patterns from attempts: success rates, failures by class, health checks. */
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

    @Test
    void shouldStayOnAtASteadyShareOfFailuresWithoutABreakAndEndSoonAfterIt() {
        Random random = new Random(11);
        for (double failing : new double[] {0.05, 0.4, 1}) {
            for (long attempts : new long[] {15, 100, 1_000}) {
                if (failing * attempts > 1) {
                    Story story = new Story();
                    story.times(360, s -> chance(s, random, attempts, 0.01))
                            .times(4_320, s -> chance(s, random, attempts, failing));
                    long end = story.now();
                    story.times(60, s -> chance(s, random, attempts, 0.01));
                    List<Pattern> declines = story.out().stream()
                            .filter(p -> p.getPatternId().equals("DECLINING_SUCCESS_RATE/web"))
                            .filter(p -> p.getState() != PatternState.ONGOING)
                            .toList();
                    String what = failing + " of " + attempts;
                    assertThat(declines).as(what).hasSize(2);
                    Instant onset = declines.get(0).getOnsetAt();
                    Instant abated = declines.get(1).getAbatedAt();
                    long most = attempts * (failing - 0.01) > 5 ? 3 : 13;
                    assertThat(onset).as(what).isBetween(at(361), at(360 + most));
                    assertThat(abated).as(what).isBetween(at(end / 1_000 + 1), at(end / 1_000 + most));
                }
            }
        }
    }

    @Test
    void shouldSeeThatFewAttemptsAllFailFromTheFirstWindowsOn() {
        Story fifteen = new Story();
        fifteen.times(60, s -> s.attempts("web", 15, 15)).times(2, s -> s.attempts("web", 0, 15));
        Story three = new Story();
        three.times(60, s -> s.attempts("web", 3, 3)).times(3, s -> s.attempts("web", 0, 3));
        for (Story story : List.of(fifteen, three)) {
            assertThat(story.onsets()).extracting(Pattern::getPatternId).contains("DECLINING_SUCCESS_RATE/web");
        }
    }

    @Test
    void shouldEndAsAcceptedWhatWasHeldForSoLong() {
        Story story = new Story(PatternSettings.DEFAULTS, new ModelSettings(3, 20, 600_000, 100_000));
        story.times(100, s -> s.attempts("web", 100, 100))
                .times(700, s -> s.attempts("web", 60, 100, Map.of("timeout", 40L), "timed out"));
        List<Pattern> ends = story.out().stream()
                .filter(p -> p.getState() == PatternState.ABATED)
                .filter(p -> p.getPatternType() != PatternType.CONSISTENT_HIGH_PERFORMANCE)
                .filter(p -> p.getPatternType() != PatternType.SUCCESS)
                .toList();
        assertThat(ends)
                .extracting(Pattern::getPatternId)
                .containsExactly("DECLINING_SUCCESS_RATE", "DECLINING_SUCCESS_RATE/web", "FAILURE_TIMEOUT/web");
        assertThat(ends).allSatisfy(p -> {
            assertThat(p.getAbatedReason()).isEqualTo("accepted");
            assertThat(p.getAbatedAt()).isEqualTo(at(701));
        });
        assertThat(story.patterns().present()).isEmpty();
    }

    @Test
    void shouldEndAsAcceptedWhenAPersonAcceptedAllThatIsOutOfOrder() {
        Story story = new Story();
        story.times(100, s -> s.attempts("web", 100, 100)).times(20, s -> s.attempts("web", 60, 100));
        story.add("web", "op", ObservationKind.OPERATION, t -> {
            t.setAttempts(100);
            t.setSuccesses(60);
            t.setFailures(Map.of("unknown", 40L));
            t.setFailuresAcceptedAt(t.getWindowStart());
        });
        story.close();
        story.times(50, s -> s.attempts("web", 60, 100));
        assertThat(story.out())
                .filteredOn(p -> "accepted".equals(p.getAbatedReason()))
                .hasSize(2);
        assertThat(story.patterns().present()).isEmpty();
    }

    @Test
    void shouldTellThatASourceFailsSinceItWasFirstHeardAndNotCallItADecline() {
        Story story = new Story();
        story.times(200, s -> s.attempts("web", 40, 100, Map.of("timeout", 60L), "timed out"));
        assertThat(story.onsets()).extracting(Pattern::getPatternId).containsExactly("FAILURE_TIMEOUT/web");
        assertThat(story.onsets().get(0).getPatternData()).containsEntry("as_it_began", "true");
        assertThat(story.onsets().get(0).getPatternDescription()).endsWith("as since it was first heard");

        Story few = new Story();
        few.times(500, s -> s.attempts("web", 98, 100, Map.of("timeout", 2L), "timed out"));
        assertThat(few.onsets()).extracting(Pattern::getPatternType).doesNotContain(PatternType.FAILURE_TIMEOUT);
    }

    @Test
    void shouldMakeNoPatternOfFailuresThatAreUsual() {
        Random random = new Random(5);
        for (double usual : new double[] {0.001, 0.01, 0.05, 0.15}) {
            for (long attempts : new long[] {3, 15, 100}) {
                Story story = new Story();
                story.times(2_000, s -> chance(s, random, attempts, usual));
                assertThat(story.onsets())
                        .as(usual + " of " + attempts)
                        .extracting(Pattern::getPatternType)
                        .isSubsetOf(PatternType.CONSISTENT_HIGH_PERFORMANCE, PatternType.SUCCESS, PatternType.FLAPPING);
            }
        }
    }

    @Test
    void shouldNameOnlyTheClassThatGrewWhereAnotherFailsAllTheTime() {
        Story story = new Story();
        story.times(100, s -> s.attempts("web", 90, 100, Map.of("validation", 10L), "invalid"))
                .times(10, s -> s.attempts("web", 70, 100, Map.of("validation", 10L, "timeout", 20L), "timed out"));
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternId().startsWith("FAILURE"))
                .extracting(Pattern::getPatternId)
                .containsExactly("FAILURE_TIMEOUT/web");
    }

    private static void chance(Story story, Random random, long attempts, double failing) {
        long failed = 0;
        for (long i = 0; i < attempts; i++) {
            failed += random.nextDouble() < failing ? 1 : 0;
        }
        story.attempts(
                "web", attempts - failed, attempts, failed == 0 ? Map.of() : Map.of("timeout", failed), "timed out");
    }

    private static Instant at(long windows) {
        return Instant.ofEpochMilli(windows * Story.SIZE_MS);
    }
}
