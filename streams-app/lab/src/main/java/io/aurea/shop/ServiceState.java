package io.aurea.shop;

import io.aurea.shop.ShopParameters.Sizing;

/**
 * State of one service: the effects of faults and repairs, and the results of the last second. Shares are in [0, 1],
 * times in seconds. Not thread-safe.
 */
final class ServiceState {
    final Service service;
    final Sizing sizing;

    // Set by faults and repairs. Those set by faults are reset every second.
    /** Instances beyond the normal number. */
    int extra;
    /** Instances that are being replaced. */
    int replacing;
    /** Crashed instances, which stay down. */
    int crashed;
    /** The whole service is down until then, epoch milliseconds. */
    long downUntilMs;
    /** The service is down for reasons outside itself. */
    boolean away;
    /** Share of the normal instances' CPU taken by others. */
    double stolen;
    /** Factor on the work of a request, [1, ..). */
    double work;
    /** Factor on the work with cold buffers, falling to 1. */
    double cold = 1;

    double memory;
    int poolFactor = 1;
    /** Share of the normal pool taken and never returned. */
    double held;
    /** Share of database statements refused. */
    double denied;
    /** Share of requests failed by a broken release. */
    double defect;
    /** Share of requests failed by the carrier. */
    double carrier;
    /** Share of this second's requests lost on a stopped instance. */
    double stopped;

    // Results of the last second.
    double backlog;
    double poolBacklog;
    /** Arrivals per second. */
    double rate;
    /** Share of arrivals rejected for lack of a thread. */
    double rejected;
    /** Wait in the backlog. */
    double delay;
    /** Mean number of waiting requests. */
    double queue;

    double cpu;
    double poolUsage;
    /** Share of database calls given up for lack of a connection. */
    double poolRefused;

    double poolWait;

    ServiceState(Service service, Sizing sizing) {
        this.service = service;
        this.sizing = sizing;
        this.memory = sizing.memory();
    }

    int instances() {
        return sizing.instances() + extra;
    }

    /** Instances that are serving at this time. */
    int up(long nowMs) {
        return away || nowMs < downUntilMs ? 0 : StrictMath.max(0, instances() - replacing - crashed);
    }

    /** Cores available to it with this many instances. */
    double cores(int up) {
        double own = StrictMath.min(up, sizing.instances());
        return sizing.cores() * (own * (1 - stolen) + (up - own));
    }

    /** Database connections it may open with this many instances. */
    double pool(int instances) {
        return (double) instances * sizing.pool() * poolFactor;
    }

    /** Whether its health probe is answered in time. */
    boolean ready(long nowMs) {
        return up(nowMs) > 0 && delay < 1;
    }
}
