package io.aurea.state;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Puts the entries of one state under a prefix within another's. */
public final class KeyParts {

    private KeyParts() {}

    /** Entries whose keys get this letter in front. */
    public static Entries under(byte letter, Entries whole) {
        return under(new byte[] {letter}, whole);
    }

    /** Entries whose keys get these bytes in front. */
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
