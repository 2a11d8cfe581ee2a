package io.aurea.goal;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.OptionalDouble;

/** The values of a metric in the last cycles, including empty ones. At most {@link GoalSettings#MAX_CYCLES}. */
final class MetricHistory {
    private final CycleValue[] cycles = new CycleValue[GoalSettings.MAX_CYCLES];
    private int size;

    /** @param measure null in a cycle without data */
    void add(CycleValue measure, int keep) {
        if (measure != null && holdsOtherThan(measure.rate())) {
            // A rate and a gauge cannot be averaged; the metric's nature has changed.
            size = 0;
        }
        int room = Math.min(size, keep - 1);
        System.arraycopy(cycles, size - room, cycles, 0, room);
        cycles[room] = measure;
        size = room + 1;
    }

    private boolean holdsOtherThan(boolean rate) {
        for (int i = 0; i < size; i++) {
            if (cycles[i] != null && cycles[i].rate() != rate) {
                return true;
            }
        }
        return false;
    }

    boolean isEmpty() {
        for (int i = 0; i < size; i++) {
            if (cycles[i] != null) {
                return false;
            }
        }
        return true;
    }

    /**
     * The rate over all attempts of the cycles, or the mean of the gauges.
     *
     * @param attempts required for a rate
     * @param windows with data, required for a gauge
     * @return empty with less
     */
    OptionalDouble value(long attempts, int windows) {
        double sum = 0;
        long weight = 0;
        int withData = 0;
        boolean rate = false;
        for (int i = 0; i < size; i++) {
            CycleValue m = cycles[i];
            if (m != null) {
                sum += m.sum();
                weight += m.weight();
                withData++;
                rate = m.rate();
            }
        }
        boolean enough = withData > 0 && (rate ? weight >= attempts : withData >= windows);
        return enough ? OptionalDouble.of(sum / weight) : OptionalDouble.empty();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeByte(size);
        for (int i = 0; i < size; i++) {
            CycleValue m = cycles[i];
            out.writeLong(m == null ? 0 : m.weight());
            if (m != null) {
                out.writeBoolean(m.rate());
                out.writeDouble(m.sum());
            }
        }
    }

    static MetricHistory read(DataInputStream in) throws IOException {
        MetricHistory history = new MetricHistory();
        history.size = in.readByte();
        for (int i = 0; i < history.size; i++) {
            long weight = in.readLong();
            if (weight > 0) {
                boolean rate = in.readBoolean();
                history.cycles[i] = new CycleValue(in.readDouble(), weight, rate);
            }
        }
        return history;
    }
}
