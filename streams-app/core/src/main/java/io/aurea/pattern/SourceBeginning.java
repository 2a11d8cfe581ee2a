package io.aurea.pattern;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** How the attempts of one source began: by class of failure, and all of them. A value: changes make a new one. */
final class SourceBeginning {
    private static final int ALL = AttemptHistory.CLASSES.size();

    static final SourceBeginning NONE = new SourceBeginning(begin());

    /** By class, see {@link AttemptHistory#CLASSES}; the last one by failures of any. */
    private final Beginning[] each;

    private SourceBeginning(Beginning[] each) {
        this.each = each;
    }

    private static Beginning[] begin() {
        Beginning[] each = new Beginning[ALL + 1];
        Arrays.fill(each, Beginning.NONE);
        return each;
    }

    /** By failures of any class. */
    Beginning all() {
        return each[ALL];
    }

    /** By failures of one class, see {@link AttemptHistory#CLASSES}. */
    Beginning of(int failureClass) {
        return each[failureClass];
    }

    boolean isOver() {
        return Arrays.stream(each).allMatch(b -> b.windows() == Beginning.WINDOWS);
    }

    SourceBeginning with(AttemptHistory.Window window) {
        Beginning[] next = new Beginning[each.length];
        for (int c = 0; c < ALL; c++) {
            next[c] = each[c].with(window.attempts(), Math.min(window.attempts(), window.failures()[c]));
        }
        next[ALL] = each[ALL].with(window.attempts(), window.attempts() - window.successes());
        return new SourceBeginning(next);
    }

    byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(each.length * (1 + 2 * Long.BYTES));
        for (Beginning b : each) {
            out.put((byte) b.windows()).putLong(b.attempts()).putLong(b.failures());
        }
        return out.array();
    }

    static SourceBeginning decode(byte[] stored) {
        ByteBuffer in = ByteBuffer.wrap(stored);
        Beginning[] each = begin();
        for (int c = 0; c < each.length; c++) {
            each[c] = new Beginning(in.get(), in.getLong(), in.getLong());
        }
        return new SourceBeginning(each);
    }
}
