package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.policy.TenantPolicy;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    private static HealthStory around(HealthStory story) {
        return story.check("frontend", 0, 10).metric("queue", "backlog", null, 4, 4);
    }

    @Test
    void shouldBeFullWhenEverythingIsWell() {
        Health health =
                around(new HealthStory()).operation("shop", "serve", 0, 1000).close();
        assertThat(health.score()).hasValue(100);
        assertThat(health.components())
                .containsOnlyKeys("success", "errors", "latency", "availability", "backlog", "freshness")
                .allSatisfy((name, score) -> assertThat(score).isEqualTo(100));
    }

    /** Defect 13: a plain mean of agents, memory, errors, backlog and performance gave 94 here. */
    @Test
    void shouldNotReadTwentyPercentErrorsAsWell() {
        Health health =
                around(new HealthStory()).operation("shop", "serve", 200, 1000).close();
        assertThat(health.score().getAsDouble()).isBetween(40.0, 50.0);
        assertThat(health.components())
                .hasEntrySatisfying("success", score -> assertThat(score).isCloseTo(30, within(1e-9)))
                .hasEntrySatisfying("errors", score -> assertThat(score).isCloseTo(50, within(1e-9)));
    }

    /** Defect 13: it gave exactly 70 here. */
    @Test
    void shouldReadNothingButErrorsAsCritical() {
        assertThat(around(new HealthStory())
                        .operation("shop", "serve", 1000, 1000)
                        .score())
                .isZero();
        assertThat(around(new HealthStory())
                        .operation("shop", "serve", 950, 1000)
                        .score())
                .isLessThan(20);
    }

    /** Below 30 a person is called. */
    @ParameterizedTest
    @CsvSource({"success, 0.5", "errors, 1", "latency, 30", "availability, 0.3333", "freshness, 0.1"})
    void shouldBeCriticalWhenOneComponentIsAtTenHoweverWellTheOthersAre(String component, double reading) {
        Map<String, Double> readings = new HashMap<>(Map.of(
                "success", 1.0, "errors", 0.0, "latency", 1.0, "availability", 1.0, "backlog", 1.0, "freshness", 1.0));
        readings.put(component, reading);
        Health health = Health.of(readings(readings), TenantPolicy.BUILT_IN.health());
        assertThat(health.components().get(component)).isCloseTo(10, within(0.01));
        assertThat(health.score().getAsDouble()).isLessThan(30);
    }

    private static HealthReadings readings(Map<String, Double> byName) {
        OptionalDouble[] r = Stream.of("success", "errors", "latency", "availability", "backlog", "freshness")
                .map(name -> OptionalDouble.of(byName.get(name)))
                .toArray(OptionalDouble[]::new);
        return new HealthReadings(r[0], r[1], r[2], r[3], r[4], r[5]);
    }

    @Test
    void shouldBeUnknownWithoutData() {
        assertThat(new HealthStory().close()).isEqualTo(Health.UNKNOWN);
        assertThat(new HealthStory().freshness(0).close())
                .as("freshness alone is no data")
                .isEqualTo(Health.UNKNOWN);
        assertThat(new HealthStory().cpu("db").close())
                .as("nothing that health is judged by")
                .isEqualTo(Health.UNKNOWN);
    }

    @Test
    void shouldLeaveOutWhatNothingIsKnownOf() {
        Health health = new HealthStory().check("frontend", 0, 10).close();
        assertThat(health.components()).containsOnlyKeys("availability", "freshness");
        assertThat(health.score()).hasValue(100);
    }

    @Test
    void shouldReadRatesFromMetricsWhereThereAreNoOperations() {
        Health health = new HealthStory()
                .metric("a", "success_rate", "percent", 80, 80)
                .metric("b", "error_rate", null, 0.2, 0.2)
                .metric("c", "availability", null, 99, 99)
                .close();
        assertThat(health.components())
                .containsEntry("success", 30.0)
                .containsEntry("errors", 50.0)
                .hasEntrySatisfying("availability", score -> assertThat(score).isCloseTo(90, within(1e-9)));
    }

    @Test
    void shouldJudgeNoLevelWithTooShortAHistory() {
        assertThat(new HealthStory()
                        .young("a", "latency")
                        .young("a", "backlog")
                        .check("a", 0, 1)
                        .close()
                        .components())
                .containsOnlyKeys("availability", "freshness");
    }
}
