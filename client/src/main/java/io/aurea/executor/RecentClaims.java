package io.aurea.executor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/**
 * The last claims of a partition, oldest first. It travels in the metadata of the committed offset, so that a claim and
 * the memory of it are one write, and whoever gets the partition next has it: a decision that is written a second time,
 * for example by an app that starts over from its input, is not run a second time.
 *
 * <p>A claim is remembered as 8 bytes of the SHA-256 of what was claimed. Immutable.
 */
final class RecentClaims {

    /** With this many, the metadata stays below 4096 bytes, a broker's default limit. */
    static final int MOST = 256;

    static final RecentClaims NONE = new RecentClaims(new long[0]);

    private static final String FORM = "aurea-claims-1:";

    private final long[] claims;

    private RecentClaims(long[] claims) {
        this.claims = claims;
    }

    /** The hash that represents a claim. */
    static long of(String tenant, String decisionId, String state) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((tenant + '/' + decisionId + '#' + state).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    boolean contains(long claim) {
        for (long known : claims) {
            if (known == claim) {
                return true;
            }
        }
        return false;
    }

    /** Adds a claim, and drops the oldest if there are too many. */
    RecentClaims with(long claim) {
        int kept = Math.min(claims.length, MOST - 1);
        long[] more = new long[kept + 1];
        System.arraycopy(claims, claims.length - kept, more, 0, kept);
        more[kept] = claim;
        return new RecentClaims(more);
    }

    /** For the metadata of an offset. */
    String text() {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * claims.length);
        for (long claim : claims) {
            bytes.putLong(claim);
        }
        return FORM + Base64.getEncoder().encodeToString(bytes.array());
    }

    /** From the metadata of an offset; none if that was written by somebody else. */
    static RecentClaims parse(String metadata) {
        if (metadata == null || !metadata.startsWith(FORM)) {
            return NONE;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(metadata.substring(FORM.length())));
            long[] claims = new long[bytes.remaining() / Long.BYTES];
            for (int i = 0; i < claims.length; i++) {
                claims[i] = bytes.getLong();
            }
            return new RecentClaims(claims);
        } catch (IllegalArgumentException notOurs) {
            return NONE;
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentClaims o && Arrays.equals(claims, o.claims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(claims);
    }
}
