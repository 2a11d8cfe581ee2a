package io.aurea.window;

import io.aurea.state.Format;
import java.nio.ByteBuffer;

/**
 * How much of the time up to any moment does not count, because nobody was there to listen: a total that grows at most
 * as fast as time. It is known at marks and interpolated linearly between them. Bounded: beyond {@value #MOST_MARKS}
 * marks the least important one is dropped. Marks on one straight line on which all time counts, or none, are merged;
 * in a rounded absence also those within {@value #ROUNDING_MS} ms of it. Not thread-safe.
 */
public final class Absence {
    private static final int MOST_MARKS = 64;
    private static final Format FORMAT = new Format("an absence", 1);
    static final int MAX_SIZE = 2 + MOST_MARKS * 2 * Long.BYTES;

    private static final int ROUNDING_MS = 2;

    private final long[] times = new long[MOST_MARKS + 1];
    private final long[] totals = new long[MOST_MARKS + 1];
    private final boolean rounded;
    private int size;

    private Absence(boolean rounded) {
        this.rounded = rounded;
    }

    /** Without rounding: values between marks do not depend on later marks. */
    public static Absence exact() {
        return new Absence(false);
    }

    public static Absence rounded() {
        return new Absence(true);
    }

    /**
     * Sets the next mark.
     *
     * @param timeMs after the last mark; ignored otherwise
     * @param totalMs not below that of the last mark
     */
    public void mark(long timeMs, long totalMs) {
        if (size > 0 && timeMs <= times[size - 1]) {
            return;
        }
        times[size] = timeMs;
        totals[size] = totalMs;
        size++;
        if (size > 2 && isStraight(size - 2)) {
            drop(size - 2);
        } else if (size > MOST_MARKS) {
            int least = 1;
            for (int i = 2; i < size - 1; i++) {
                least = bend(i) < bend(least) ? i : least;
            }
            drop(least);
        }
    }

    private boolean isStraight(int i) {
        long before = totals[i] - totals[i - 1];
        long after = totals[i + 1] - totals[i];
        return before == 0 && after == 0
                || before == times[i] - times[i - 1] && after == times[i + 1] - times[i]
                || rounded && bend(i) <= ROUNDING_MS;
    }

    /** Distance of a mark from the straight line between its neighbours, milliseconds. */
    private double bend(int i) {
        double share = (double) (times[i] - times[i - 1]) / (times[i + 1] - times[i - 1]);
        return Math.abs(totals[i] - totals[i - 1] - share * (totals[i + 1] - totals[i - 1]));
    }

    private void drop(int i) {
        System.arraycopy(times, i + 1, times, i, size - 1 - i);
        System.arraycopy(totals, i + 1, totals, i, size - 1 - i);
        size--;
    }

    /** Sets the next mark, with this much more than at the last one. */
    public void add(long timeMs, long moreMs) {
        mark(timeMs, total() + moreMs);
    }

    /** The total at the last mark, milliseconds. */
    public long total() {
        return size == 0 ? 0 : totals[size - 1];
    }

    /** The last mark, epoch milliseconds; {@link Long#MIN_VALUE} without any. */
    public long markedUntil() {
        return size == 0 ? Long.MIN_VALUE : times[size - 1];
    }

    /** How much of the time between the two does not count, milliseconds. Beyond the marks all time counts. */
    public long between(long fromMs, long toMs) {
        return at(toMs) - at(fromMs);
    }

    private long at(long timeMs) {
        if (size == 0 || timeMs <= times[0]) {
            return size == 0 ? 0 : totals[0];
        }
        if (timeMs >= times[size - 1]) {
            return totals[size - 1];
        }
        int i = 1;
        while (times[i] < timeMs) {
            i++;
        }
        double share = (double) (timeMs - times[i - 1]) / (times[i] - times[i - 1]);
        return totals[i - 1] + Math.round(share * (totals[i] - totals[i - 1]));
    }

    /** The latest moment from which at least this much time has counted until the end, epoch milliseconds. */
    public long before(long endMs, long countedMs) {
        long counted = endMs - at(endMs) - countedMs;
        int i = size;
        while (i > 0 && times[i - 1] - totals[i - 1] > counted) {
            i--;
        }
        if (i == 0 || i == size) {
            return counted + (i == 0 ? size == 0 ? 0 : totals[0] : totals[size - 1]);
        }
        long from = times[i - 1] - totals[i - 1];
        long to = times[i] - totals[i];
        double share = (double) (counted - from) / (to - from);
        return times[i - 1] + Math.round(share * (times[i] - times[i - 1]));
    }

    public byte[] encode() {
        ByteBuffer out = FORMAT.allocate(1 + size * 2 * Long.BYTES);
        out.put((byte) (rounded ? 1 : 0));
        for (int i = 0; i < size; i++) {
            out.putLong(times[i]).putLong(totals[i]);
        }
        return out.array();
    }

    public static Absence decode(byte[] bytes) {
        ByteBuffer in = FORMAT.read(bytes);
        Absence absence = new Absence(in.get() == 1);
        while (in.hasRemaining()) {
            absence.times[absence.size] = in.getLong();
            absence.totals[absence.size] = in.getLong();
            absence.size++;
        }
        return absence;
    }
}
