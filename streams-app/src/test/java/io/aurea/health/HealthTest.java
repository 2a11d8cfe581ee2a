package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.metric.Minimum;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final Minimum MINIMUM = new Minimum(20, 3);
    private static final OptionalDouble ALL_HEARD = OptionalDouble.of(1);

    private static Health health(List<Trend> trends, OptionalDouble freshness) {
        return Health.of(HealthReadings.of(trends, MINIMUM, freshness), TenantPolicy.BUILT_IN.health());
    }

    private static Trend operation(String source, long successes, long attempts, double deviation) {
        return Trend.newBuilder()
                .setSource(source)
                .setName("serve")
                .setKind(ObservationKind.OPERATION)
                .setRole("latency")
                .setCount(attempts)
                .setAttempts(attempts)
                .setSuccesses(successes)
                .setHistory(100)
                .setDeviation(deviation)
                .build();
    }

    private static Trend check(String source, long up, long checks) {
        return Trend.newBuilder()
                .setSource(source)
                .setName("probe")
                .setKind(ObservationKind.HEALTH)
                .setRole("availability")
                .setCount(checks)
                .setAttempts(checks)
                .setSuccesses(up)
                .build();
    }

    private static Trend metric(String source, String role, String unit, double mean, double deviation) {
        return Trend.newBuilder()
                .setSource(source)
                .setName(role)
                .setKind(ObservationKind.METRIC)
                .setRole(role)
                .setUnit(unit)
                .setCount(1)
                .setMean(mean)
                .setHistory(100)
                .setDeviation(deviation)
                .build();
    }

    private static List<Trend> around(Trend... some) {
        List<Trend> trends = new ArrayList<>(List.of(some));
        trends.add(check("frontend", 10, 10));
        trends.add(metric("queue", "backlog", null, 4, 0));
        return trends;
    }

    @Test
    void shouldBeFullWhenEverythingIsWell() {
        Health health = health(around(operation("shop", 1000, 1000, 0.5)), ALL_HEARD);
        assertThat(health.score()).hasValue(100);
        assertThat(health.components())
                .containsOnlyKeys("success", "errors", "latency", "availability", "backlog", "freshness")
                .allSatisfy((name, score) -> assertThat(score).isEqualTo(100));
    }

    /** Defect 13: a plain mean of agents, memory, errors, backlog and performance read 94 here. */
    @Test
    void shouldNotReadTwentyPercentErrorsAsWell() {
        Health health = health(around(operation("shop", 800, 1000, 0)), ALL_HEARD);
        assertThat(health.score().getAsDouble()).isBetween(40.0, 50.0);
        assertThat(health.components()).containsEntry("success", 30.0).containsEntry("errors", 50.0);
    }

    /** Defect 13: it read exactly 70 here. */
    @Test
    void shouldReadNothingButErrorsAsCritical() {
        assertThat(health(around(operation("shop", 0, 1000, 0)), ALL_HEARD).score())
                .hasValue(0);
        assertThat(health(around(operation("shop", 50, 1000, 0)), ALL_HEARD)
                        .score()
                        .getAsDouble())
                .isLessThan(20);
    }

    @Test
    void shouldBeUnknownWithoutData() {
        assertThat(health(List.of(), OptionalDouble.empty()))
                .isEqualTo(Health.of(HealthReadings.NONE, TenantPolicy.BUILT_IN.health()));
        Health idle = health(List.of(), OptionalDouble.of(0));
        assertThat(idle.score()).isEmpty();
        assertThat(idle.components()).isEmpty();
    }

    @Test
    void shouldLeaveOutWhatHasNoData() {
        Health health = health(List.of(check("frontend", 10, 10)), OptionalDouble.empty());
        assertThat(health.components()).containsOnlyKeys("availability");
        assertThat(health.score()).hasValue(100);
        assertThat(health(List.of(operation("shop", 0, 19, 0)), OptionalDouble.empty())
                        .components())
                .as("fewer attempts than the minimum")
                .containsOnlyKeys("latency");
    }

    @Test
    void shouldShowOneSourceThatFailsAmongMany() {
        List<Trend> trends = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            trends.add(operation("pod-" + i, 1000, 1000, 0));
        }
        trends.add(operation("pod-50", 0, 100, 0));
        Health health = health(trends, ALL_HEARD);
        assertThat(health.components().get("success")).isGreaterThan(95);
        assertThat(health.components()).containsEntry("errors", 10.0);
        assertThat(health.score().getAsDouble()).isLessThan(30);
    }

    @Test
    void shouldTakeLatencyByTheSlowestTenth() {
        List<Trend> trends = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            trends.add(operation("pod-" + i, 100, 100, i < 2 ? 40 : -50));
        }
        assertThat(health(trends, ALL_HEARD).components()).containsEntry("latency", 100.0);
        trends.set(2, operation("pod-2", 100, 100, 40));
        assertThat(health(trends, ALL_HEARD).components()).containsEntry("latency", 20.0);
        assertThat(health(List.of(operation("a", 50, 50, 12)), ALL_HEARD).components())
                .containsEntry("latency", 50.0);
    }

    @Test
    void shouldReadRatesFromMetricsWhereThereAreNoOperations() {
        Health health = health(
                List.of(
                        metric("a", "success_rate", "percent", 80, 0),
                        metric("b", "error_rate", null, 0.2, 0),
                        metric("c", "availability", null, 99, 0)),
                ALL_HEARD);
        assertThat(health.components())
                .containsEntry("success", 30.0)
                .containsEntry("errors", 50.0)
                .hasEntrySatisfying("availability", score -> assertThat(score).isCloseTo(90, within(1e-9)));
    }

    @Test
    void shouldNotJudgeDeviationsFromTooShortAHistory() {
        Trend young = operation("a", 50, 50, 40);
        young.setHistory(2);
        assertThat(health(List.of(young), ALL_HEARD).components()).doesNotContainKey("latency");
    }
}
