package io.aurea.window;

import io.aurea.failure.FailureClass;
import io.aurea.schema.Trend;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** The failed attempts of one series in one window, by class, with the text of the first and how long they took. */
final class Failures {
    private static final int MAX_EXAMPLE = 256;
    private static final FailureClass[] CLASSES = FailureClass.values();

    private final long[] counts = new long[CLASSES.length];
    private final String example;
    private long values;
    private double sum;
    private double max;

    /** @param error text of the first one, which this does not count */
    Failures(String error) {
        this.example = error.length() <= MAX_EXAMPLE ? error : error.substring(0, MAX_EXAMPLE);
    }

    /** @param durationMs [0, ..) */
    void add(FailureClass failureClass, double durationMs) {
        counts[failureClass.ordinal()]++;
        values++;
        sum += durationMs;
        max = Math.max(max, durationMs);
    }

    void describe(Trend trend) {
        trend.setFailures(byClass());
        trend.setFailureExample(example);
        trend.setFailedValues(values);
        trend.setFailedMean(sum / values);
        trend.setFailedMax(max);
    }

    /** Counts above 0 by the name of the class, ordered by name. */
    private SortedMap<String, Long> byClass() {
        TreeMap<String, Long> named = new TreeMap<>();
        for (FailureClass c : CLASSES) {
            if (counts[c.ordinal()] > 0) {
                named.put(c.text(), counts[c.ordinal()]);
            }
        }
        return named;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(example);
        SortedMap<String, Long> named = byClass();
        out.writeByte(named.size());
        for (var entry : named.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeLong(entry.getValue());
        }
        out.writeLong(values);
        out.writeDouble(sum);
        out.writeDouble(max);
    }

    static Failures read(DataInputStream in) throws IOException {
        Failures failures = new Failures(in.readUTF());
        for (int left = in.readByte(); left > 0; left--) {
            FailureClass c = FailureClass.of(in.readUTF());
            failures.counts[c.ordinal()] = in.readLong();
        }
        failures.values = in.readLong();
        failures.sum = in.readDouble();
        failures.max = in.readDouble();
        return failures;
    }
}
