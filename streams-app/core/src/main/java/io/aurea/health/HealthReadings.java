package io.aurea.health;

import java.util.OptionalDouble;

/**
 * The inputs of health for one tenant and cycle, from {@link TenantHealth}. Empty without data.
 *
 * @param success 1 - the share of failures among all attempts, by {@link CertainShare}; without operations the mean of
 *     the success_rate metrics, [0, 1]
 * @param errors highest share of failures of any source, over its operations or its error_rate metrics, [0, 1]: a
 *     failing part shows even among many others
 * @param latency level of the worst latency with an active pattern, relative to its usual level; 1 without one, [1, ..)
 * @param availability mean over the health checks of the share of recent results that were up; at most 0.5 if one of
 *     them was never up, [0, 1]
 * @param backlog like latency, for the backlog metrics
 * @param freshness share of the known sources that report, [0, 1]
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
