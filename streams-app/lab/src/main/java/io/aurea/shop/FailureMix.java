package io.aurea.shop;

/** The reasons why requests of one operation fail in one second, with their weights. Not thread-safe. */
final class FailureMix {
    private static final int MOST = 16;

    private final Cause[] causes = new Cause[MOST];
    private final Operation[] callees = new Operation[MOST];
    private final double[] weights = new double[MOST];
    private int size;
    private double passed;

    /** Begins a new second without failures. */
    void clear() {
        size = 0;
        passed = 1;
    }

    /** Of the requests that have passed so far, this share fails. */
    void add(Cause cause, Operation callee, double share) {
        if (share <= 0) {
            return;
        }
        causes[size] = cause;
        callees[size] = callee;
        weights[size] = passed * StrictMath.min(1, share);
        size++;
        passed *= 1 - StrictMath.min(1, share);
    }

    /** Share of the requests that fail. */
    double failure() {
        return 1 - passed;
    }

    /** Index of a reason, drawn by weight; only if something fails. */
    int draw(Dice dice) {
        double left = dice.uniform() * failure();
        for (int i = 0; i < size - 1; i++) {
            left -= weights[i];
            if (left < 0) {
                return i;
            }
        }
        return size - 1;
    }

    Cause cause(int index) {
        return causes[index];
    }

    /** The callee concerned; null when it is the service itself. */
    Operation callee(int index) {
        return callees[index];
    }
}
