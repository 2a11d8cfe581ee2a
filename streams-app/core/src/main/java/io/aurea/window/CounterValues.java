package io.aurea.window;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The values of one counter in one window, ordered by time, whatever their arrival order.
 *
 * <p>A value below the previous one means that the counter restarted at 0, so the increase is the value itself (as in
 * Prometheus' {@code rate}). Of several values at one time the greatest counts. Bounded: beyond {@value #MOST} values
 * the older half is summed, and a late value in that half adds nothing, which is correct while the counter rises. Not
 * thread-safe.
 */
final class CounterValues {
    private static final int MOST = 64;
    private static final int FEWEST_SLOTS = 4;
    private static final double MS_PER_SECOND = 1_000;

    private long[] times = new long[FEWEST_SLOTS];
    private double[] values = new double[FEWEST_SLOTS];
    private int size;
    /** The first of all, once the older half is summed; the first in the arrays ends that part. */
    private CounterValue first;

    private double addedUp;

    void add(long atMs, double value) {
        int place = size;
        while (place > 0 && times[place - 1] >= atMs) {
            place--;
        }
        if (place == 0 && first != null) {
            return;
        }
        if (place < size && times[place] == atMs) {
            values[place] = Math.max(values[place], value);
            return;
        }
        if (size == MOST) {
            addUpOlderHalf();
            place -= MOST / 2;
            if (place <= 0) {
                return;
            }
        }
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        System.arraycopy(times, place, times, place + 1, size - place);
        System.arraycopy(values, place, values, place + 1, size - place);
        times[place] = atMs;
        values[place] = value;
        size++;
    }

    private void addUpOlderHalf() {
        int half = MOST / 2;
        if (first == null) {
            first = new CounterValue(times[0], values[0]);
        }
        addedUp += increase(0, half);
        size -= half;
        System.arraycopy(times, half, times, 0, size);
        System.arraycopy(values, half, values, 0, size);
    }

    private double increase(int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += step(values[i], values[i + 1]);
        }
        return sum;
    }

    private static double step(double before, double after) {
        return after >= before ? after - before : after;
    }

    /** The last value; there must be one. */
    CounterValue last() {
        return new CounterValue(times[size - 1], values[size - 1]);
    }

    /**
     * The increase per second from the last value before the window to the last one in it.
     *
     * @param before null for a new counter: then from the first value in the window on
     * @return [0, ..); empty without two values at different times
     */
    OptionalDouble rateSince(CounterValue before) {
        CounterValue begin = first == null ? new CounterValue(times[0], values[0]) : first;
        double increase = addedUp + increase(0, size - 1);
        long since = begin.atMs();
        if (before != null && before.atMs() < begin.atMs()) {
            increase += step(before.value(), begin.value());
            since = before.atMs();
        }
        long tookMs = times[size - 1] - since;
        return tookMs > 0 ? OptionalDouble.of(increase * MS_PER_SECOND / tookMs) : OptionalDouble.empty();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeBoolean(first != null);
        if (first != null) {
            out.writeLong(first.atMs());
            out.writeDouble(first.value());
            out.writeDouble(addedUp);
        }
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            out.writeLong(times[i]);
            out.writeDouble(values[i]);
        }
    }

    static CounterValues read(DataInputStream in) throws IOException {
        CounterValues counter = new CounterValues();
        if (in.readBoolean()) {
            counter.first = new CounterValue(in.readLong(), in.readDouble());
            counter.addedUp = in.readDouble();
        }
        counter.size = in.readByte();
        int slots = Math.max(FEWEST_SLOTS, Integer.highestOneBit(Math.max(1, counter.size - 1)) * 2);
        counter.times = new long[slots];
        counter.values = new double[slots];
        for (int i = 0; i < counter.size; i++) {
            counter.times[i] = in.readLong();
            counter.values[i] = in.readDouble();
        }
        return counter;
    }
}
