package io.aurea.cycle;

import io.aurea.state.Codec;

/**
 * What became of the observations that observe has windowed: windowed = cycled + refused + those in trends that wait for their
 * cycle. Immutable.
 *
 * @param cycled counted in a cycle
 * @param refused in trends that are in no cycle; dead-lettered
 */
public record OrientTally(long cycled, long refused) {
    public static final OrientTally NONE = new OrientTally(0, 0);

    static final Codec<OrientTally> CODEC = Codec.of(
            1,
            (t, out) -> {
                out.writeLong(t.cycled);
                out.writeLong(t.refused);
            },
            in -> new OrientTally(in.readLong(), in.readLong()));

    public OrientTally plus(OrientTally other) {
        return new OrientTally(cycled + other.cycled, refused + other.refused);
    }
}
