package io.aurea.autonomy;

/**
 * A time in which people work on the system and the loop stays out of it.
 *
 * @param startsMs inclusive, epoch milliseconds
 * @param endsMs exclusive
 */
public record Maintenance(long startsMs, long endsMs, String by, String reason) {
    public Maintenance {
        if (endsMs <= startsMs) {
            throw new IllegalArgumentException("a maintenance window must end after it starts");
        }
    }

    public boolean covers(long timeMs) {
        return startsMs <= timeMs && timeMs < endsMs;
    }
}
