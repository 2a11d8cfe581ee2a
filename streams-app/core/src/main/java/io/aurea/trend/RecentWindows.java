package io.aurea.trend;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The last windows of a series, and their direction.
 *
 * <p>The slope is the median of the slopes between all pairs of windows (P. K. Sen, Estimates of the regression
 * coefficient based on Kendall's tau, JASA 63, 1968), in units per hour. Its significance is that of the Mann-Kendall
 * test (H. B. Mann, Nonparametric tests against trend, Econometrica 13, 1945), by the normal approximation with the
 * corrections for ties and continuity. Both are robust to outliers and to any distribution of the values. Times are
 * kept in tenths of a second and values in single precision.
 */
final class RecentWindows {
    private static final double MS_PER_HOUR = 3_600_000;
    private static final int TIME_UNIT_MS = 100;
    /** With fewer values the test cannot be significant at 5 %. */
    private static final int FEWEST = 5;
    /** Above it there is no direction and no slope: it would be noise, and is the most expensive part. */
    private static final double GREATEST_P_VALUE = 0.2;

    private final int[] times;
    private final float[] values;
    private long baseMs;
    private final double[] sorted;
    private int count;
    private int next;
    private double slope;
    private double pValue = 1;

    RecentWindows(int windows) {
        times = new int[windows];
        values = new float[windows];
        sorted = new double[windows];
    }

    /** Adds a window; drops the oldest if there are too many. */
    void add(long timeMs, double value) {
        if (count == 0) {
            baseMs = timeMs;
        }
        times[next] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, (timeMs - baseMs) / TIME_UNIT_MS));
        values[next] = (float) value;
        next = next + 1 == values.length ? 0 : next + 1;
        count = Math.min(count + 1, values.length);
        test();
    }

    private void test() {
        slope = 0;
        pValue = 1;
        if (count < FEWEST) {
            return;
        }
        long[] at = new long[count];
        double[] in = new double[count];
        for (int i = 0, from = count < values.length ? 0 : next; i < count; i++) {
            at[i] = (long) times[from] * TIME_UNIT_MS;
            in[i] = values[from];
            from = from + 1 == values.length ? 0 : from + 1;
        }
        int concordance = 0;
        boolean ties = false;
        for (int a = 0; a < count; a++) {
            for (int b = a + 1; b < count; b++) {
                double rise = in[b] - in[a];
                concordance += rise > 0 ? 1 : rise < 0 ? -1 : 0;
                ties |= rise == 0;
            }
        }
        double variance = count * (count - 1.0) * (2.0 * count + 5) - (ties ? ties() : 0);
        if (concordance != 0 && variance > 0) {
            double z = (Math.abs(concordance) - 1) / StrictMath.sqrt(variance / 18);
            pValue = Math.max(Double.MIN_NORMAL, Math.min(1, 2 * Normal.upperTail(z)));
        }
        if (directed()) {
            slope = slope(at, in);
        }
    }

    /**
     * Allocated each time: kept for each of thousands of series, the slopes would be out of the processor's cache when
     * needed.
     */
    private static double slope(long[] at, double[] in) {
        double[] slopes = new double[in.length * (in.length - 1) / 2];
        int pairs = 0;
        for (int a = 0; a < in.length; a++) {
            for (int b = a + 1; b < in.length; b++) {
                if (at[b] > at[a]) {
                    slopes[pairs++] = (in[b] - in[a]) / ((at[b] - at[a]) / MS_PER_HOUR);
                }
            }
        }
        if (pairs == 0) {
            return 0;
        }
        int middle = pairs / 2;
        double upper = Selection.smallest(slopes, pairs, middle);
        return pairs % 2 == 1 ? upper : (upper + Selection.greatest(slopes, middle)) / 2;
    }

    private void copy() {
        for (int i = 0; i < count; i++) {
            sorted[i] = values[i];
        }
    }

    /** The reduction of the variance by ties. */
    private double ties() {
        copy();
        Arrays.sort(sorted, 0, count);
        double sum = 0;
        int start = 0;
        for (int i = 1; i <= count; i++) {
            if (i == count || sorted[i] != sorted[start]) {
                double equal = i - start;
                sum += equal * (equal - 1) * (2 * equal + 5);
                start = i;
            }
        }
        return sum;
    }

    /** Median of the values. There must be one. */
    double median() {
        copy();
        return medianOfSorted();
    }

    /** Median distance of the values from this one. */
    double medianDistance(double from) {
        for (int i = 0; i < count; i++) {
            sorted[i] = Math.abs(values[i] - from);
        }
        return medianOfSorted();
    }

    private double medianOfSorted() {
        Arrays.sort(sorted, 0, count);
        return sorted[(count - 1) / 2] / 2 + sorted[count / 2] / 2;
    }

    /** Units per hour; 0 with too few windows, and without a direction. */
    double slope() {
        return slope;
    }

    /** Whether the windows have a direction. */
    boolean directed() {
        return pValue <= GREATEST_P_VALUE;
    }

    /** Two-sided, (0, 1]; 1 with too few windows. */
    double pValue() {
        return pValue;
    }

    void save(ByteBuffer out) {
        out.put((byte) count).put((byte) next).putLong(baseMs);
        for (int i = 0; i < values.length; i++) {
            out.putInt(times[i]).putFloat(values[i]);
        }
    }

    void restore(ByteBuffer in) {
        count = in.get();
        next = in.get();
        baseMs = in.getLong();
        for (int i = 0; i < values.length; i++) {
            times[i] = in.getInt();
            values[i] = in.getFloat();
        }
        test();
    }

    int size() {
        return 2 + Long.BYTES + values.length * (Integer.BYTES + Float.BYTES);
    }
}
