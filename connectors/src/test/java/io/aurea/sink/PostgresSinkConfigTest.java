package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.connector.ShippedConnector;
import io.aurea.retention.HistoryTable;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSinkConfigTest {

    @Test
    void shouldReadTheShippedConfiguration() {
        PostgresSinkConfig config = new PostgresSinkConfig(config(Map.of()));

        assertThat(config.tables()).hasSize(11);
        assertThat(config.tables())
                .contains(new TableConfig(
                        "onsets",
                        "aurea.patterns",
                        "aurea_pattern_onsets",
                        List.of("tenant_id", "pattern_id", "onset_number"),
                        Map.of("onset_at", "detected_at"),
                        List.of(),
                        400 * 86_400_000L));
        assertThat(config.retention())
                .isEqualTo(Map.of(
                        HistoryTable.CYCLES, Duration.ofDays(400),
                        HistoryTable.PATTERNS, Duration.ofDays(400),
                        HistoryTable.ONSETS, Duration.ofDays(400)));
        assertThat(new PostgresSinkConnector().validate(config(Map.of())).configValues())
                .allSatisfy(value -> assertThat(value.errorMessages()).isEmpty());
    }

    @Test
    void shouldPassDriverPropertiesThroughAndKeepItsOwn() {
        assertThat(new PostgresSinkConfig(config(Map.of(
                                "connection.properties.sslmode", "verify-full",
                                "connection.properties.socketTimeout", "5")))
                        .driverProperties("me"))
                .containsEntry("sslmode", "verify-full")
                .containsEntry("socketTimeout", "5")
                .containsEntry("tcpKeepAlive", "true")
                .containsEntry("user", "writer")
                .containsEntry("ApplicationName", "me");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connection.url | jdbc:mysql://h/d | connection.url has to be jdbc:postgresql:",
                "connection.user | '' | connection.user",
                "tables | a,a | one or more different aliases",
                "tables | '' | tables",
                "tables.cycles.topic | '' | tables.cycles.topic",
                "tables.cycles.name | a b | tables.cycles.name",
                "tables.cycles.key | '' | tables.cycles.key",
                "tables.onsets.rename | onset_at | field:column",
                "tables.brain.delete.key | a-b | tables.brain.delete.key",
                "tables.cycles.retention.ms | 30 | allowed is -1, or a day to a thousand years",
                "tables.decisions.retention.ms | x | tables.decisions.retention.ms",
                "tables.brain.retention.ms | 86400000 | only these lose old rows",
                "prune.interval.ms | -1 | prune.interval.ms",
                "batch.size | 0 | batch.size",
                "retry.backoff.ms | x | retry.backoff.ms",
                "connection.properties.reWriteBatchedInserts | true | only false is allowed",
                "connection.properties.password | x | use connection.password",
                "tables.cycles.topic | other | allowed are the topics of this connector",
                "topics | aurea.cycles,more | allowed are the topics",
                "consumer.override.isolation.level | read_uncommitted | allowed is only read_committed",
            })
    void shouldNameTheSettingThatIsWrong(String key, String value, String message) {
        Map<String, String> config = config(Map.of(key, value));

        assertThatThrownBy(() -> new PostgresSinkConnector().start(config))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
        assertThat(new PostgresSinkConnector().validate(config).configValues())
                .flatExtracting(ConfigValue::errorMessages)
                .anySatisfy(error -> assertThat(error).contains(message));
    }

    @ParameterizedTest
    @ValueSource(strings = {"password=secret", "sslmode=require&sslpassword=secret"})
    void shouldNotShowAPasswordThatStandsInTheUrl(String parameters) {
        assertThatThrownBy(() ->
                        new PostgresSinkConfig(config(Map.of("connection.url", "jdbc:postgresql://h/d?" + parameters))))
                .hasMessageContaining("connection.password and connection.properties.sslpassword")
                .hasMessageNotContaining("secret");
        assertThat(new PostgresSinkConfig(config(Map.of("connection.password", "secret"))).toString())
                .doesNotContain("secret");
    }

    private static Map<String, String> config(Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        config.put("name", "sink");
        config.put("connection.url", "jdbc:postgresql://localhost/aurea");
        config.put("connection.user", "writer");
        config.putAll(changes);
        return config;
    }
}
