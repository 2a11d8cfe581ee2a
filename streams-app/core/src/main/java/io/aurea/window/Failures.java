package io.aurea.window;

import io.aurea.failure.FailureClass;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;

/** The failed attempts of one series in one window, by class, with the text of the first. */
final class Failures {
    private static final int MAX_EXAMPLE = 256;
    private static final FailureClass[] CLASSES = FailureClass.values();

    private final long[] counts = new long[CLASSES.length];
    private final String example;

    /** @param error text of the first one, which this does not count */
    Failures(String error) {
        this.example = error.length() <= MAX_EXAMPLE ? error : error.substring(0, MAX_EXAMPLE);
    }

    void add(FailureClass failureClass) {
        counts[failureClass.ordinal()]++;
    }

    String example() {
        return example;
    }

    /** Counts above 0 by the name of the class, ordered by name. */
    SortedMap<String, Long> byClass() {
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
    }

    static Failures read(DataInputStream in) throws IOException {
        Failures failures = new Failures(in.readUTF());
        for (int left = in.readByte(); left > 0; left--) {
            FailureClass c = FailureClass.of(in.readUTF());
            failures.counts[c.ordinal()] = in.readLong();
        }
        return failures;
    }
}
