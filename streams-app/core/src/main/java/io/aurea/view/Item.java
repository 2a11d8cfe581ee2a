package io.aurea.view;

import io.aurea.state.Codec;

/** A record as bytes, which are never changed, with its mark. */
record Item(Mark mark, byte[] bytes) {
    static final Codec<Item> CODEC = Codec.of(
            1,
            (item, out) -> {
                out.writeByte(item.mark.ordinal());
                out.writeInt(item.bytes.length);
                out.write(item.bytes);
            },
            in -> {
                Mark mark = Mark.values()[in.readByte()];
                byte[] bytes = new byte[in.readInt()];
                in.readFully(bytes);
                return new Item(mark, bytes);
            });
}
