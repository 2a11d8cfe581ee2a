package io.aurea.app;

import io.aurea.cycle.CycleSettings;
import io.aurea.settings.KafkaClients;
import io.aurea.trend.ModelSettings;
import io.aurea.window.SeriesLimits;
import io.aurea.window.WindowSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Settings of the streams app. Keys that are not listed here, and belong to no other part of the installation, are
 * passed unchanged to Kafka Streams, its clients and the registry client.
 */
public final class AppSettings extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
    private static final String BOOTSTRAP_SERVERS_DOC = "Kafka brokers, host:port, comma-separated.";

    public static final String SCHEMA_REGISTRY_URL_CONFIG = "schema.registry.url";
    private static final String SCHEMA_REGISTRY_URL_DOC =
            "URLs of the schema registry, comma-separated, http or https, with the path of Confluent's API if it"
                    + " has one. They are tried in turn, starting with the last one that answered.";

    public static final String APPLICATION_ID_CONFIG = "application.id";
    public static final String APPLICATION_ID_DEFAULT = "aurea";
    private static final String APPLICATION_ID_DOC =
            "Name of the application: its consumer group and the prefix of its internal topics.";

    public static final String GROUP_PROTOCOL_CONFIG = StreamsConfig.GROUP_PROTOCOL_CONFIG;
    public static final String GROUP_PROTOCOL_DEFAULT = "classic";
    private static final String GROUP_PROTOCOL_DOC =
            "How the instances share the work. classic: they agree among themselves. streams: the brokers assign"
                    + " (KIP-1071); standby replicas are then a setting of the group, which `aurea topics create` sets, and"
                    + " with brokers before 4.4 a takeover still reads the state from Kafka. The protocol of a group can be"
                    + " changed only while no instance runs.";

    public static final String GROUP_INSTANCE_ID_CONFIG = ConsumerConfig.GROUP_INSTANCE_ID_CONFIG;
    private static final String GROUP_INSTANCE_ID_DOC =
            "Unique name of this instance that stays the same across restarts: the instance resumes its work at"
                    + " once, and a short absence moves nothing. Unset: a new member at each start. Only with"
                    + " group.protocol=classic.";

    public static final String NUM_STANDBY_REPLICAS_CONFIG = StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG;
    public static final int NUM_STANDBY_REPLICAS_DEFAULT = 1;
    private static final String NUM_STANDBY_REPLICAS_DOC =
            "Copies of the state that other instances keep, so that they can take over without reading it again.";

    public static final String PROCESSING_GUARANTEE_CONFIG = StreamsConfig.PROCESSING_GUARANTEE_CONFIG;
    public static final String PROCESSING_GUARANTEE_DEFAULT = StreamsConfig.EXACTLY_ONCE_V2;
    private static final String PROCESSING_GUARANTEE_DOC =
            "Fixed: with any other, records would be counted twice after a crash.";

    public static final String CYCLE_SIZE_MS_CONFIG = "cycle.size.ms";
    public static final long CYCLE_SIZE_MS_DEFAULT = 10_000;
    private static final String CYCLE_SIZE_MS_DOC =
            "Length of a cycle and of its windows, milliseconds. Fixed for the life of the data.";

    public static final String CYCLE_GRACE_MS_CONFIG = "cycle.grace.ms";
    public static final long CYCLE_GRACE_MS_DEFAULT = 2_000;
    private static final String CYCLE_GRACE_MS_DOC =
            "How much longer a window stays open for stragglers, milliseconds of event time.";

    public static final String MAX_CLOCK_SKEW_MS_CONFIG = "max.clock.skew.ms";
    public static final long MAX_CLOCK_SKEW_MS_DEFAULT = 300_000;
    private static final String MAX_CLOCK_SKEW_MS_DOC =
            "How far observed_at may be ahead of the append time, milliseconds; a record further ahead is"
                    + " dead-lettered.";

    public static final String CLOCK_JUMP_MAX_MS_CONFIG = "clock.jump.max.ms";
    public static final long CLOCK_JUMP_MAX_MS_DEFAULT = 600_000;
    private static final String CLOCK_JUMP_MAX_MS_DOC =
            "On the data clock, how far one record may carry time, milliseconds; further only with a second one, whose time"
                    + " would close the window of the first. At least a cycle and its grace.";

    public static final String RECORD_MAX_BYTES_CONFIG = "record.max.bytes";
    public static final int RECORD_MAX_BYTES_DEFAULT = 65_536;
    private static final String RECORD_MAX_BYTES_DOC =
            "Largest value accepted from the topics that others write, bytes; a larger one is dead-lettered. A policy may"
                    + " have 256 KiB whatever this is.";

    public static final String LEVEL_ACCEPT_AFTER_MS_CONFIG = "level.accept.after.ms";
    public static final long LEVEL_ACCEPT_AFTER_MS_DEFAULT = ModelSettings.ACCEPT_AFTER_MS;
    private static final String LEVEL_ACCEPT_AFTER_MS_DOC =
            "How long a series must have held another level, milliseconds of event time, before it becomes the"
                    + " expected one.";

    public static final String ANOMALY_BUDGET_WINDOWS_CONFIG = "anomaly.budget.windows";
    public static final long ANOMALY_BUDGET_WINDOWS_DEFAULT = ModelSettings.BUDGET_WINDOWS;
    private static final String ANOMALY_BUDGET_WINDOWS_DOC =
            "In how many windows of one series chance may raise one alarm; more is quieter and slower.";

    public static final String CLOCK_CONFIG = "clock";
    public static final String CLOCK_DEFAULT = "wall";
    private static final String CLOCK_DOC =
            "wall: ticks carry the time of day into every partition. data: time comes from the records alone.";

    public static final String TICK_INTERVAL_MS_CONFIG = "tick.interval.ms";
    public static final long TICK_INTERVAL_MS_DEFAULT = 1_000;
    private static final String TICK_INTERVAL_MS_DOC =
            "How often a tick is written to every partition on the wall clock, milliseconds.";

    public static final String SELF_OBSERVATION_CONFIG = "self.observation";
    public static final boolean SELF_OBSERVATION_DEFAULT = true;
    private static final String SELF_OBSERVATION_DOC = "Whether the app observes itself as tenant aurea: host, JVM,"
            + " Kafka clients, and the servers that these settings name. Only on the wall clock.";

    public static final String SELF_OBSERVATION_INSTANCE_CONFIG = "self.observation.instance";
    private static final String SELF_OBSERVATION_INSTANCE_DOC =
            "Prefix of the sources of self-observation, so that each instance has its own. Unset:"
                    + " group.instance.id, or else the name of the host.";

    private static final Pattern INSTANCE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public static final ConfigDef DEFINITION = TenantLimits.define(new ConfigDef()
            .define(BOOTSTRAP_SERVERS_CONFIG, Type.LIST, Importance.HIGH, BOOTSTRAP_SERVERS_DOC)
            .define(SCHEMA_REGISTRY_URL_CONFIG, Type.LIST, Importance.HIGH, SCHEMA_REGISTRY_URL_DOC)
            .define(
                    APPLICATION_ID_CONFIG,
                    Type.STRING,
                    APPLICATION_ID_DEFAULT,
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    APPLICATION_ID_DOC)
            .define(
                    GROUP_PROTOCOL_CONFIG,
                    Type.STRING,
                    GROUP_PROTOCOL_DEFAULT,
                    ValidString.in("classic", "streams"),
                    Importance.MEDIUM,
                    GROUP_PROTOCOL_DOC)
            .define(
                    GROUP_INSTANCE_ID_CONFIG,
                    Type.STRING,
                    null,
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    GROUP_INSTANCE_ID_DOC)
            .define(
                    NUM_STANDBY_REPLICAS_CONFIG,
                    Type.INT,
                    NUM_STANDBY_REPLICAS_DEFAULT,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    NUM_STANDBY_REPLICAS_DOC)
            .define(
                    PROCESSING_GUARANTEE_CONFIG,
                    Type.STRING,
                    PROCESSING_GUARANTEE_DEFAULT,
                    ValidString.in(PROCESSING_GUARANTEE_DEFAULT),
                    Importance.LOW,
                    PROCESSING_GUARANTEE_DOC)
            .define(
                    CYCLE_SIZE_MS_CONFIG,
                    Type.LONG,
                    CYCLE_SIZE_MS_DEFAULT,
                    Range.atLeast(100),
                    Importance.HIGH,
                    CYCLE_SIZE_MS_DOC)
            .define(
                    CYCLE_GRACE_MS_CONFIG,
                    Type.LONG,
                    CYCLE_GRACE_MS_DEFAULT,
                    Range.atLeast(0),
                    Importance.HIGH,
                    CYCLE_GRACE_MS_DOC)
            .define(
                    MAX_CLOCK_SKEW_MS_CONFIG,
                    Type.LONG,
                    MAX_CLOCK_SKEW_MS_DEFAULT,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    MAX_CLOCK_SKEW_MS_DOC)
            .define(
                    CLOCK_JUMP_MAX_MS_CONFIG,
                    Type.LONG,
                    CLOCK_JUMP_MAX_MS_DEFAULT,
                    Range.atLeast(1),
                    Importance.LOW,
                    CLOCK_JUMP_MAX_MS_DOC)
            .define(
                    RECORD_MAX_BYTES_CONFIG,
                    Type.INT,
                    RECORD_MAX_BYTES_DEFAULT,
                    Range.between(1_024, 1_000_000),
                    Importance.LOW,
                    RECORD_MAX_BYTES_DOC)
            .define(
                    LEVEL_ACCEPT_AFTER_MS_CONFIG,
                    Type.LONG,
                    LEVEL_ACCEPT_AFTER_MS_DEFAULT,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    LEVEL_ACCEPT_AFTER_MS_DOC)
            .define(
                    ANOMALY_BUDGET_WINDOWS_CONFIG,
                    Type.LONG,
                    ANOMALY_BUDGET_WINDOWS_DEFAULT,
                    Range.between(ModelSettings.LEAST_BUDGET_WINDOWS, ModelSettings.MOST_BUDGET_WINDOWS),
                    Importance.MEDIUM,
                    ANOMALY_BUDGET_WINDOWS_DOC)
            .define(
                    CLOCK_CONFIG,
                    Type.STRING,
                    CLOCK_DEFAULT,
                    ValidString.in("wall", "data"),
                    Importance.MEDIUM,
                    CLOCK_DOC)
            .define(
                    TICK_INTERVAL_MS_CONFIG,
                    Type.LONG,
                    TICK_INTERVAL_MS_DEFAULT,
                    Range.atLeast(10),
                    Importance.LOW,
                    TICK_INTERVAL_MS_DOC)
            .define(
                    SELF_OBSERVATION_CONFIG,
                    Type.BOOLEAN,
                    SELF_OBSERVATION_DEFAULT,
                    Importance.MEDIUM,
                    SELF_OBSERVATION_DOC)
            .define(
                    SELF_OBSERVATION_INSTANCE_CONFIG,
                    Type.STRING,
                    null,
                    AppSettings::ensureInstance,
                    Importance.LOW,
                    SELF_OBSERVATION_INSTANCE_DOC));

    /** @throws ConfigException naming key, value and what is allowed */
    public AppSettings(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        if (groupProtocol().equals("streams") && getString(GROUP_INSTANCE_ID_CONFIG) != null) {
            throw new ConfigException(
                    GROUP_INSTANCE_ID_CONFIG,
                    getString(GROUP_INSTANCE_ID_CONFIG),
                    "must be unset with " + GROUP_PROTOCOL_CONFIG + "=streams");
        }
        times().requireThatTheyFit();
    }

    private static void ensureInstance(String key, Object value) {
        if (value != null && !INSTANCE.matcher((String) value).matches()) {
            throw new ConfigException(key, value, "must be 1 to 64 letters, digits and . _ -");
        }
    }

    public String applicationId() {
        return getString(APPLICATION_ID_CONFIG);
    }

    /** Whether ticks carry the time of day; otherwise time comes only from the records. */
    public boolean wallClock() {
        return getString(CLOCK_CONFIG).equals("wall");
    }

    public long tickIntervalMs() {
        return getLong(TICK_INTERVAL_MS_CONFIG);
    }

    public int recordMaxBytes() {
        return getInt(RECORD_MAX_BYTES_CONFIG);
    }

    public CycleSettings cycles() {
        WindowSettings window = new WindowSettings(
                getLong(CYCLE_SIZE_MS_CONFIG),
                getLong(CYCLE_GRACE_MS_CONFIG),
                getLong(MAX_CLOCK_SKEW_MS_CONFIG),
                new SeriesLimits(
                        getInt(TenantLimits.WINDOWS_OPEN_MAX_CONFIG),
                        getInt(TenantLimits.TENANT_WINDOWS_OPEN_MAX_CONFIG),
                        getLong(TenantLimits.WINDOWS_BYTES_MAX_CONFIG),
                        getLong(TenantLimits.TENANT_WINDOWS_BYTES_MAX_CONFIG),
                        getInt(TenantLimits.SERIES_MAX_CONFIG),
                        getInt(TenantLimits.TENANT_SERIES_MAX_CONFIG)),
                Math.max(getLong(TenantLimits.SERIES_RETENTION_MS_CONFIG), getLong(CYCLE_SIZE_MS_CONFIG)),
                wallClock() ? 2 * tickIntervalMs() : 0,
                wallClock()
                        ? WindowSettings.ANY_JUMP
                        : Math.max(
                                getLong(CLOCK_JUMP_MAX_MS_CONFIG),
                                getLong(CYCLE_SIZE_MS_CONFIG) + getLong(CYCLE_GRACE_MS_CONFIG)));
        ModelSettings model = ModelSettings.DEFAULT.with(
                getLong(LEVEL_ACCEPT_AFTER_MS_CONFIG), getLong(ANOMALY_BUDGET_WINDOWS_CONFIG));
        return new CycleSettings(
                window,
                getInt(TenantLimits.DORMANT_AFTER_CYCLES_CONFIG),
                getInt(TenantLimits.TENANTS_MAX_CONFIG),
                wallClock(),
                getLong(TenantLimits.PARTITION_WAIT_MAX_MS_CONFIG),
                getLong(TenantLimits.TENANT_IDLE_END_MS_CONFIG),
                model);
    }

    public String groupProtocol() {
        return getString(GROUP_PROTOCOL_CONFIG);
    }

    public int standbyReplicas() {
        return getInt(NUM_STANDBY_REPLICAS_CONFIG);
    }

    /** Whether the app observes itself. */
    public boolean observesItself() {
        return wallClock() && getBoolean(SELF_OBSERVATION_CONFIG);
    }

    /** Distinguishes this instance's self-observation from others'; empty for the host's name. */
    public Optional<String> instance() {
        return Optional.ofNullable(getString(SELF_OBSERVATION_INSTANCE_CONFIG))
                .or(() -> Optional.ofNullable(getString(GROUP_INSTANCE_ID_CONFIG)));
    }

    /** Settings of the serdes and the registry client, whose questions must not outlast a transaction. */
    public Map<String, Object> serdes() {
        return times().withDeadline(new PassedOn(this).toClients());
    }

    /** Settings of the Kafka clients that are not Kafka Streams' own. */
    public KafkaClients kafka() {
        return new KafkaClients(serdes());
    }

    /** How long a transaction may be open before the brokers abort it. */
    public Duration transactionTimeout() {
        return times().transaction();
    }

    private TransactionTimes times() {
        return new TransactionTimes(originals(), streams());
    }

    /** Settings of Kafka Streams: our defaults, overridden by the user's; always exactly-once. */
    public Map<String, Object> streams() {
        return new PassedOn(this).toStreams();
    }
}
