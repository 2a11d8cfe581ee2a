package io.aurea.truth;

/** How large a fault is: a factor on the level, or what a success rate of 99 % falls to. */
public enum Size {
    SMALL(2, 0.95),
    MIDDLE(3, 0.60),
    LARGE(10, 0);

    private final double factor;
    private final double successRate;

    Size(double factor, double successRate) {
        this.factor = factor;
        this.successRate = successRate;
    }

    double factor() {
        return factor;
    }

    double successRate() {
        return successRate;
    }
}
