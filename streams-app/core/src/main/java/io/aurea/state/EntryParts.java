package io.aurea.state;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.CRC32;

/**
 * Stores an entry that is larger than a record may be in parts: under its own key an index, which says how many there are, and
 * the parts under keys that begin with a 0 byte, as no state's own keys do. Not thread-safe.
 */
public final class EntryParts {
    /** Largest part: with its key it is well below the 1 MB that brokers accept by default. */
    public static final int MAX_BYTES = 512 << 10;

    /** No encoding begins so: a format number is [1, 127]. */
    private static final byte INDEX = -1;

    private static final byte[] PART = {0, 'p'};

    /** The number of parts of the entries that have some, by key. */
    private final Map<ByteBuffer, Integer> counts = new HashMap<>();

    /** Whether the key is one of a part. */
    public static boolean isPart(byte[] key) {
        return key.length > PART.length && key[0] == PART[0] && key[1] == PART[1];
    }

    /** Whether entries are stored in parts. */
    public boolean any() {
        return !counts.isEmpty();
    }

    /** Forgets which entries are stored in parts, before they are read anew. */
    public void clear() {
        counts.clear();
    }

    /** Writes an entry, in parts if it is large or looks like one that is, and deletes those that it had before and has no more. */
    public void split(byte[] key, byte[] value, Entries to) {
        int now = value == null || value.length <= MAX_BYTES && !isIndex(value) ? 0 : countOf(value);
        ByteBuffer name = ByteBuffer.wrap(key);
        int before = counts.isEmpty() ? 0 : counts.getOrDefault(name, 0);
        if (now == 0) {
            to.put(key, value);
            counts.remove(name);
        } else {
            to.put(key, index(now, value));
            counts.put(name, now);
        }
        for (int part = 0; part < now; part++) {
            int from = part * MAX_BYTES;
            to.put(keyOf(key, part), Arrays.copyOfRange(value, from, Math.min(value.length, from + MAX_BYTES)));
        }
        for (int part = now; part < before; part++) {
            to.put(keyOf(key, part), null);
        }
    }

    /**
     * The whole value of an entry that has been read, whose parts are remembered as stored.
     *
     * @param stored under the key
     * @param entries returns the value of a key, or null
     * @throws IllegalArgumentException if not all parts are there, or they do not belong together
     */
    public byte[] join(byte[] key, byte[] stored, UnaryOperator<byte[]> entries) {
        byte[] whole = joined(key, stored, entries);
        if (isIndex(stored)) {
            counts.put(ByteBuffer.wrap(key), countOf(whole));
        }
        return whole;
    }

    /** As {@link #join}, for a reader that does not write. */
    public static byte[] joined(byte[] key, byte[] stored, UnaryOperator<byte[]> entries) {
        if (!isIndex(stored)) {
            return stored;
        }
        ByteBuffer index = ByteBuffer.wrap(stored, 1, stored.length - 1);
        int count = index.getInt();
        int size = index.getInt();
        // Grows with what is there: a damaged index may claim any size.
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int part = 0; part < count; part++) {
            byte[] bytes = entries.apply(keyOf(key, part));
            if (bytes == null || bytes.length != (part < count - 1 ? MAX_BYTES : size - whole.size())) {
                throw new IllegalArgumentException(
                        "the entry is stored in " + count + " parts, and part " + part + " is missing or another's");
            }
            whole.writeBytes(bytes);
        }
        byte[] value = whole.toByteArray();
        if (count < 1 || value.length != size || index.getInt() != checksum(value)) {
            throw new IllegalArgumentException("the " + count + " parts of the entry do not belong together");
        }
        return value;
    }

    private static int countOf(byte[] value) {
        return (value.length - 1) / MAX_BYTES + 1;
    }

    private static boolean isIndex(byte[] stored) {
        return stored.length == 1 + 3 * Integer.BYTES && stored[0] == INDEX;
    }

    private static byte[] index(int count, byte[] value) {
        return ByteBuffer.allocate(1 + 3 * Integer.BYTES)
                .put(INDEX)
                .putInt(count)
                .putInt(value.length)
                .putInt(checksum(value))
                .array();
    }

    private static int checksum(byte[] value) {
        CRC32 crc = new CRC32();
        crc.update(value);
        return (int) crc.getValue();
    }

    private static byte[] keyOf(byte[] key, int part) {
        return ByteBuffer.allocate(PART.length + key.length + Integer.BYTES)
                .put(PART)
                .put(key)
                .putInt(part)
                .array();
    }
}
