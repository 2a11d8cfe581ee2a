package io.aurea.decision;

import io.aurea.state.Codec;

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
        return new CycleProgress(number, endMs, 0, known, down, personCalled, remembered);
    }

    CycleProgress reached(long timeMs) {
        return new CycleProgress(cycleNumber, timeMs, decisions, sourcesKnown, sourcesDown, personCalled, remembered);
    }

    CycleProgress decided() {
        return new CycleProgress(
                cycleNumber, windowEndMs, decisions + 1, sourcesKnown, sourcesDown, personCalled, remembered);
    }

    CycleProgress called(boolean is) {
        return new CycleProgress(cycleNumber, windowEndMs, decisions, sourcesKnown, sourcesDown, is, remembered);
    }

    CycleProgress rememberedOneMore() {
        return new CycleProgress(
                cycleNumber, windowEndMs, decisions, sourcesKnown, sourcesDown, personCalled, remembered + 1);
    }
}
