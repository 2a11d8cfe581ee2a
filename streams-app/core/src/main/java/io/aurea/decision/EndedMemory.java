package io.aurea.decision;

import io.aurea.schema.DecisionState;
import io.aurea.state.Codec;

/**
 * What is remembered of an ended decision, to recognise late and repeated outcomes.
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
