package io.aurea.incident;

import java.time.Duration;

/**
 * The policy's section {@code remind}: how often a person is reminded of an incident that waits for one.
 *
 * @param everyMs until the first reminder, and half of what passes until the next, up to a day, [0, 7 days]; 0: never
 */
public record RemindSettings(long everyMs) {
    private static final long MOST_MS = Duration.ofDays(7).toMillis();

    /** 30 min. */
    public static final RemindSettings DEFAULTS =
            new RemindSettings(Duration.ofMinutes(30).toMillis());

    public RemindSettings {
        if (everyMs < 0 || everyMs > MOST_MS) {
            throw new IllegalArgumentException("every is " + everyMs + " ms; allowed: 0s to 7d, where 0s is never");
        }
    }
}
