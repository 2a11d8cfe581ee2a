package io.aurea.window;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.aurea.schema.Observation;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The name of a series as the bytes in records: {@code tenant/source}, which is the record's key, and the series' name.
 * A look-up by them costs no string per record. Immutable.
 */
final class SeriesBytes {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    /** {@code tenant/source/name}. */
    private final byte[] path;

    private final int tenantLength;
    private final int keyLength;
    private final int hash;

    /** @param id well formed, so it is ASCII and its tenant has no slash */
    SeriesBytes(SeriesId id) {
        this.path = (id.tenant() + '/' + id.source() + '/' + id.name()).getBytes(US_ASCII);
        this.tenantLength = id.tenant().length();
        this.keyLength = tenantLength + 1 + id.source().length();
        this.hash = hash(path, keyLength, path, keyLength + 1, path.length);
    }

    /** {@code tenant/source/name}; must not be changed. */
    byte[] path() {
        return path;
    }

    int hash() {
        return hash;
    }

    /** Hash of a series by a record's key and name. */
    static int hash(byte[] key, byte[] nameIn, int nameFrom, int nameTo) {
        return hash(key, key.length, nameIn, nameFrom, nameTo);
    }

    private static int hash(byte[] keyIn, int keyTo, byte[] nameIn, int nameFrom, int nameTo) {
        long hash = mix(mix(0, keyIn, 0, keyTo), nameIn, nameFrom, nameTo);
        return (int) (hash ^ hash >>> 32);
    }

    /** Eight bytes at a time; the last eight overlap the previous ones, which costs less than single bytes. */
    private static long mix(long seed, byte[] bytes, int from, int to) {
        int length = to - from;
        long hash = step(seed, length);
        if (length < Long.BYTES) {
            long few = 0;
            for (int at = from; at < to; at++) {
                few = few << Byte.SIZE | bytes[at] & 0xff;
            }
            return step(hash, few);
        }
        for (int at = from; at < to - Long.BYTES; at += Long.BYTES) {
            hash = step(hash, (long) LONG.get(bytes, at));
        }
        return step(hash, (long) LONG.get(bytes, to - Long.BYTES));
    }

    private static long step(long hash, long word) {
        long product = (hash ^ word) * PRIME;
        return product ^ product >>> 29;
    }

    /** Whether a record with this key and this content belongs to the series: tenant and source must be in both. */
    boolean isOf(byte[] recordKey, EncodedObservation o) {
        byte[] in = o.bytes();
        return Arrays.equals(path, 0, keyLength, recordKey, 0, recordKey.length)
                && Arrays.equals(path, keyLength + 1, path.length, in, o.nameFrom(), o.nameTo())
                && Arrays.equals(path, tenantLength + 1, keyLength, in, o.sourceFrom(), o.sourceTo())
                && Arrays.equals(path, 0, tenantLength, in, o.tenantFrom(), o.tenantTo());
    }

    /**
     * Whether these are the bytes of an observation's key. Compares without creating a string for either side; both are ASCII once
     * the observation is well formed.
     */
    static boolean isKeyOf(byte[] key, Observation o) {
        String tenant = o.getTenantId();
        String source = o.getSource();
        int slash = tenant.length();
        if (key == null || key.length != slash + 1 + source.length() || key[slash] != '/') {
            return false;
        }
        for (int i = 0; i < slash; i++) {
            if (key[i] != tenant.charAt(i)) {
                return false;
            }
        }
        for (int i = 0; i < source.length(); i++) {
            if (key[slash + 1 + i] != source.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
