package io.aurea.metric;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.name.NameGlob;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricCatalogueTest {

    @ParameterizedTest
    @CsvSource({
        "success_rate, HIGHER_IS_BETTER, success_rate",
        "PodSuccessRate, HIGHER_IS_BETTER, success_rate",
        "error_rate, LOWER_IS_BETTER, error_rate",
        "http.error-ratio, LOWER_IS_BETTER, error_rate",
        "kafka.produce_errors_per_second, LOWER_IS_BETTER, ",
        "request_latency_p95, LOWER_IS_BETTER, latency",
        "http.status.response_ms, LOWER_IS_BETTER, latency",
        "kafka.fetch_latency_ms, LOWER_IS_BETTER, latency",
        "job_duration_seconds, LOWER_IS_BETTER, latency",
        "render_ms, LOWER_IS_BETTER, latency",
        "ResponseTime, LOWER_IS_BETTER, latency",
        "cpu_used_percent, LOWER_IS_BETTER, saturation",
        "CPUUtilization, LOWER_IS_BETTER, saturation",
        "memory_used_percent, LOWER_IS_BETTER, saturation",
        "mem, LOWER_IS_BETTER, saturation",
        "member_count, NEUTRAL, ",
        "disk_free_bytes, HIGHER_IS_BETTER, ",
        "queue_depth, LOWER_IS_BETTER, backlog",
        "kafka.consumer_lag.orders, LOWER_IS_BETTER, backlog",
        "flags_on, NEUTRAL, ",
        "requests_per_second, NEUTRAL, traffic",
        "network_receive_bytes_per_second, NEUTRAL, traffic",
        "downloads, NEUTRAL, ",
        "uptime_seconds, NEUTRAL, ",
        "cache_hit_rate, HIGHER_IS_BETTER, ",
        "tasks_not_running, LOWER_IS_BETTER, ",
        "temperature, NEUTRAL, "
    })
    void shouldKnowCommonNames(String name, Polarity polarity, String role) {
        MetricMeaning meaning = TenantPolicy.BUILT_IN.metrics().of(ObservationKind.METRIC, "any", name);
        assertThat(meaning.polarity()).isEqualTo(polarity);
        assertThat(meaning.role().map(MetricRole::text)).isEqualTo(Optional.ofNullable(role));
    }

    @Test
    void shouldGoByTheKindWhereThatSaysIt() {
        MetricCatalogue metrics = TenantPolicy.BUILT_IN.metrics();
        MetricMeaning operation = metrics.of(ObservationKind.OPERATION, "any", "read_queue");
        assertThat(operation.role()).contains(MetricRole.LATENCY);
        assertThat(operation.polarity()).isEqualTo(Polarity.LOWER_IS_BETTER);
        MetricMeaning health = metrics.of(ObservationKind.HEALTH, "any", "latency");
        assertThat(health.role()).contains(MetricRole.AVAILABILITY);
        assertThat(health.polarity()).isEqualTo(Polarity.HIGHER_IS_BETTER);
    }

    @ParameterizedTest
    @CsvSource({
        "http_errors_total, LOWER_IS_BETTER,",
        "http_requests_total, NEUTRAL, traffic",
        "gc_duration_seconds_sum, NEUTRAL,",
        "process_cpu_seconds_total, NEUTRAL,",
        "queue_messages_total, NEUTRAL,",
        "restarts_total, LOWER_IS_BETTER,"
    })
    void shouldTakeTheRateOfACounterForNoGauge(String name, Polarity polarity, String role) {
        MetricMeaning meaning = TenantPolicy.BUILT_IN.metrics().of(ObservationKind.COUNTER, "any", name);
        assertThat(meaning.polarity()).isEqualTo(polarity);
        assertThat(meaning.role().map(MetricRole::text)).isEqualTo(Optional.ofNullable(role));
    }

    @Test
    void shouldTakeTheFirstRuleThatMatchesNameAndSource() {
        MetricCatalogue metrics = new MetricCatalogue(List.of(
                rule("*latency*", Optional.of("batch-*"), Polarity.NEUTRAL),
                rule("*latency*", Optional.empty(), Polarity.LOWER_IS_BETTER),
                rule("*", Optional.empty(), Polarity.HIGHER_IS_BETTER)));
        assertThat(metrics.of(ObservationKind.METRIC, "batch-1", "latency").polarity())
                .isEqualTo(Polarity.NEUTRAL);
        assertThat(metrics.of(ObservationKind.EVENT, "web", "latency").polarity())
                .isEqualTo(Polarity.LOWER_IS_BETTER);
        assertThat(metrics.of(ObservationKind.METRIC, "web", "sales").polarity())
                .isEqualTo(Polarity.HIGHER_IS_BETTER);
    }

    private static MetricRule rule(String name, Optional<String> source, Polarity polarity) {
        return new MetricRule(
                new NameGlob(name), source.map(NameGlob::new), polarity, Optional.empty(), Optional.empty());
    }

    @Property
    void shouldMatchLikeTheRegularExpressionOfTheGlob(
            @ForAll @Chars({'a', 'b', 'B', '*'}) @StringLength(min = 1, max = 8) String glob,
            @ForAll @Chars({'a', 'b', 'A'}) @StringLength(max = 10) String name) {
        String expression = "(?i)" + glob.replace("*", ".*");
        assertThat(new NameGlob(glob).matches(name)).isEqualTo(name.matches(expression));
    }

    @ParameterizedTest
    @CsvSource({"97, percent, 0.97", "0.8, %, 0.008", "97, , 0.97", "0.97, , 0.97", "1, , 1", "-3, , 0", "250, , 1"})
    void shouldReadSharesInPercentAndAsFractions(double mean, String unit, double share) {
        assertThat(Share.of(Trend.newBuilder().setMean(mean).setUnit(unit).build()))
                .hasValue(share);
    }

    @Test
    void shouldReadNoShareFromAWindowWithoutValues() {
        assertThat(Share.of(new Trend())).isEmpty();
    }
}
