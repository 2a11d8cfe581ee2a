package io.aurea.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Nests the entries of one state in another's, under a prefix. */
public final class KeyParts {

    private KeyParts() {}

    /** Entries with this letter prepended to their keys. */
    public static Entries under(byte letter, Entries whole) {
        return under(new byte[] {letter}, whole);
    }

    /** Entries with these bytes prepended to their keys. */
    public static Entries under(byte[] prefix, Entries whole) {
        return (key, value) -> whole.put(
                ByteBuffer.allocate(prefix.length + key.length)
                        .put(prefix)
                        .put(key)
                        .array(),
                value);
    }

    /** The key without its first bytes. */
    public static byte[] rest(byte[] key, int from) {
        return Arrays.copyOfRange(key, from, key.length);
    }
}
