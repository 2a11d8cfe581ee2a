package io.aurea.truth;

/** What a cell of the matrix is about. */
public enum MatrixRule {
    /** INCREASING_LATENCY. */
    LATENCY,
    /** DECLINING_SUCCESS_RATE. */
    SUCCESS,
    /** FAILURE_TIMEOUT, for the failure classes. */
    FAILURE,
    /** METRIC_ANOMALY. */
    ANOMALY,
    /** METRIC_ANOMALY for a saturation, which has limits of its own. */
    SATURATION,
    /** LEVEL_SHIFT. */
    SHIFT,
    /** The health score is low for as long as the fault lasts, and not before or after. */
    HEALTH,
    /** Goals are set on a metric that is too low, and not achieved before it recovers. */
    GOALS,
    /** No action is VERIFIED before the fault is over. */
    VERIFICATION,
    /** A level that a person accepts is the reference from the next cycle on. */
    ACCEPT,
    /** Nothing is reported about a service in order. */
    IN_ORDER
}
