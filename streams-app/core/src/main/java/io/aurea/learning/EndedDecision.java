package io.aurea.learning;

import io.aurea.state.Codec;

/**
 * One remembered decision that has ended.
 *
 * @param rule the rule that proposed it
 * @param type its decision type
 * @param context what its confidence is learned for
 * @param confidence when it was made, [0, 1]
 * @param level autonomy level it was made at
 * @param alone whether it was dispatched without asking a person
 * @param failureClass of a failure, or empty
 * @param atMs when it ended, epoch milliseconds
 */
public record EndedDecision(
        String decisionId,
        String rule,
        String type,
        String context,
        String action,
        String target,
        Ending ending,
        double confidence,
        int level,
        boolean alone,
        String failureClass,
        long atMs) {

    static final Codec<EndedDecision> CODEC = Codec.of(
            2,
            (e, out) -> {
                out.writeUTF(e.decisionId);
                out.writeUTF(e.rule);
                out.writeUTF(e.type);
                out.writeUTF(e.context);
                out.writeUTF(e.action);
                out.writeUTF(e.target);
                out.writeUTF(e.ending.name());
                out.writeDouble(e.confidence);
                out.writeInt(e.level);
                out.writeBoolean(e.alone);
                out.writeUTF(e.failureClass);
                out.writeLong(e.atMs);
            },
            in -> new EndedDecision(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    Ending.valueOf(in.readUTF()),
                    in.readDouble(),
                    in.readInt(),
                    in.readBoolean(),
                    in.readUTF(),
                    in.readLong()));
}
