package io.aurea.truth;

/** How large a fault is: a level so many times as high, or a success rate of 99 % that falls to so much. */
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
