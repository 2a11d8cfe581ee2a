package io.aurea.window;

import io.aurea.observation.ObservationRules;
import io.aurea.schema.ObservationKind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The parts of an observation that windows need, read in place from its Avro body, without an object or a string per
 * record. One instance serves all records of a partition.
 *
 * <p>It covers only the common case: {@link #read} refuses everything out of the ordinary, and the caller decodes that
 * record in full, which also finds the reason for a rejection. It knows only the layout of the schema that this program
 * was built with. Not thread-safe.
 */
public final class EncodedObservation {
    private static final ObservationKind[] KINDS = ObservationKind.values();
    private static final VarHandle DOUBLE =
            MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MAX_VARINT_BITS = 63;
    private static final long LATEST_MS = ObservationRules.LATEST.toEpochMilli();

    private byte[] bytes;
    private int at;
    /** Start of the string skipped last. */
    private int stringFrom;

    private boolean broken;
    private int tenantFrom;
    private int tenantTo;
    private int sourceFrom;
    private int sourceTo;
    private int nameFrom;
    private int nameTo;
    private ObservationKind kind;
    private long observedAtMs;
    private boolean hasValue;
    private double value;
    private boolean hasSuccess;
    private boolean success;
    private boolean hasDuration;
    private double durationMs;
    private boolean hasError;
    private int errorFrom;
    private int errorTo;
    private boolean hasPeer;
    private int peerFrom;
    private int peerTo;

    /**
     * Reads the body from this offset to the end of the array.
     *
     * @return whether this is an observation with valid content by {@link ObservationRules}; the names of its series are not
     *     checked. If not, the fields mean nothing.
     */
    public boolean read(byte[] encoded, int offset) {
        bytes = encoded;
        at = offset;
        broken = false;
        skipString();
        tenantTo = skipString();
        tenantFrom = stringFrom;
        sourceTo = skipString();
        sourceFrom = stringFrom;
        long kindIndex = readLong();
        nameTo = skipString();
        nameFrom = stringFrom;
        observedAtMs = readLong();
        hasValue = isPresent();
        value = hasValue ? readDouble() : 0;
        boolean longUnit = isPresent() && skipString() - stringFrom > ObservationRules.MAX_UNIT_LENGTH;
        hasSuccess = isPresent();
        success = hasSuccess && readBoolean();
        hasDuration = isPresent();
        durationMs = hasDuration ? readDouble() : 0;
        errorTo = isPresent() ? skipString() : 0;
        errorFrom = errorTo == 0 ? 0 : stringFrom;
        hasError = errorTo > errorFrom;
        boolean hasAttributes = skipAttributes();
        hasPeer = isPresent();
        peerTo = hasPeer ? skipString() : 0;
        peerFrom = hasPeer ? stringFrom : 0;
        if (broken || at != bytes.length || longUnit || kindIndex < 0 || kindIndex >= KINDS.length) {
            return false;
        }
        kind = KINDS[(int) kindIndex];
        // Attributes of an event may tell of a change.
        return (kind != ObservationKind.EVENT || !hasAttributes)
                && observedAtMs >= 0
                && observedAtMs <= LATEST_MS
                && isPeerInOrder()
                && isContentInOrder();
    }

    /** Unlike the names of its series, it is not among those that were checked when the series was opened. */
    private boolean isPeerInOrder() {
        int length = peerTo - peerFrom;
        if (hasPeer && (length == 0 || length > ObservationRules.MAX_NAME_LENGTH || bytes[peerFrom] == '_')) {
            return false;
        }
        for (int i = peerFrom; i < peerTo; i++) {
            byte c = bytes[i];
            if (!(c >= 'a' && c <= 'z'
                    || c >= 'A' && c <= 'Z'
                    || c >= '0' && c <= '9'
                    || c == '.'
                    || c == '_'
                    || c == '-')) {
                return false;
            }
        }
        return true;
    }

    /** The same result as {@link ObservationRules} for the decoded observation. */
    private boolean isContentInOrder() {
        boolean complete =
                switch (kind) {
                    case METRIC -> hasValue;
                    case OPERATION ->
                        hasSuccess
                                && hasDuration
                                && durationMs >= 0
                                && durationMs <= ObservationRules.MAX_MAGNITUDE
                                && (success || hasError);
                    case HEALTH -> hasSuccess;
                    case EVENT -> true;
                    case COUNTER -> hasValue && value >= 0 && value <= ObservationRules.MAX_COUNT;
                    default -> false;
                };
        return complete && (!hasValue || Math.abs(value) <= ObservationRules.MAX_MAGNITUDE);
    }

    byte[] bytes() {
        return bytes;
    }

    int tenantFrom() {
        return tenantFrom;
    }

    int tenantTo() {
        return tenantTo;
    }

    int sourceFrom() {
        return sourceFrom;
    }

    int sourceTo() {
        return sourceTo;
    }

    int nameFrom() {
        return nameFrom;
    }

    int nameTo() {
        return nameTo;
    }

    ObservationKind kind() {
        return kind;
    }

    long observedAtMs() {
        return observedAtMs;
    }

    boolean hasSuccess() {
        return hasSuccess;
    }

    boolean success() {
        return success;
    }

    boolean hasValue() {
        return hasValue;
    }

    double value() {
        return value;
    }

    boolean hasDuration() {
        return hasDuration;
    }

    double durationMs() {
        return durationMs;
    }

    boolean hasPeer() {
        return hasPeer;
    }

    int peerFrom() {
        return peerFrom;
    }

    int peerTo() {
        return peerTo;
    }

    /** The error text, created with each call; only if there is one. */
    String error() {
        return new String(bytes, errorFrom, errorTo - errorFrom, StandardCharsets.UTF_8);
    }

    /** Skips a string and returns the position after it. */
    private int skipString() {
        long length = readLong();
        stringFrom = at;
        if (length < 0 || length > bytes.length - at) {
            return fail();
        }
        at += (int) length;
        return at;
    }

    /** Avro may write a map in several blocks, with their sizes; that is out of the ordinary. */
    /** @return whether there are any */
    private boolean skipAttributes() {
        long count = readLong();
        if (count < 0) {
            fail();
        }
        for (long i = 0; i < count && !broken; i++) {
            skipString();
            skipString();
        }
        if (count != 0 && readLong() != 0) {
            fail();
        }
        return count != 0;
    }

    /** The branch of a union of null and something. */
    private boolean isPresent() {
        long branch = readLong();
        if (branch != 0 && branch != 1) {
            fail();
        }
        return branch == 1;
    }

    private boolean readBoolean() {
        if (at >= bytes.length || bytes[at] != 0 && bytes[at] != 1) {
            fail();
            return false;
        }
        return bytes[at++] == 1;
    }

    private double readDouble() {
        if (bytes.length - at < Double.BYTES) {
            fail();
            return 0;
        }
        double number = (double) DOUBLE.get(bytes, at);
        at += Double.BYTES;
        return number;
    }

    /** Zigzag, seven bits per byte, lowest first. */
    private long readLong() {
        long encoded = 0;
        for (int shift = 0; shift <= MAX_VARINT_BITS && at < bytes.length; shift += 7) {
            byte next = bytes[at++];
            encoded |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return encoded >>> 1 ^ -(encoded & 1);
            }
        }
        return fail();
    }

    /** Nothing read after this counts; moves the position past the end, so that reading ends. */
    private int fail() {
        broken = true;
        at = bytes.length;
        return at;
    }
}
