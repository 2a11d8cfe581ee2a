package io.aurea.topic;

import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** What the catalogue leaves to the installation. */
public final class TopicSettings extends AbstractConfig {

    public static final String PARTITIONS_CONFIG = "topics.partitions";
    public static final int PARTITIONS_DEFAULT = 4;
    private static final String PARTITIONS_DOC = "Partitions of each topic, and so the most instances that have work"
            + " in each stage. Kafka cannot move keys, so it changes by a backup and a restore: docs/UPGRADING.md";

    public static final String REPLICATION_FACTOR_CONFIG = "topics.replication.factor";
    public static final short REPLICATION_FACTOR_DEFAULT = -1;
    private static final String REPLICATION_FACTOR_DOC =
            "Copies of each partition of the topics that are created; -1 leaves it to the brokers.";

    public static final String LOOP_RETENTION_MS_CONFIG = "loop.retention.ms";
    public static final long LOOP_RETENTION_MS_DEFAULT = Duration.ofDays(3).toMillis();
    private static final String LOOP_RETENTION_MS_DOC =
            "How long aurea.loop keeps what the stages of the app tell each other, milliseconds: the longest that the app"
                    + " may be down in the middle of its work. Its size grows with the series, a record for each and window.";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    PARTITIONS_CONFIG,
                    Type.INT,
                    PARTITIONS_DEFAULT,
                    ConfigDef.Range.between(1, 1_000),
                    Importance.MEDIUM,
                    PARTITIONS_DOC)
            .define(
                    REPLICATION_FACTOR_CONFIG,
                    Type.SHORT,
                    REPLICATION_FACTOR_DEFAULT,
                    ConfigDef.LambdaValidator.with(TopicSettings::ensureReplicationFactor, () -> "-1 or [1,...]"),
                    Importance.MEDIUM,
                    REPLICATION_FACTOR_DOC)
            .define(
                    LOOP_RETENTION_MS_CONFIG,
                    Type.LONG,
                    LOOP_RETENTION_MS_DEFAULT,
                    ConfigDef.Range.atLeast(Duration.ofHours(1).toMillis()),
                    Importance.MEDIUM,
                    LOOP_RETENTION_MS_DOC);

    /**
     * @param originals may contain other keys
     * @throws ConfigException naming key, value and what is allowed
     */
    public TopicSettings(Map<String, ?> originals) {
        super(CONFIG, originals, false);
    }

    /** The definition, for documentation. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    public int partitions() {
        return getInt(PARTITIONS_CONFIG);
    }

    /** Copies of each partition; -1 leaves it to the brokers. */
    public short replicationFactor() {
        return getShort(REPLICATION_FACTOR_CONFIG);
    }

    /** Settings of a topic in this installation. */
    public Map<String, String> configs(Topic<?> topic) {
        Map<String, String> configs = new HashMap<>(topic.configs());
        if (topic.equals(Topics.LOOP)) {
            configs.put(RETENTION_MS_CONFIG, Long.toString(getLong(LOOP_RETENTION_MS_CONFIG)));
        }
        return configs;
    }

    private static void ensureReplicationFactor(String key, Object value) {
        short copies = (short) value;
        if (copies != REPLICATION_FACTOR_DEFAULT && copies < 1) {
            throw new ConfigException(key, value, "must be -1, or 1 or more");
        }
    }
}
