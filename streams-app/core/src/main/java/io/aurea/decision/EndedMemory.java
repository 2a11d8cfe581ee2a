package io.aurea.decision;

import io.aurea.schema.DecisionState;
import io.aurea.state.Codec;

/**
 * What is remembered of a decision that has ended, so that an outcome that comes late or twice is known as such.
 *
 * @param order greater for later ones
 */
record EndedMemory(long order, DecisionState state, long atMs, String target, long settleMs) {
    static final Codec<EndedMemory> CODEC = Codec.of(
            1,
            (e, out) -> {
                out.writeLong(e.order);
                out.writeUTF(e.state.name());
                out.writeLong(e.atMs);
                out.writeUTF(e.target);
                out.writeLong(e.settleMs);
            },
            in -> new EndedMemory(
                    in.readLong(), DecisionState.valueOf(in.readUTF()), in.readLong(), in.readUTF(), in.readLong()));
}
