package io.aurea.health;

import java.util.OptionalDouble;

/**
 * What health is judged by, of one tenant and cycle; {@link TenantHealth} makes it. Empty is what nothing is known of.
 *
 * @param success 1 - the share of all attempts that fails, as {@link CertainShare} tells it; without operations the mean of
 *     the success_rate metrics, [0, 1]
 * @param errors greatest share of failures that any source has, over its operations or its error_rate metrics, [0, 1]: a
 *     part that fails shows although the others are many
 * @param latency how many times its usual level the worst latency is at that a pattern is on for; 1 when there is none,
 *     [1, ..)
 * @param availability mean over the health checks of the share of the last ones that was up; at most 0.5 when one of them
 *     was never up, [0, 1]
 * @param backlog as latency, of the backlog metrics
 * @param freshness share of the known sources that are heard, [0, 1]
 */
public record HealthReadings(
        OptionalDouble success,
        OptionalDouble errors,
        OptionalDouble latency,
        OptionalDouble availability,
        OptionalDouble backlog,
        OptionalDouble freshness) {

    HealthReadings with(OptionalDouble freshness) {
        return new HealthReadings(success, errors, latency, availability, backlog, freshness);
    }
}
