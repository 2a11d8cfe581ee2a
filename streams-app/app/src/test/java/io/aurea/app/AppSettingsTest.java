package io.aurea.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.cycle.WholeLoop;
import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Observed;
import io.aurea.schema.Trend;
import io.aurea.trend.ModelSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings for judging series reach observe and the loop. */
class AppSettingsTest {
    private static final long CYCLE_MS = 10_000;
    private static final int BEFORE = 100;
    private static final int AFTER = 80;

    @Test
    void shouldJudgeAsDetectDoesWhereNothingIsSet() {
        assertThat(settings(Map.of()).cycles().model()).isEqualTo(ModelSettings.DEFAULT);
    }

    @Test
    void shouldTakeALevelForUsualOnceItHasBeenHeldForAsLongAsIsSet() {
        List<Trend> soon = trendsAfterAStep(Map.of("level.accept.after.ms", "300000"));
        List<Trend> late = trendsAfterAStep(Map.of());

        assertThat(ofSeries(soon, "load")).anyMatch(t -> t.getAcceptedAt() != null);
        assertThat(ofSeries(soon, "pay")).anyMatch(t -> t.getFailuresAcceptedAt() != null);
        assertThat(ofSeries(late, "load")).anyMatch(t -> t.getOutOfOrderSince() != null);
        assertThat(ofSeries(late, "pay")).anyMatch(t -> t.getFailuresOutOfOrderSince() != null);
        assertThat(late).allMatch(t -> t.getAcceptedAt() == null && t.getFailuresAcceptedAt() == null);
    }

    @Test
    void shouldAlarmTheLaterTheGreaterTheBudgetIs() {
        List<Trend> hasty = trendsAfterAStep(Map.of("anomaly.budget.windows", "100"));
        List<Trend> patient = trendsAfterAStep(Map.of("anomaly.budget.windows", "1000000000"));

        assertThat(firstAlarm(ofSeries(hasty, "load"))).isLessThan(firstAlarm(ofSeries(patient, "load")));
        assertThat(firstFailureAlarm(ofSeries(hasty, "pay"))).isLessThan(firstFailureAlarm(ofSeries(patient, "pay")));
    }

    @ParameterizedTest
    @CsvSource({"level.accept.after.ms,0", "anomaly.budget.windows,99", "anomaly.budget.windows,1000000001"})
    void shouldRefuseWhatAModelDoesNotAllow(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(value);
    }

    @Test
    void shouldGiveTheRegistryHalfOfATransaction() {
        assertThat(settings(Map.of()).transactionTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings(Map.of()).serdes()).containsEntry("registry.deadline.ms", 10_000L);
        assertThat(settings(Map.of("producer.transaction.timeout.ms", "30000")).serdes())
                .containsEntry("registry.deadline.ms", 15_000L);
        assertThat(settings(Map.of("registry.deadline.ms", "0")).serdes())
                .containsEntry("registry.deadline.ms", 10_000L);
        assertThat(settings(Map.of("registry.deadline.ms", "4000")).serdes())
                .containsEntry("registry.deadline.ms", "4000");
    }

    @ParameterizedTest
    @CsvSource({
        "registry.deadline.ms,10001",
        "registry.deadline.ms,-1",
        "max.poll.interval.ms,19999",
        "main.consumer.max.poll.interval.ms,5000"
    })
    void shouldRefuseTimesThatOutlastATransaction(String key, String value) {
        assertThatThrownBy(() -> settings(Map.of(key, value)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key.replace("main.consumer.", ""))
                .hasMessageContaining(value);
    }

    /** The load of a service rises from about 50 to about 70, and 3 of its 10 attempts in a cycle fail instead of none. */
    private static List<Trend> trendsAfterAStep(Map<String, String> set) {
        LoopLog out = new LoopLog();
        WholeLoop loop = new WholeLoop(settings(set).cycles(), out);
        for (int cycle = 0; cycle < BEFORE + AFTER; cycle++) {
            long at = cycle * CYCLE_MS;
            boolean changed = cycle >= BEFORE;
            loop.accept(Observed.metric("t", "shop", "load", at, (changed ? 70 : 50) + cycle * 7 % 11), at);
            for (int attempt = 0; attempt < 10; attempt++) {
                loop.accept(Observed.operation("t", "shop", "pay", at, !changed || attempt >= 3), at);
            }
        }
        loop.tick((BEFORE + AFTER) * CYCLE_MS + 2_000);
        return out.trends();
    }

    private static List<Trend> ofSeries(List<Trend> trends, String name) {
        return trends.stream().filter(t -> t.getName().equals(name)).toList();
    }

    private static int firstAlarm(List<Trend> trends) {
        return first(trends.stream().map(t -> Boolean.TRUE.equals(t.getAlarm())).toList());
    }

    private static int firstFailureAlarm(List<Trend> trends) {
        return first(
                trends.stream().map(t -> t.getFailuresOutOfOrderSince() != null).toList());
    }

    private static int first(List<Boolean> alarms) {
        assertThat(alarms).hasSize(BEFORE + AFTER).contains(true);
        return alarms.indexOf(true);
    }

    private static AppSettings settings(Map<String, String> set) {
        Map<String, String> all = new HashMap<>(set);
        all.put("bootstrap.servers", "localhost:9092");
        all.put("schema.registry.url", "http://localhost:8081");
        return new AppSettings(all);
    }
}
