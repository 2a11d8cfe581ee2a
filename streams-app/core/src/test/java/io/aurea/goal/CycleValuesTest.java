package io.aurea.goal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CycleValuesTest {

    private static CycleValues values(Trend... trends) {
        return CycleValues.of(7, 60_000, List.of(trends), 3, 4, 1.5, OptionalDouble.of(80));
    }

    private static Trend operation(String source, long successes, long attempts) {
        return Trend.newBuilder()
                .setSource(source)
                .setName("serve")
                .setKind(ObservationKind.OPERATION)
                .setRole("latency")
                .setCount(attempts)
                .setAttempts(attempts)
                .setSuccesses(successes)
                .setValues(attempts)
                .setSum(10.0 * attempts)
                .setMean(10.0)
                .setP95(25.0)
                .setLevel(25.0)
                .build();
    }

    private static Trend rate(String source, String role, double mean) {
        return Trend.newBuilder()
                .setSource(source)
                .setName(role)
                .setKind(ObservationKind.METRIC)
                .setRole(role)
                .setCount(1)
                .setMean(mean)
                .build();
    }

    @Test
    void shouldAddUpTheOperationsOfTheTenant() {
        CycleValues v = values(operation("a", 90, 100), operation("b", 0, 20), rate("c", "success_rate", 0.1));
        assertThat(v.of(GoalMetric.parse("success_rate"))).contains(CycleValue.rate(90, 120));
        assertThat(v.of(GoalMetric.parse("error_rate"))).contains(CycleValue.rate(30, 120));
        assertThat(v.of(GoalMetric.parse("action_success_rate"))).contains(CycleValue.rate(3, 4));
        assertThat(v.of(GoalMetric.parse("cycle_duration_seconds"))).contains(CycleValue.gauge(1.5));
        assertThat(v.of(GoalMetric.parse("health_score"))).contains(CycleValue.gauge(80));
    }

    @Test
    void shouldTakeMetricsWithTheRoleWhereThereAreNoOperations() {
        CycleValues v =
                values(rate("a", "success_rate", 0.5), rate("b", "success_rate", 90), rate("c", "error_rate", 0.2));
        assertThat(v.of(GoalMetric.parse("success_rate"))).contains(CycleValue.gauge(0.7));
        assertThat(v.of(GoalMetric.parse("error_rate"))).contains(CycleValue.gauge(0.2));
    }

    @Test
    void shouldSayNothingOfAnIdleCycle() {
        CycleValues v = CycleValues.of(7, 60_000, List.of(), 0, 0, null, OptionalDouble.empty());
        for (String metric : List.of(
                "success_rate", "error_rate", "action_success_rate", "cycle_duration_seconds", "health_score")) {
            assertThat(v.of(GoalMetric.parse(metric))).as(metric).isEmpty();
        }
        assertThat(v.of(GoalMetric.parse("a/serve:p95"))).isEmpty();
    }

    @Test
    void shouldGiveEveryNumberOfASeries() {
        CycleValues v = values(operation("a", 90, 100));
        assertThat(v.of(GoalMetric.parse("a/serve:p95"))).contains(CycleValue.gauge(25));
        assertThat(v.of(GoalMetric.parse("a/serve:level"))).contains(CycleValue.gauge(25));
        assertThat(v.of(GoalMetric.parse("a/serve:mean"))).contains(CycleValue.gauge(10));
        assertThat(v.of(GoalMetric.parse("a/serve:sum"))).contains(CycleValue.gauge(1000));
        assertThat(v.of(GoalMetric.parse("a/serve:count"))).contains(CycleValue.gauge(100));
        assertThat(v.of(GoalMetric.parse("a/serve:success_rate"))).contains(CycleValue.rate(90, 100));
        assertThat(v.of(GoalMetric.parse("a/serve:error_rate"))).contains(CycleValue.rate(10, 100));
        assertThat(v.of(GoalMetric.parse("a/serve:p50"))).isEmpty();
        assertThat(v.of(GoalMetric.parse("b/serve:p95"))).isEmpty();
    }

    @Test
    void shouldTakeColonsInTheNameOfASeries() {
        GoalMetric metric = GoalMetric.parse("jvm/gc:pause:p99");
        assertThat(metric.source()).isEqualTo("jvm");
        assertThat(metric.name()).isEqualTo("gc:pause");
        assertThat(metric.number()).isEqualTo(GoalMetric.Number.P99);
    }

    @Test
    void shouldRefuseWhatIsNoMetric() {
        for (String text :
                List.of("", "success", "SUCCESS_RATE", "a/b", "a/b:", "a/b:p96", "/b:p95", "a/:p95", "a/b/c:p95")) {
            assertThatIllegalArgumentException()
                    .as(text)
                    .isThrownBy(() -> GoalMetric.parse(text))
                    .withMessageStartingWith("metric is '" + text + "'; allowed: success_rate, ");
        }
    }
}
