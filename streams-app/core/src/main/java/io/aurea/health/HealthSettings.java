package io.aurea.health;

/**
 * The scale and weight of each component.
 *
 * @param memoryMs how long a silent series counts as it last was, [0, 7 days], milliseconds
 * @param success over the success rate of all operations, [0, 1]
 * @param errors over the share of failures of the worst source, [0, 1]
 * @param latency over the worst latency relative to its usual level, [1, ..)
 * @param availability over the mean share of health checks that were up, [0, 1]
 * @param backlog over the worst backlog relative to its usual level, [1, ..)
 * @param freshness over the share of known sources that report, [0, 1]
 */
public record HealthSettings(
        long memoryMs,
        Component success,
        Component errors,
        Component latency,
        Component availability,
        Component backlog,
        Component freshness) {

    private static final long MAX_MEMORY_MS = 7 * 24 * 3_600_000L;

    public HealthSettings {
        if (memoryMs < 0 || memoryMs > MAX_MEMORY_MS) {
            throw new IllegalArgumentException("memory is " + memoryMs + " ms; allowed: 0s to 7d");
        }
        require(success.limits().rises(), "success");
        require(!errors.limits().rises(), "errors");
        require(!latency.limits().rises(), "latency");
        require(availability.limits().rises(), "availability");
        require(!backlog.limits().rises(), "backlog");
        require(freshness.limits().rises(), "freshness");
    }

    private static void require(boolean right, String component) {
        if (!right) {
            throw new IllegalArgumentException(component
                    + " has its limits the wrong way round; allowed: scores that rise with success, availability and"
                    + " freshness, and that fall with errors, latency and backlog");
        }
    }

    /**
     * @param weight its weight in the mean, [0, 100]; 0 excludes it
     * @param limits its score by value
     */
    public record Component(double weight, Scale limits) {
        public Component {
            if (!(weight >= 0 && weight <= 100)) {
                throw new IllegalArgumentException("weight is " + weight + "; allowed: [0, 100]");
            }
        }
    }
}
