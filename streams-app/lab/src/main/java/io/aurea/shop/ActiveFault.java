package io.aurea.shop;

/** An active fault, and how far a repair has undone it. Not thread-safe. */
final class ActiveFault {
    static final long NOT_YET = Long.MIN_VALUE;

    final Fault fault;
    /** Undone by a repair, [0, 1]. */
    double relief;
    /** When its last trace was gone, epoch milliseconds. */
    long healedMs = NOT_YET;

    private boolean away;
    private long turnMs = NOT_YET;

    ActiveFault(Fault fault) {
        this.fault = fault;
    }

    boolean healed() {
        return healedMs != NOT_YET;
    }

    /** Its current size. */
    double size(long nowMs, double rampSeconds) {
        double age = (nowMs - fault.onsetMs()) / 1_000.0;
        double grown = rampSeconds > 0 ? StrictMath.min(1, (age + 1) / rampSeconds) : 1;
        return grown * (1 - relief);
    }

    /** Whether a flapping dependency is down now; phases last as long as drawn, down first. */
    boolean away(long nowMs, Range flapSeconds, Dice dice) {
        while (turnMs == NOT_YET || nowMs >= turnMs) {
            away = !away;
            double period = flapSeconds.draw(dice);
            double share = away ? 1 : (1 - fault.severity()) / StrictMath.max(0.01, fault.severity());
            turnMs =
                    (turnMs == NOT_YET ? fault.onsetMs() : turnMs) + 1_000 * StrictMath.max(1, (long) (period * share));
        }
        return away;
    }
}
