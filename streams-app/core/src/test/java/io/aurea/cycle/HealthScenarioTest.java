package io.aurea.cycle;

import static io.aurea.cycle.HealthScenario.DAY;
import static io.aurea.cycle.HealthScenario.HOUR;
import static io.aurea.cycle.HealthScenario.check;
import static io.aurea.cycle.HealthScenario.gauge;
import static io.aurea.cycle.HealthScenario.operations;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cycle.HealthScenario.Service;
import io.aurea.schema.CycleMetrics;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Health, starting from observations: a day of noise is well, and failures show in their first cycle and last. Slowness
 * is up to the patterns, see the truth matrix.
 */
class HealthScenarioTest {
    private static final double UNWELL = 70;

    private static DoubleSupplier lognormal(Random random, double median, double sigma) {
        return () -> median * Math.exp(sigma * random.nextGaussian());
    }

    private static DoubleSupplier pareto(Random random, double least, double alpha) {
        return () -> least * Math.pow(1 - random.nextDouble(), -1 / alpha);
    }

    private static Service[] noise(long seed) {
        Random r = new Random(seed);
        return new Service[] {
            operations("checkout", 30, 0.005, lognormal(r, 80, 0.5)),
            operations("cart", 3, 0.01, lognormal(r, 20, 1)),
            operations("search", 10, 0.01, pareto(r, 30, 1.5)),
            operations("report", 1 / 6.0, 0.01, lognormal(r, 900, 1.2)),
            operations("admin", 1 / 60.0, 0.01, pareto(r, 100, 1.2)),
            gauge("database", "query_latency", lognormal(r, 5, 0.8)),
            gauge("worker", "queue_length", lognormal(r, 40, 0.7)),
            check("frontend", true),
        };
    }

    /** A pattern of one of eight series may raise a false alarm twice a day, which lasts for some cycles. */
    @ParameterizedTest
    @ValueSource(longs = {1, 3})
    void shouldBeWellOnADayOfNothingButNoise(long seed) {
        HealthScenario day = new HealthScenario(seed);
        List<CycleMetrics> cycles = day.run(DAY, noise(seed));
        assertThat(stretchesUnwell(cycles)).isLessThanOrEqualTo(2);
        assertThat(day.calls()).isLessThanOrEqualTo(1);
    }

    private static int stretchesUnwell(List<CycleMetrics> cycles) {
        int stretches = 0;
        boolean before = false;
        for (CycleMetrics c : cycles) {
            boolean unwell = c.getHealthScore() != null && c.getHealthScore() < UNWELL;
            stretches += unwell && !before ? 1 : 0;
            before = unwell;
        }
        return stretches;
    }

    @Test
    void shouldCallAPersonInTheFirstCycleInWhichFifteenOfFifteenFail() {
        HealthScenario scenario = new HealthScenario(17);
        scenario.run(60, operations("booking", 15, 0, () -> 30));
        assertThat(scenario.calls()).isZero();
        scenario.run(1, operations("booking", 15, 1, () -> 30));
        assertThat(scenario.calls()).isEqualTo(1);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void shouldShowWhatFailsInItsFirstCycleAndToItsEndAndNotRiseWhenItIsLost(String name, Service sick, Service well) {
        HealthScenario scenario = new HealthScenario(17);
        Service[] others = {
            operations("cart", 30, 0.005, () -> 20), gauge("worker", "queue_length", () -> 40), check("frontend", true)
        };
        List<CycleMetrics> before = scenario.run(HOUR, with(well, others));
        assertThat(stretchesUnwell(before)).isZero();
        List<CycleMetrics> during = scenario.run(120, with(sick, others));
        assertThat(during).allSatisfy(c -> assertThat(c.getHealthScore()).isLessThan(UNWELL));
        // Among many successes, chance moves the score by a few points; without the failures it would be 100.
        double last = during.get(during.size() - 1).getHealthScore();
        assertThat(scenario.run(120, others))
                .allSatisfy(c -> assertThat(c.getHealthScore()).isLessThan(Math.min(UNWELL, last + 5)));
        assertThat(scenario.run(30)).allSatisfy(c -> assertThat(c.getHealthScore())
                .as("nothing is heard any more")
                .isLessThan(UNWELL));
    }

    private static Service[] with(Service one, Service... others) {
        return Stream.concat(Stream.of(one), Stream.of(others)).toArray(Service[]::new);
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(
                        "15 of 15", operations("checkout", 15, 1, () -> 30), operations("checkout", 15, 0, () -> 30)),
                Arguments.of(
                        "60 % of 100",
                        operations("checkout", 100, 0.6, () -> 30), operations("checkout", 100, 0.005, () -> 30)),
                Arguments.of("a check", check("api", false), check("api", true)),
                Arguments.of(
                        "an error rate", gauge("edge", "error_rate", () -> 0.4), gauge("edge", "error_rate", () -> 0)));
    }
}
