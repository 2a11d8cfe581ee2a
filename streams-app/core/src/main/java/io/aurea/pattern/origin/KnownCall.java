package io.aurea.pattern.origin;

import io.aurea.state.Codec;
import java.time.Instant;
import java.util.Optional;

/**
 * A call as it is shown: who says so.
 *
 * @param learned seen in observations
 * @param declared by the policy
 * @param denied by the policy, so that it does not count
 * @param seenMs when it was last seen, epoch milliseconds, to a few minutes; {@value #UNSEEN} for one that is not learned
 */
public record KnownCall(String caller, String callee, boolean learned, boolean declared, boolean denied, long seenMs) {
    static final long UNSEEN = -1;

    public static final Codec<KnownCall> CODEC = Codec.of(
            1,
            (call, out) -> {
                out.writeUTF(call.caller);
                out.writeUTF(call.callee);
                out.writeBoolean(call.learned);
                out.writeBoolean(call.declared);
                out.writeBoolean(call.denied);
                out.writeLong(call.seenMs);
            },
            in -> new KnownCall(
                    in.readUTF(), in.readUTF(), in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readLong()));

    /** A name of it that no other call of the tenant has: names of sources have no slash. */
    public String name() {
        return caller + '/' + callee;
    }

    /** Empty for one that is not learned. */
    public Optional<Instant> seen() {
        return seenMs == UNSEEN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(seenMs));
    }
}
