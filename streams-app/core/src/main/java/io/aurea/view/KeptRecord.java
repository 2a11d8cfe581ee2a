package io.aurea.view;

import io.aurea.state.Codec;

/** A record as bytes, which never change, with its mark. */
record KeptRecord(RetentionMark mark, byte[] bytes) {
    static final Codec<KeptRecord> CODEC = Codec.of(
            1,
            (item, out) -> {
                out.writeUTF(item.mark.name());
                out.writeInt(item.bytes.length);
                out.write(item.bytes);
            },
            in -> {
                RetentionMark mark = RetentionMark.valueOf(in.readUTF());
                return new KeptRecord(mark, Codec.bytes(in));
            });
}
