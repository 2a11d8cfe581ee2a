package io.aurea.shop;

/** The formulas of the queueing model. Times and rates may have any unit, as long as it is the same. */
final class Queueing {

    /** Above this utilisation a queue is modelled as a backlog over time; the stationary wait has no meaning there. */
    private static final double STATIONARY = 0.95;

    private Queueing() {}

    /**
     * Mean wait in an M/M/c queue: {@code T/c * rho^(sqrt(2(c+1))-1) / (1-rho)} (Sakasegawa, "An approximation formula
     * Lq = a rho^b / (1-rho)", Annals of the Institute of Statistical Mathematics 29, 1977).
     *
     * @param rho utilisation, [0, ..); capped at 0.95
     * @param servers [1, ..)
     * @param holding mean time a server is held
     */
    static double wait(double rho, double servers, double holding) {
        double r = StrictMath.min(rho, STATIONARY);
        if (r <= 0) {
            return 0;
        }
        return holding / servers * StrictMath.pow(r, StrictMath.sqrt(2 * (servers + 1)) - 1) / (1 - r);
    }

    /**
     * Elapsed CPU time of a request when at most {@code threads} requests share {@code cores}: the work plus the wait
     * for a core, at most as if all threads shared the cores.
     */
    static double stretched(double rate, double work, double cores, double threads) {
        double rho = rate * work / cores;
        double most = work * StrictMath.max(1, threads / cores);
        return rho >= 1 ? most : StrictMath.min(work + wait(rho, cores, work), most);
    }

    /**
     * Probability that a response takes longer than {@code limit}: a fixed {@code delay} plus an Erlang-2 time of mean
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

    /** Mean of the same response, capped at {@code limit}. */
    static double capped(double limit, double delay, double mean) {
        double left = limit - delay;
        if (left <= 0) {
            return limit;
        }
        double x = 2 * left / mean;
        return delay + mean * (1 - (1 + x / 2) * StrictMath.exp(-x));
    }
}
