package io.aurea.pattern;

import java.nio.ByteBuffer;

/** How the attempts of one source began, all of them and by class of failure. A value: changes make a new one. */
final class SourceBeginning {
    static final SourceBeginning NONE = new SourceBeginning(Beginning.NONE, new long[Run.CLASSES.size()]);

    private final Beginning all;
    private final long[] byClass;

    private SourceBeginning(Beginning all, long[] byClass) {
        this.all = all;
        this.byClass = byClass;
    }

    /** By failures of any class. */
    Beginning all() {
        return all;
    }

    /** By failures of one class, see {@link Run#CLASSES}. */
    Beginning of(int failureClass) {
        return new Beginning(all.windows(), all.attempts(), Math.min(all.attempts(), byClass[failureClass]));
    }

    boolean isOver() {
        return all.windows() == Beginning.WINDOWS;
    }

    SourceBeginning with(Run.Window window) {
        if (isOver()) {
            return this;
        }
        long[] sums = byClass.clone();
        for (int c = 0; c < sums.length; c++) {
            sums[c] += window.failures()[c];
        }
        return new SourceBeginning(
                all.with(window.attempts(), window.attempts() - window.successes()), sums);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(1 + (2 + byClass.length) * Long.BYTES);
        out.put((byte) all.windows()).putLong(all.attempts()).putLong(all.failures());
        for (long failures : byClass) {
            out.putLong(failures);
        }
        return out.array();
    }

    static SourceBeginning decode(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        Beginning all = new Beginning(in.get(), in.getLong(), in.getLong());
        long[] byClass = new long[Run.CLASSES.size()];
        for (int c = 0; c < byClass.length; c++) {
            byClass[c] = in.getLong();
        }
        return new SourceBeginning(all, byClass);
    }
}
