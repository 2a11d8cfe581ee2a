package io.aurea.shop;

import io.aurea.shop.ShopParameters.Sizing;

/**
 * One service: what faults and repairs have made of it, and what the last second did to it. Shares lie in [0, 1], times
 * are seconds. Not thread-safe.
 */
final class ServiceState {
    final Service service;
    final Sizing sizing;

    // What faults and repairs set. Those that faults set are set anew every second.
    /** Instances beyond the normal number. */
    int extra;
    /** Instances that are being replaced. */
    int replacing;
    /** Instances that crashed and stay down. */
    int crashed;
    /** The whole service is down until then, epoch milliseconds. */
    long downUntilMs;
    /** The service is away through no doing of its own. */
    boolean away;
    /** CPU of the normal instances that others take. */
    double stolen;
    /** Factor of the work of a request, [1, ..). */
    double work;
    /** Factor of work with cold buffers, falling to 1. */
    double cold = 1;

    double memory;
    int poolFactor = 1;
    /** Of the normal pool, taken and never given back. */
    double held;
    /** Of the database statements, refused. */
    double denied;
    /** Of the requests, failed by a broken release. */
    double defect;
    /** Of the requests, failed by the carrier. */
    double carrier;
    /** Of this second's requests, lost on an instance that was stopped. */
    double stopped;

    // What the last second came to.
    double backlog;
    double poolBacklog;
    /** Requests that came, a second. */
    double rate;
    /** Of the requests that came, turned away for want of a thread. */
    double rejected;
    /** Wait behind the backlog. */
    double delay;
    /** Requests that wait, on average. */
    double queue;

    double cpu;
    double poolUsage;
    /** Of the database calls, given up for want of a connection. */
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

    /** Instances that serve at this time. */
    int up(long nowMs) {
        return away || nowMs < downUntilMs ? 0 : StrictMath.max(0, instances() - replacing - crashed);
    }

    /** Cores that are there for it, of this many instances. */
    double cores(int up) {
        double own = StrictMath.min(up, sizing.instances());
        return sizing.cores() * (own * (1 - stolen) + (up - own));
    }

    /** Database connections that it may open, of this many instances. */
    double pool(int instances) {
        return (double) instances * sizing.pool() * poolFactor;
    }

    /** Whether its health probe is answered in time. */
    boolean ready(long nowMs) {
        return up(nowMs) > 0 && delay < 1;
    }
}
