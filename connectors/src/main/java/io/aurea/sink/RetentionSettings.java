package io.aurea.sink;

import io.aurea.retention.HistoryTable;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** How long the rows of each table stay, as the sink is configured. */
public final class RetentionSettings {

    private static final String RETENTION_MS_CONFIG = "retention.ms";
    private static final String RETENTION_MS_DOC =
            "How long rows stay, counted from the newest cycle, or from now if that is earlier, milliseconds; -1: for ever."
                    + " What is still open stays longer.";

    /** Less is a mistake in the unit. */
    private static final long SHORTEST_MS = 86_400_000;

    private static final long LONGEST_MS = 1000 * 365 * SHORTEST_MS;

    /** A year and its neighbours, of what grows with the clock. */
    private static final Map<HistoryTable, Long> DEFAULTS_MS = Map.of(
            HistoryTable.CYCLES, 400 * SHORTEST_MS,
            HistoryTable.PATTERNS, 400 * SHORTEST_MS,
            HistoryTable.ONSETS, 400 * SHORTEST_MS);

    private RetentionSettings() {}

    /**
     * The tables that lose old rows, and when, by a connector's configuration; it need not be valid otherwise, since its
     * references are resolved by the worker alone.
     *
     * @throws ConfigException naming the key, its value and what is allowed
     */
    public static Map<HistoryTable, Duration> read(Map<String, String> properties) {
        ConfigDef definition = new ConfigDef();
        PostgresSinkConfig.aliases(properties).forEach(alias -> define(definition, alias, properties));
        AbstractConfig config = new AbstractConfig(definition, properties, false);
        Map<HistoryTable, Duration> retention = new EnumMap<>(HistoryTable.class);
        for (String alias : PostgresSinkConfig.aliases(properties)) {
            String prefix = PostgresSinkConfig.prefix(alias);
            long ms = retentionMs(config, prefix);
            if (ms != TableConfig.FOR_EVER) {
                String name = name(properties, prefix);
                HistoryTable table = HistoryTable.of(name)
                        .orElseThrow(() -> new ConfigException(
                                prefix + RETENTION_MS_CONFIG,
                                ms,
                                "allowed is -1 for " + name + "; only these lose old rows: " + HistoryTable.names()));
                retention.put(table, Duration.ofMillis(ms));
            }
        }
        return retention;
    }

    /** A table of another name, which somebody has made, keeps its rows by default. */
    static void define(ConfigDef definition, String alias, Map<String, String> properties) {
        String prefix = PostgresSinkConfig.prefix(alias);
        definition.define(
                prefix + RETENTION_MS_CONFIG,
                Type.LONG,
                HistoryTable.of(name(properties, prefix)).map(DEFAULTS_MS::get).orElse(TableConfig.FOR_EVER),
                ConfigDef.LambdaValidator.with(
                        (key, value) -> check(key, (Long) value),
                        () -> "-1 or [" + SHORTEST_MS + ",...," + LONGEST_MS + "]"),
                Importance.MEDIUM,
                RETENTION_MS_DOC);
    }

    private static String name(Map<String, String> properties, String prefix) {
        return properties.getOrDefault(prefix + PostgresSinkConfig.NAME, "");
    }

    static long retentionMs(AbstractConfig config, String prefix) {
        return config.getLong(prefix + RETENTION_MS_CONFIG);
    }

    /** @param ms null where it is no number, which is told already */
    private static void check(String key, Long ms) {
        if (ms != null && ms != TableConfig.FOR_EVER && (ms < SHORTEST_MS || ms > LONGEST_MS)) {
            throw new ConfigException(
                    key, ms, "allowed is -1, or a day to a thousand years: " + SHORTEST_MS + " to " + LONGEST_MS);
        }
    }
}
