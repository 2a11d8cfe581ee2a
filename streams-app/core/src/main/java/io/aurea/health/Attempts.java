package io.aurea.health;

import io.aurea.state.Codec;
import java.util.ArrayList;
import java.util.List;

/**
 * The attempts of one series in its last cycles with attempts, as many as are conclusive. Immutable.
 *
 * @param cycles newest first, at least one
 */
record Attempts(List<Cycle> cycles) {

    /** Most cycles with attempts kept. */
    static final int MAX_CYCLES = 60;

    /** Greatest age of a kept cycle, in windows before the last one with attempts. */
    static final int MAX_WINDOWS = 360;

    static final Codec<Attempts> CODEC = Codec.of(
            1,
            (attempts, out) -> {
                out.writeByte(attempts.cycles.size());
                for (Cycle c : attempts.cycles) {
                    out.writeLong(c.endMs);
                    out.writeLong(c.attempts);
                    out.writeLong(c.failures);
                }
            },
            in -> {
                List<Cycle> cycles = new ArrayList<>();
                for (int n = in.readByte(); n > 0; n--) {
                    cycles.add(new Cycle(in.readLong(), in.readLong(), in.readLong()));
                }
                return new Attempts(cycles);
            });

    /**
     * @param endMs end of the window, epoch milliseconds
     * @param attempts [1, ..)
     * @param failures [0, attempts]
     */
    record Cycle(long endMs, long attempts, long failures) {}

    Attempts {
        cycles = List.copyOf(cycles);
    }

    static Attempts of(Cycle first) {
        return new Attempts(List.of(first));
    }

    /** Adds a cycle, and drops those that are too old or no longer needed. */
    Attempts and(Cycle newest, long sizeMs) {
        List<Cycle> kept = new ArrayList<>();
        kept.add(newest);
        long attempts = newest.attempts();
        for (Cycle c : cycles) {
            boolean answered = attempts >= CertainShare.ENOUGH && kept.size() >= CertainShare.CONFIRMED;
            if (answered || kept.size() == MAX_CYCLES || newest.endMs() - c.endMs() > MAX_WINDOWS * sizeMs) {
                break;
            }
            kept.add(c);
            attempts += c.attempts();
        }
        return new Attempts(kept);
    }

    /** End of the last window with attempts, epoch milliseconds. */
    long lastMs() {
        return cycles.get(0).endMs();
    }
}
