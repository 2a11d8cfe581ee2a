package io.aurea.cycle;

import io.aurea.state.Codec;

/**
 * Counts of one tenant's outcomes.
 *
 * @param successful those that succeeded
 * @param executed those that report an action carried out, or that timed out
 */
record Actions(long successful, long executed) {
    static final Actions NONE = new Actions(0, 0);

    static final Codec<Actions> CODEC = Codec.of(
            1,
            (a, out) -> {
                out.writeLong(a.successful);
                out.writeLong(a.executed);
            },
            in -> new Actions(in.readLong(), in.readLong()));

    Actions since(Actions before) {
        return new Actions(successful - before.successful, executed - before.executed);
    }
}
