package io.aurea.pattern.life;

import io.aurea.state.Codec;

/** The numbers that a pattern identity counts on from: its record's revision and its onsets. */
record PatternNumbers(long revision, long onset) {
    static final Codec<PatternNumbers> CODEC = Codec.of(
            1,
            (n, out) -> {
                out.writeLong(n.revision);
                out.writeLong(n.onset);
            },
            in -> new PatternNumbers(in.readLong(), in.readLong()));

    static PatternNumbers of(long number) {
        return new PatternNumbers(number, number);
    }

    PatternNumbers max(PatternNumbers other) {
        return new PatternNumbers(Math.max(revision, other.revision), Math.max(onset, other.onset));
    }
}
