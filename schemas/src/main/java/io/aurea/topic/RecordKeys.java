package io.aurea.topic;

/** The form of record keys: {@code tenant} or {@code tenant/rest}. A tenant never holds a slash, the rest may. */
public final class RecordKeys {

    /** Stands in for the tenant in records that belong to nobody: ticks and watermarks. */
    public static final String NOBODY = "_";

    private static final char SEPARATOR = '/';

    private RecordKeys() {}

    public static String of(String tenant, String rest) {
        return tenant + SEPARATOR + rest;
    }

    public static String of(String tenant, long number) {
        return tenant + SEPARATOR + number;
    }

    /** Key in {@code aurea.loop} of the watermark of an observation partition. */
    public static String ofWatermark(int partition) {
        return of(NOBODY, partition);
    }

    /** Everything before the first slash; the whole key without one. */
    public static String tenantOf(String key) {
        int separator = key.indexOf(SEPARATOR);
        return separator < 0 ? key : key.substring(0, separator);
    }
}
