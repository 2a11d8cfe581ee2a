package io.aurea.app;

import io.aurea.cycle.CycleSettings;
import io.aurea.window.SeriesLimits;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** Settings of {@link AppSettings} that bound what tenants, their series and their partitions may take, and for how long. */
final class TenantLimits {
    public static final String WINDOWS_OPEN_MAX_CONFIG = SeriesLimits.OPEN;
    public static final int WINDOWS_OPEN_MAX_DEFAULT = 200_000;
    private static final String WINDOWS_OPEN_MAX_DOC =
            "How many series windows one partition holds open; a record that would open one more is dead-lettered.";

    public static final String TENANT_WINDOWS_OPEN_MAX_CONFIG = SeriesLimits.OPEN_OF_TENANT;
    public static final int TENANT_WINDOWS_OPEN_MAX_DEFAULT = 80_000;
    private static final String TENANT_WINDOWS_OPEN_MAX_DOC = "The same for each tenant.";

    public static final String WINDOWS_BYTES_MAX_CONFIG = SeriesLimits.BYTES;
    public static final long WINDOWS_BYTES_MAX_DEFAULT = 160L << 20;
    private static final String WINDOWS_BYTES_MAX_DOC =
            "How much memory the open series windows of one partition take, in bytes, about; a record for which they would take"
                    + " more is dead-lettered.";

    public static final String TENANT_WINDOWS_BYTES_MAX_CONFIG = SeriesLimits.BYTES_OF_TENANT;
    public static final long TENANT_WINDOWS_BYTES_MAX_DEFAULT = 96L << 20;
    private static final String TENANT_WINDOWS_BYTES_MAX_DOC = "The same for each tenant.";

    public static final String SERIES_RETENTION_MS_CONFIG = "series.retention.ms";
    public static final long SERIES_RETENTION_MS_DEFAULT = 86_400_000;
    private static final String SERIES_RETENTION_MS_DOC =
            "A series without data for this long is forgotten, milliseconds; at least a cycle.";

    public static final String SERIES_MAX_CONFIG = SeriesLimits.SERIES;
    public static final int SERIES_MAX_DEFAULT = 200_000;
    private static final String SERIES_MAX_DOC = "How many series one partition remembers; beyond that, the tenant with"
            + " the most loses those of its own heard longest ago.";

    public static final String TENANT_SERIES_MAX_CONFIG = SeriesLimits.SERIES_OF_TENANT;
    public static final int TENANT_SERIES_MAX_DEFAULT = 40_000;
    private static final String TENANT_SERIES_MAX_DOC =
            "The same for each tenant, and how many series one of its cycles"
                    + " judges; what is beyond that is counted in the cycle, and no more.";

    public static final String TENANTS_MAX_CONFIG = "tenants.max";
    public static final int TENANTS_MAX_DEFAULT = 10_000;
    private static final String TENANTS_MAX_DOC =
            "How many tenants one partition of the loop has; one more takes the place of the one without data longest, if that"
                    + " has been so for a day and it could end, or else its trends are dead-lettered.";

    public static final String PARTITION_WAIT_MAX_MS_CONFIG = "partition.wait.max.ms";
    public static final long PARTITION_WAIT_MAX_MS_DEFAULT = 600_000;
    private static final String PARTITION_WAIT_MAX_MS_DOC =
            "How long time waits for a partition of aurea.observations that stands still while others go on, milliseconds."
                    + " Then the cycles close without it and say so; what it brings later for closed cycles is dead-lettered.";

    public static final String DORMANT_AFTER_CYCLES_CONFIG = "dormant.after.cycles";
    public static final int DORMANT_AFTER_CYCLES_DEFAULT = 30;
    private static final String DORMANT_AFTER_CYCLES_DOC =
            "Idle cycles in a row after which a tenant has no more cycles until data comes.";

    public static final String TENANT_IDLE_END_MS_CONFIG = "tenant.idle.end.ms";
    public static final long TENANT_IDLE_END_MS_DEFAULT = CycleSettings.IDLE_END_MS;
    private static final String TENANT_IDLE_END_MS_DOC =
            "A tenant without data for this long ends, milliseconds of event time, unless a decision is open or a person has set"
                    + " something: what the loop knows of it is gone, and data begins it anew. Its history stays.";

    private TenantLimits() {}

    static ConfigDef define(ConfigDef to) {
        return to.define(
                        WINDOWS_OPEN_MAX_CONFIG,
                        Type.INT,
                        WINDOWS_OPEN_MAX_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        WINDOWS_OPEN_MAX_DOC)
                .define(
                        TENANT_WINDOWS_OPEN_MAX_CONFIG,
                        Type.INT,
                        TENANT_WINDOWS_OPEN_MAX_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        TENANT_WINDOWS_OPEN_MAX_DOC)
                .define(
                        WINDOWS_BYTES_MAX_CONFIG,
                        Type.LONG,
                        WINDOWS_BYTES_MAX_DEFAULT,
                        Range.atLeast(1 << 20),
                        Importance.LOW,
                        WINDOWS_BYTES_MAX_DOC)
                .define(
                        TENANT_WINDOWS_BYTES_MAX_CONFIG,
                        Type.LONG,
                        TENANT_WINDOWS_BYTES_MAX_DEFAULT,
                        Range.atLeast(1 << 20),
                        Importance.LOW,
                        TENANT_WINDOWS_BYTES_MAX_DOC)
                .define(
                        SERIES_RETENTION_MS_CONFIG,
                        Type.LONG,
                        SERIES_RETENTION_MS_DEFAULT,
                        Range.atLeast(100),
                        Importance.MEDIUM,
                        SERIES_RETENTION_MS_DOC)
                .define(
                        SERIES_MAX_CONFIG,
                        Type.INT,
                        SERIES_MAX_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        SERIES_MAX_DOC)
                .define(
                        TENANT_SERIES_MAX_CONFIG,
                        Type.INT,
                        TENANT_SERIES_MAX_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        TENANT_SERIES_MAX_DOC)
                .define(
                        TENANTS_MAX_CONFIG,
                        Type.INT,
                        TENANTS_MAX_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        TENANTS_MAX_DOC)
                .define(
                        PARTITION_WAIT_MAX_MS_CONFIG,
                        Type.LONG,
                        PARTITION_WAIT_MAX_MS_DEFAULT,
                        Range.atLeast(1_000),
                        Importance.MEDIUM,
                        PARTITION_WAIT_MAX_MS_DOC)
                .define(
                        DORMANT_AFTER_CYCLES_CONFIG,
                        Type.INT,
                        DORMANT_AFTER_CYCLES_DEFAULT,
                        Range.atLeast(1),
                        Importance.LOW,
                        DORMANT_AFTER_CYCLES_DOC)
                .define(
                        TENANT_IDLE_END_MS_CONFIG,
                        Type.LONG,
                        TENANT_IDLE_END_MS_DEFAULT,
                        Range.atLeast(1_000),
                        Importance.MEDIUM,
                        TENANT_IDLE_END_MS_DOC);
    }
}
