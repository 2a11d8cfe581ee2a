package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.schema.PatternType;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TenantHealthTest {
    private static final double CRITICAL = 30;
    private static final double UNWELL = 70;

    private final HealthStory story = new HealthStory();

    private void cycles(int count, Consumer<HealthStory> cycle) {
        for (int c = 0; c < count; c++) {
            cycle.accept(story);
            story.close();
        }
    }

    // Few attempts.

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 60})
    void shouldBeCriticalInTheFirstCycleInWhichFifteenOfFifteenFail(int before) {
        cycles(before, s -> s.operation("booking", "reserve", 0, 15));
        for (int c = 0; c < 60; c++) {
            assertThat(story.operation("booking", "reserve", 15, 15).score()).isLessThan(CRITICAL);
        }
    }

    @Test
    void shouldBeCriticalInTheFirstCycleWhenFifteenSourcesFailOnceEach() {
        cycles(60, s -> fifteen(s, 0));
        assertThat(fifteen(story, 1).score()).isLessThan(CRITICAL);
    }

    private static HealthStory fifteen(HealthStory s, long failed) {
        for (int i = 0; i < 15; i++) {
            s.operation("pod-" + i, "serve", failed, 1);
        }
        return s;
    }

    @Test
    void shouldNotBeCriticalForOneFailureOfThree() {
        assertThat(story.operation("a", "serve", 1, 3).score()).isGreaterThan(UNWELL);
        cycles(60, s -> s.operation("a", "serve", 0, 3));
        assertThat(story.operation("a", "serve", 1, 3).score()).isGreaterThan(UNWELL);
    }

    @Test
    void shouldReadThreeOfThreeThatSucceedAsWell() {
        assertThat(story.operation("a", "serve", 0, 3).score()).isEqualTo(100);
    }

    @Test
    void shouldFindASourceThatFailsAnAttemptAtATime() {
        cycles(100, s -> s.operation("a", "serve", 0, 1));
        cycles(2, s -> s.operation("a", "serve", 1, 1));
        assertThat(story.operation("a", "serve", 1, 1).score()).isLessThan(UNWELL);
        assertThat(story.operation("a", "serve", 1, 1).score()).isLessThan(CRITICAL);
    }

    /** One attempt in half a minute: most cycles are idle. */
    @Test
    void shouldFindASourceThatFailsNowAndThenAndAlways() {
        cycles(20, s -> {
            s.operation("a", "serve", 1, 1).close();
            s.close();
        });
        assertThat(story.close().score().orElseThrow()).as("in an idle cycle").isLessThan(CRITICAL);
    }

    @Test
    void shouldShowAFewAttemptsThatFailInOneSourceOfABusyTenant() {
        cycles(10, s -> s.operation("busy", "serve", 0, 1000).operation("quiet", "serve", 0, 15));
        Health health = story.operation("busy", "serve", 0, 1000)
                .operation("quiet", "serve", 15, 15)
                .close();
        assertThat(health.components().get("errors")).isLessThan(25);
        assertThat(health.score().getAsDouble()).isLessThan(45);
        cycles(10, s -> s.operation("busy", "serve", 0, 1000).operation("quiet", "serve", 15, 15));
        assertThat(story.operation("busy", "serve", 0, 1000)
                        .operation("quiet", "serve", 15, 15)
                        .score())
                .isLessThan(CRITICAL);
    }

    @Test
    void shouldShowOneSourceOfAHundredThatFailsWholly() {
        cycles(5, s -> hundred(s, 0));
        Health health = hundred(story, 200).close();
        assertThat(health.components().get("success")).isGreaterThan(90);
        assertThat(health.components()).containsEntry("errors", 10.0);
        assertThat(health.score().getAsDouble()).isLessThan(CRITICAL);
    }

    private static HealthStory hundred(HealthStory s, long failed) {
        for (int i = 0; i < 99; i++) {
            s.operation("pod-" + i, "serve", 0, 200);
        }
        return s.operation("pod-99", "serve", failed, 200).operation("pod-99", "serve-2", failed, 200);
    }

    @Test
    void shouldStayUnwellWhileASourceAlternates() {
        for (int c = 0; c < 60; c++) {
            double score = story.operation("a", "serve", c % 2 * 100, 100).score();
            if (c > 0) {
                assertThat(score).as("cycle %s", c).isLessThan(45);
            }
        }
    }

    @Test
    void shouldBeWellAgainThreeCyclesAfterABusySourceIsCured() {
        cycles(60, s -> s.operation("a", "serve", 1000, 1000));
        cycles(2, s -> s.operation("a", "serve", 0, 1000));
        assertThat(story.operation("a", "serve", 0, 1000).score()).isGreaterThan(95);
    }

    @Test
    void shouldTakeMoreAttemptsToCallAQuietSourceCuredThanSick() {
        cycles(60, s -> s.operation("a", "serve", 15, 15));
        cycles(2, s -> s.operation("a", "serve", 0, 15));
        assertThat(story.operation("a", "serve", 0, 15).score()).isLessThan(UNWELL);
        cycles(5, s -> s.operation("a", "serve", 0, 15));
        assertThat(story.operation("a", "serve", 0, 15).score()).isGreaterThan(UNWELL);
    }

    // Telemetry that is lost.

    @Test
    void shouldNotRiseWhenASourceThatFailsWhollyIsNoLongerHeard() {
        cycles(10, s -> s.operation("a", "serve", 100, 100).operation("b", "serve", 0, 100));
        double last = story.operation("a", "serve", 100, 100)
                .operation("b", "serve", 0, 100)
                .score();
        for (int c = 1; c < HealthStory.HOUR; c++) {
            assertThat(story.operation("b", "serve", 0, 100).score()).isLessThanOrEqualTo(last);
        }
        assertThat(story.operation("b", "serve", 0, 100).score())
                .as("after the hour it is unknown")
                .isEqualTo(100);
    }

    @Test
    void shouldNotRiseWhenOneOperationOfASourceIsNoLongerHeard() {
        cycles(10, s -> s.operation("a", "pay", 100, 100).operation("a", "list", 0, 100));
        double last = story.operation("a", "pay", 100, 100)
                .operation("a", "list", 0, 100)
                .score();
        assertThat(story.operation("a", "list", 0, 100).score()).isLessThanOrEqualTo(last);
    }

    @Test
    void shouldNotBecomeWellWhenTheOperationsThatFailAreLostAndTheRestIsFine() {
        cycles(10, s -> s.operation("a", "serve", 100, 100));
        cycles(100, s -> s.check("web", 0, 1).metric("a", "latency", "ms", 10, 10));
        assertThat(story.check("web", 0, 1).metric("a", "latency", "ms", 10, 10).score())
                .isZero();
    }

    @Test
    void shouldNotBecomeWellWhenSuccessRatesAsMetricsTakeThePlaceOfOperationsThatFail() {
        cycles(10, s -> s.operation("a", "serve", 100, 100));
        cycles(100, s -> s.metric("a", "success_rate", null, 1, 1));
        assertThat(story.metric("a", "success_rate", null, 1, 1).score()).isZero();
        cycles((int) HealthStory.HOUR, s -> s.metric("a", "success_rate", null, 1, 1));
        assertThat(story.metric("a", "success_rate", null, 1, 1).score()).isEqualTo(100);
    }

    @Test
    void shouldNotRiseWhenAHealthCheckThatFailsVanishes() {
        cycles(5, s -> s.check("web", 1, 1).check("api", 0, 1));
        double last = story.check("web", 1, 1).check("api", 0, 1).score();
        assertThat(last).isLessThan(45);
        cycles(100, s -> s.check("api", 0, 1));
        assertThat(story.check("api", 0, 1).score()).isLessThanOrEqualTo(last);
    }

    @Test
    void shouldStayAsItWasWhenAllIsLostAndThenBeUnknown() {
        cycles(10, s -> s.operation("a", "serve", 40, 100));
        double last = story.operation("a", "serve", 40, 100).score();
        for (int c = 1; c < HealthStory.HOUR; c++) {
            assertThat(story.score()).isLessThanOrEqualTo(last);
        }
        assertThat(story.close()).isEqualTo(Health.UNKNOWN);
    }

    @Test
    void shouldBeUnknownAtOnceWhenAllIsLostThatWasWell() {
        cycles(10, s -> s.operation("a", "serve", 0, 100));
        assertThat(story.close()).isEqualTo(Health.UNKNOWN);
        assertThat(story.cpu("a").freshness(0).close())
                .as("silence is no reading of health")
                .isEqualTo(Health.UNKNOWN);
    }

    // Latency and backlog.

    @Test
    void shouldNotBeUnwellByLatencyThatIsNoPattern() {
        Health health = story.operation("a", "serve", 0, 100, 5_000, 100).close();
        assertThat(health.score()).hasValue(100);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.5, 2, 3, 10, 100})
    void shouldBeUnwellFromOnsetToEndOfASlowness(double ratio) {
        story.on(PatternType.INCREASING_LATENCY, "a", "serve");
        double slow = 0;
        for (int c = 0; c < 100; c++) {
            slow = story.operation("a", "serve", 0, 100, 100 * ratio, 100)
                    .check("web", 0, 1)
                    .metric("q", "backlog", null, 1, 1)
                    .score();
            assertThat(slow).isLessThan(UNWELL);
        }
        assertThat(story.operation("a", "serve", 0, 100, 100, 100).score())
                .as("the level is back and the pattern still on")
                .isLessThan(UNWELL);
        for (int c = 0; c < HealthStory.HOUR; c++) {
            assertThat(story.operation("b", "serve", 0, 100).score())
                    .as("the source is not heard and the pattern still on")
                    .isLessThan(UNWELL);
        }
        assertThat(story.allOff().operation("a", "serve", 0, 100).score()).isEqualTo(100);
    }

    @Test
    void shouldScoreASlownessByHowManyTimesTheUsualTheWorstIs() {
        story.on(PatternType.INCREASING_LATENCY, "a", "serve").on(PatternType.INCREASING_LATENCY, "b", "call.c");
        Health health = story.operation("a", "serve", 0, 100, 200, 100)
                .metric("b", "call.c", "ms", 1, 1)
                .operation("b", "call.c", 0, 100, 5_000, 500)
                .close();
        assertThat(health.components().get("latency")).isCloseTo(20, within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("backlogs")
    void shouldBeUnwellWhileABacklogIsOutOfOrder(PatternType type) {
        cycles(10, s -> s.metric("q", "backlog", null, 40, 4).check("web", 0, 1));
        assertThat(story.metric("q", "backlog", null, 40, 4).check("web", 0, 1).score())
                .isEqualTo(100);
        story.on(type, "q", "backlog");
        Health health =
                story.metric("q", "backlog", null, 40, 4).check("web", 0, 1).close();
        assertThat(health.components().get("backlog")).isCloseTo(40, within(1e-9));
        assertThat(health.score().getAsDouble()).isLessThan(UNWELL);
        assertThat(story.check("web", 0, 1).score())
                .as("it is no longer heard, and the pattern is on")
                .isLessThan(UNWELL);
        assertThat(story.allOff()
                        .metric("q", "backlog", null, 4, 4)
                        .check("web", 0, 1)
                        .score())
                .isEqualTo(100);
    }

    static Stream<Arguments> backlogs() {
        return Stream.of(Arguments.of(PatternType.METRIC_ANOMALY), Arguments.of(PatternType.LEVEL_SHIFT));
    }

    @Test
    void shouldNotBeUnwellByAnAnomalyOfSomethingElse() {
        story.on(PatternType.METRIC_ANOMALY, "db", "saturation");
        assertThat(story.cpu("db").check("web", 0, 1).score()).isEqualTo(100);
    }

    // Health checks.

    @Test
    void shouldShowAFailedCheckAtOnceAndBeCriticalFromTheSecondOn() {
        cycles(10, s -> s.check("web", 0, 1));
        assertThat(story.check("web", 1, 1).score()).isBetween(CRITICAL, UNWELL);
        assertThat(story.check("web", 1, 1).score()).isLessThan(CRITICAL);
        assertThat(story.check("web", 1, 1).score()).isZero();
        cycles(2, s -> s.check("web", 0, 1));
        assertThat(story.check("web", 0, 1).score()).isEqualTo(100);
    }

    @Test
    void shouldShowOneCheckThatIsDownAmongAHundred() {
        cycles(60, s -> {
            for (int i = 0; i < 99; i++) {
                s.check("pod-" + i, 0, 1);
            }
            s.check("pod-99", 1, 1);
        });
        assertThat(story.score()).isLessThan(UNWELL);
    }
}
