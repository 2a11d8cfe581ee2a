package io.aurea.app;

import io.aurea.cycle.CycleSettings;
import io.aurea.window.WindowSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.streams.StreamsConfig;

/** Settings of the streams app. What is not listed here goes unchanged to Kafka Streams, its clients and the registry client. */
public final class AppSettings extends AbstractConfig {

    public static final String BOOTSTRAP_SERVERS_CONFIG = "bootstrap.servers";
    private static final String BOOTSTRAP_SERVERS_DOC = "Kafka brokers, host:port, comma-separated.";

    public static final String SCHEMA_REGISTRY_URL_CONFIG = "schema.registry.url";
    private static final String SCHEMA_REGISTRY_URL_DOC = "URLs of the schema registry, comma-separated.";

    public static final String APPLICATION_ID_CONFIG = "application.id";
    public static final String APPLICATION_ID_DEFAULT = "aurea";
    private static final String APPLICATION_ID_DOC =
            "Name of the application: its consumer group and the prefix of its internal topics.";

    public static final String CYCLE_SIZE_MS_CONFIG = "cycle.size.ms";
    public static final long CYCLE_SIZE_MS_DEFAULT = 10_000;
    private static final String CYCLE_SIZE_MS_DOC =
            "Length of a cycle and of its windows, milliseconds. Fixed for the life of the data.";

    public static final String CYCLE_GRACE_MS_CONFIG = "cycle.grace.ms";
    public static final long CYCLE_GRACE_MS_DEFAULT = 2_000;
    private static final String CYCLE_GRACE_MS_DOC =
            "How much longer a window stays open for records that come late, milliseconds of event time.";

    public static final String MAX_CLOCK_SKEW_MS_CONFIG = "max.clock.skew.ms";
    public static final long MAX_CLOCK_SKEW_MS_DEFAULT = 300_000;
    private static final String MAX_CLOCK_SKEW_MS_DOC =
            "How far observed_at may lie ahead of the append time, milliseconds; a record further ahead is dead-lettered.";

    public static final String RECORD_MAX_BYTES_CONFIG = "record.max.bytes";
    public static final int RECORD_MAX_BYTES_DEFAULT = 65_536;
    private static final String RECORD_MAX_BYTES_DOC =
            "Largest value taken from the topics that others write, bytes; a larger one is dead-lettered.";

    public static final String WINDOWS_OPEN_MAX_CONFIG = "windows.open.max";
    public static final int WINDOWS_OPEN_MAX_DEFAULT = 25_000;
    private static final String WINDOWS_OPEN_MAX_DOC =
            "How many series windows one partition holds open; a record that would open one more is dead-lettered.";

    public static final String DORMANT_AFTER_CYCLES_CONFIG = "dormant.after.cycles";
    public static final int DORMANT_AFTER_CYCLES_DEFAULT = 30;
    private static final String DORMANT_AFTER_CYCLES_DOC =
            "Idle cycles in a row after which a tenant has no more cycles until data comes.";

    public static final String CLOCK_CONFIG = "clock";
    public static final String CLOCK_DEFAULT = "wall";
    private static final String CLOCK_DOC =
            "wall: ticks carry the time of day into every partition. data: time comes from the records alone.";

    public static final String TICK_INTERVAL_MS_CONFIG = "tick.interval.ms";
    public static final long TICK_INTERVAL_MS_DEFAULT = 1_000;
    private static final String TICK_INTERVAL_MS_DOC =
            "How often a tick is written to every partition on the wall clock, milliseconds.";

    public static final String HTTP_HOST_CONFIG = "http.host";
    public static final String HTTP_HOST_DEFAULT = "127.0.0.1";
    private static final String HTTP_HOST_DOC = "Address that the status endpoint listens on.";

    public static final String HTTP_PORT_CONFIG = "http.port";
    public static final int HTTP_PORT_DEFAULT = 8080;
    private static final String HTTP_PORT_DOC = "Port that the status endpoint listens on; 0 takes a free one.";

    public static final ConfigDef DEFINITION = new ConfigDef()
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
                    RECORD_MAX_BYTES_CONFIG,
                    Type.INT,
                    RECORD_MAX_BYTES_DEFAULT,
                    Range.between(1_024, 1_000_000),
                    Importance.LOW,
                    RECORD_MAX_BYTES_DOC)
            .define(
                    WINDOWS_OPEN_MAX_CONFIG,
                    Type.INT,
                    WINDOWS_OPEN_MAX_DEFAULT,
                    Range.atLeast(1),
                    Importance.LOW,
                    WINDOWS_OPEN_MAX_DOC)
            .define(
                    DORMANT_AFTER_CYCLES_CONFIG,
                    Type.INT,
                    DORMANT_AFTER_CYCLES_DEFAULT,
                    Range.atLeast(1),
                    Importance.LOW,
                    DORMANT_AFTER_CYCLES_DOC)
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
                    HTTP_HOST_CONFIG,
                    Type.STRING,
                    HTTP_HOST_DEFAULT,
                    ValidString.in("127.0.0.1", "::1", "localhost"),
                    Importance.MEDIUM,
                    HTTP_HOST_DOC)
            .define(
                    HTTP_PORT_CONFIG,
                    Type.INT,
                    HTTP_PORT_DEFAULT,
                    Range.between(0, 65_535),
                    Importance.MEDIUM,
                    HTTP_PORT_DOC);

    /** @throws org.apache.kafka.common.config.ConfigException naming key, value and what is allowed */
    public AppSettings(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
    }

    public String applicationId() {
        return getString(APPLICATION_ID_CONFIG);
    }

    /** Whether ticks carry the time of day; otherwise time comes from the records alone. */
    public boolean wallClock() {
        return getString(CLOCK_CONFIG).equals("wall");
    }

    public long tickIntervalMs() {
        return getLong(TICK_INTERVAL_MS_CONFIG);
    }

    public int recordMaxBytes() {
        return getInt(RECORD_MAX_BYTES_CONFIG);
    }

    public String httpHost() {
        return getString(HTTP_HOST_CONFIG);
    }

    public int httpPort() {
        return getInt(HTTP_PORT_CONFIG);
    }

    public CycleSettings cycles() {
        WindowSettings window = new WindowSettings(
                getLong(CYCLE_SIZE_MS_CONFIG),
                getLong(CYCLE_GRACE_MS_CONFIG),
                getLong(MAX_CLOCK_SKEW_MS_CONFIG),
                getInt(WINDOWS_OPEN_MAX_CONFIG));
        return new CycleSettings(window, getInt(DORMANT_AFTER_CYCLES_CONFIG), wallClock());
    }

    /** What the clients are given: all settings as they came. */
    public Map<String, Object> clients() {
        return new HashMap<>(originals());
    }

    /** Settings of Kafka Streams: ours where the user says nothing, exactly-once always. */
    public Map<String, Object> streams() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        // A dead letter is larger than its source by the headers that tell why.
        settings.put(StreamsConfig.producerPrefix("max.request.size"), 2_097_152);
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        settings.putAll(originals());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId());
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return settings;
    }
}
