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
    /** METRIC_ANOMALY of a saturation, which has limits of its own. */
    SATURATION,
    /** LEVEL_SHIFT. */
    SHIFT,
    /** The health score is low for as long as the fault is there, and not before or after. */
    HEALTH,
    /** Goals are set on what is too low and not achieved before it is better. */
    GOALS,
    /** No action is VERIFIED before the fault is over. */
    VERIFICATION,
    /** A level that a person accepts is the reference from the next cycle on. */
    ACCEPT,
    /** Of a service in order nothing is said. */
    IN_ORDER
}
