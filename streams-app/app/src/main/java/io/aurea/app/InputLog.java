package io.aurea.app;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One partition of what the app reads, as the brokers have it, and how far the app has read it.
 *
 * @param start offset of the first record that is still there
 * @param end offset after the last
 * @param next the app's committed offset; empty if it never read from this partition
 */
record InputLog(String topic, int partition, long start, long end, OptionalLong next) {

    /** Records that were deleted before the app had read them. */
    long expired() {
        return next.isPresent() ? Math.max(0, Math.min(start, end) - next.getAsLong()) : 0;
    }

    /** Why the app cannot have read this log as far as it has; empty when it can. */
    Optional<String> shorter() {
        return next.isPresent() && next.getAsLong() > end
                ? Optional.of("%s-%d ends at offset %d, and the app has read it to %d"
                        .formatted(topic, partition, end, next.getAsLong()))
                : Optional.empty();
    }

    /** What expired, for a person. */
    String expiry() {
        return "%s-%d begins at offset %d, and the app has read it to %d: %d records were deleted before they were read"
                .formatted(topic, partition, start, next.orElseThrow(), expired());
    }
}
