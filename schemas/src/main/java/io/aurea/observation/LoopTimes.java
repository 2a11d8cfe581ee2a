package io.aurea.observation;

import io.aurea.schema.Command;
import java.time.Instant;
import java.util.Optional;

/**
 * The times that every stage holds, from the loop to the tables. A number in another unit than milliseconds makes a time of
 * the year 57988; whoever sorts by it would see nothing else. A command with another time is refused; an outcome counts
 * whatever its executor's clock says, and has no row.
 */
public final class LoopTimes {
    public static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    public static final Instant LATEST = ObservationRules.LATEST;

    private LoopTimes() {}

    public static boolean holds(Instant time) {
        return !time.isBefore(EARLIEST) && !time.isAfter(LATEST);
    }

    /** What is wrong with the times of a command, for a person; empty if nothing. */
    public static Optional<String> violation(Command command) {
        return violation("issued_at", command.getIssuedAt())
                .or(() -> violation("starts_at", command.getStartsAt()))
                .or(() -> violation("ends_at", command.getEndsAt()));
    }

    private static Optional<String> violation(String field, Instant time) {
        return time == null || holds(time)
                ? Optional.empty()
                : Optional.of(field + " is " + time + "; allowed: " + EARLIEST + " to " + LATEST
                        + "; is it in another unit than milliseconds?");
    }
}
