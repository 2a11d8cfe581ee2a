package io.aurea.window;

/**
 * How much one partition of observations keeps, for each tenant and for all of them: who invents names costs themselves first.
 *
 * @param open most series windows open at once, [1, ..); a record that would open another is rejected, {@link #OPEN}
 * @param openOfTenant the same for each tenant, [1, ..), {@link #OPEN_OF_TENANT}
 * @param bytes most bytes of series windows open at once, about, [1, ..): a record for which one would open or grow is rejected,
 *     {@link #BYTES}
 * @param bytesOfTenant the same for each tenant, [1, ..), {@link #BYTES_OF_TENANT}
 * @param series most series remembered, [1, ..); beyond that, the tenant with the most loses the one heard longest ago, {@link
 *     #SERIES}
 * @param seriesOfTenant the same for each tenant, [1, ..), {@link #SERIES_OF_TENANT}; also the most series that one cycle of a
 *     tenant judges, see {@code WaitingTrends}
 */
public record SeriesLimits(int open, int openOfTenant, long bytes, long bytesOfTenant, int series, int seriesOfTenant) {
    /** For a number of bytes: as many as the windows take. */
    public static final long ANY = Long.MAX_VALUE;

    /** The names of the settings, by which a limit that is reached is reported. */
    public static final String OPEN = "windows.open.max";

    public static final String OPEN_OF_TENANT = "tenant.windows.open.max";
    public static final String BYTES = "windows.bytes.max";
    public static final String BYTES_OF_TENANT = "tenant.windows.bytes.max";
    public static final String SERIES = "series.max";
    public static final String SERIES_OF_TENANT = "tenant.series.max";

    public SeriesLimits {
        if (open < 1 || openOfTenant < 1 || bytes < 1 || bytesOfTenant < 1 || series < 1 || seriesOfTenant < 1) {
            throw new IllegalArgumentException("at least 1 series is open, with 1 byte, and remembered: open " + open
                    + " and " + openOfTenant + ", bytes " + bytes + " and " + bytesOfTenant + ", remembered " + series
                    + " and " + seriesOfTenant);
        }
    }
}
