package io.aurea.decision;

import io.aurea.state.Codec;
import java.util.function.Consumer;

/**
 * One tenant's progress.
 *
 * @param cycleNumber last closed cycle; 0 before the first
 * @param windowEndMs its end, or a later event time without a cycle; epoch milliseconds
 * @param decisions number of decisions made in that cycle
 * @param sourcesKnown as of that cycle
 * @param sourcesDown as of that cycle
 * @param personCalled whether a person has been called because too much was down, and still is
 * @param remembered number of ended decisions and commands so far, the order in which they are forgotten
 */
record CycleProgress(
        long cycleNumber,
        long windowEndMs,
        int decisions,
        int sourcesKnown,
        int sourcesDown,
        boolean personCalled,
        long remembered) {
    static final CycleProgress NONE = new CycleProgress(0, Long.MIN_VALUE, 0, 0, 0, false, 0);

    static final Codec<CycleProgress> CODEC = Codec.of(
            1,
            (p, out) -> {
                out.writeLong(p.cycleNumber);
                out.writeLong(p.windowEndMs);
                out.writeInt(p.decisions);
                out.writeInt(p.sourcesKnown);
                out.writeInt(p.sourcesDown);
                out.writeBoolean(p.personCalled);
                out.writeLong(p.remembered);
            },
            in -> new CycleProgress(
                    in.readLong(),
                    in.readLong(),
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readBoolean(),
                    in.readLong()));

    CycleProgress cycle(long number, long endMs, int known, int down) {
        return with(d -> {
            d.cycleNumber = number;
            d.windowEndMs = endMs;
            d.decisions = 0;
            d.sourcesKnown = known;
            d.sourcesDown = down;
        });
    }

    CycleProgress reached(long timeMs) {
        return with(d -> d.windowEndMs = timeMs);
    }

    CycleProgress decided() {
        return with(d -> d.decisions++);
    }

    CycleProgress called(boolean is) {
        return with(d -> d.personCalled = is);
    }

    CycleProgress rememberedOneMore() {
        return with(d -> d.remembered++);
    }

    private CycleProgress with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** What a change is made in: the one place that copies a progress. */
    private static final class Draft {
        private long cycleNumber;
        private long windowEndMs;
        private int decisions;
        private int sourcesKnown;
        private int sourcesDown;
        private boolean personCalled;
        private long remembered;

        Draft(CycleProgress p) {
            cycleNumber = p.cycleNumber;
            windowEndMs = p.windowEndMs;
            decisions = p.decisions;
            sourcesKnown = p.sourcesKnown;
            sourcesDown = p.sourcesDown;
            personCalled = p.personCalled;
            remembered = p.remembered;
        }

        CycleProgress done() {
            return new CycleProgress(
                    cycleNumber, windowEndMs, decisions, sourcesKnown, sourcesDown, personCalled, remembered);
        }
    }
}
