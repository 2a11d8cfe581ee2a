package io.aurea.window;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * When the loop's own clock was written to one partition: its ticks by append time, since buffered ticks were absent in
 * the meantime. More than the allowance without a tick means that the loop was down, or the broker unavailable. Not
 * thread-safe.
 */
final class OwnClock {
    private static final long NEVER = Long.MIN_VALUE;
    private static final int MOST_PENDING = 8;

    /**
     * How long publishers may take to send what they had buffered while the partition had no leader, milliseconds: the
     * pauses of Kafka's producers between two tries are a second at most.
     */
    private static final long CATCH_UP_MS = 5_000;

    /** [fromMs, toMs) without a tick. */
    private record Gap(long fromMs, long toMs) {
        /** Append time until which publishers may still be catching up. */
        long caughtUpMs() {
            return toMs + Math.min(CATCH_UP_MS, toMs - fromMs);
        }

        long until(long timeMs) {
            return Math.max(0, Math.min(toMs, timeMs) - fromMs);
        }
    }

    private final long allowanceMs;
    private Absence absence = Absence.rounded();
    /** Gaps that time has not passed yet. */
    private final ArrayDeque<Gap> pending = new ArrayDeque<>();

    private long passedMs;
    private long lastTickMs = NEVER;

    /** @param allowanceMs how long the clock may be without a tick, milliseconds, [1, ..) */
    OwnClock(long allowanceMs) {
        this.allowanceMs = allowanceMs;
    }

    void ticked(long appendTimeMs) {
        if (lastTickMs != NEVER && appendTimeMs - lastTickMs > allowanceMs) {
            if (pending.size() == MOST_PENDING) {
                Gap oldest = pending.removeFirst();
                Gap next = pending.removeFirst();
                pending.addFirst(new Gap(next.fromMs() - (oldest.toMs() - oldest.fromMs()), next.toMs()));
            }
            pending.addLast(new Gap(lastTickMs + allowanceMs, appendTimeMs));
        }
        lastTickMs = Math.max(lastTickMs, appendTimeMs);
    }

    /**
     * Whether time waits, because nothing could be written for a while and what publishers have buffered meanwhile may be
     * about to come: the first tick must not make all of it late. Of gaps one after the other only the first holds it, so that it
     * goes on where ticks are always too far apart.
     */
    boolean holdsTime(long appendTimeMs) {
        return !pending.isEmpty() && appendTimeMs < pending.getFirst().caughtUpMs();
    }

    /**
     * Advances time, and returns how much of all time up to then had no clock.
     *
     * @param timeMs event time, not ahead of the append times of the partition so far, and never before an earlier one
     * @return milliseconds, from the first tick on
     */
    long absentUntil(long timeMs) {
        while (!pending.isEmpty() && pending.getFirst().toMs() <= timeMs) {
            Gap passed = pending.removeFirst();
            passedMs += passed.toMs() - passed.fromMs();
        }
        long absent = passedMs;
        for (Gap gap : pending) {
            absent += gap.until(timeMs);
        }
        if (lastTickMs != NEVER) {
            absent += Math.max(0, timeMs - lastTickMs - allowanceMs);
        }
        absence.mark(timeMs, absent);
        return absent;
    }

    Absence absence() {
        return absence;
    }

    void write(ByteBuffer out) {
        out.putLong(passedMs).putLong(lastTickMs).put((byte) pending.size());
        pending.forEach(gap -> out.putLong(gap.fromMs()).putLong(gap.toMs()));
        out.put(absence.encode());
    }

    /** Reads what {@link #write} wrote, to the end. */
    void restore(ByteBuffer in) {
        passedMs = in.getLong();
        lastTickMs = in.getLong();
        pending.clear();
        for (int n = in.get(); n > 0; n--) {
            pending.addLast(new Gap(in.getLong(), in.getLong()));
        }
        byte[] marks = new byte[in.remaining()];
        in.get(marks);
        absence = Absence.decode(marks);
    }

    /** Most bytes that {@link #write} takes. */
    static final int MAX_SIZE = 2 * Long.BYTES + Byte.BYTES + MOST_PENDING * 2 * Long.BYTES + Absence.MAX_SIZE;
}
