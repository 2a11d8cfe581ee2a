package io.aurea.shop;

/** The formulas of the queueing model. Times and rates have any unit, as long as it is the same one. */
final class Queueing {

    /** Above this utilisation a queue is followed as a backlog over time; the stationary wait has no meaning there. */
    private static final double STATIONARY = 0.95;

    private Queueing() {}

    /**
     * Mean wait in an M/M/c queue: {@code T/c * rho^(sqrt(2(c+1))-1) / (1-rho)} (Sakasegawa, "An approximation formula
     * Lq = a rho^b / (1-rho)", Annals of the Institute of Statistical Mathematics 29, 1977).
     *
     * @param rho utilisation, [0, ..); counted as 0.95 above that
     * @param servers [1, ..)
     * @param holding mean time that a server is held
     */
    static double wait(double rho, double servers, double holding) {
        double r = StrictMath.min(rho, STATIONARY);
        if (r <= 0) {
            return 0;
        }
        return holding / servers * StrictMath.pow(r, StrictMath.sqrt(2 * (servers + 1)) - 1) / (1 - r);
    }

    /**
     * CPU time of a request as the clock sees it, when {@code threads} requests at most share {@code cores}: the work, and
     * the wait for a core, up to where all threads share the cores.
     */
    static double stretched(double rate, double work, double cores, double threads) {
        double rho = rate * work / cores;
        double most = work * StrictMath.max(1, threads / cores);
        return rho >= 1 ? most : StrictMath.min(work + wait(rho, cores, work), most);
    }

    /**
     * Chance that a response takes longer than {@code limit}: {@code delay} for certain, and an Erlang-2 time of mean
     * {@code mean}.
     */
    static double beyond(double limit, double delay, double mean) {
        double left = limit - delay;
        if (left <= 0) {
            return 1;
        }
        double x = 2 * left / mean;
        return (1 + x) * StrictMath.exp(-x);
    }

    /** Mean of the same response cut off at {@code limit}. */
    static double capped(double limit, double delay, double mean) {
        double left = limit - delay;
        if (left <= 0) {
            return limit;
        }
        double x = 2 * left / mean;
        return delay + mean * (1 - (1 + x / 2) * StrictMath.exp(-x));
    }
}
