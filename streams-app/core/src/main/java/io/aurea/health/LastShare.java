package io.aurea.health;

import io.aurea.metric.MetricRole;
import io.aurea.state.Codec;

/**
 * The last value of a metric that is a share.
 *
 * @param atMs end of the window, epoch milliseconds
 * @param role success_rate, error_rate or availability
 * @param share [0, 1]
 */
record LastShare(long atMs, MetricRole role, double share) {
    static final Codec<LastShare> CODEC = Codec.of(
            1,
            (said, out) -> {
                out.writeLong(said.atMs);
                out.writeUTF(said.role.name());
                out.writeDouble(said.share);
            },
            in -> new LastShare(in.readLong(), MetricRole.valueOf(in.readUTF()), in.readDouble()));
}
