package io.aurea.shop;

import io.aurea.shop.ShopParameters.Plumbing;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that warms up or is released after a while: the cache, the database's buffers, extra instances and
 * connections. Not thread-safe.
 */
final class TemporaryEffects {
    private record Extra(ServiceState service, long untilMs) {}

    private final Plumbing plumbing;
    private final ServiceState database;
    private final long holdMs;
    private final List<Extra> extras = new ArrayList<>();
    private final List<Extra> pools = new ArrayList<>();
    private final double cacheDecay;
    private final double databaseDecay;
    private double cacheCold;

    /** @param holdMs how long extra instances and connections are kept */
    TemporaryEffects(Plumbing plumbing, ServiceState database, long holdMs) {
        this.plumbing = plumbing;
        this.database = database;
        this.holdMs = holdMs;
        this.cacheDecay = StrictMath.exp(-1 / plumbing.cacheWarmSeconds());
        this.databaseDecay = StrictMath.exp(-1 / plumbing.databaseWarmSeconds());
    }

    void emptyCache() {
        cacheCold = 1;
    }

    void coolDatabase() {
        database.cold = plumbing.coldFactor();
    }

    void scaledOut(ServiceState service, long nowMs) {
        extras.add(new Extra(service, nowMs + holdMs));
    }

    void poolRaised(ServiceState service, long nowMs) {
        pools.add(new Extra(service, nowMs + holdMs));
    }

    void second(long nowMs) {
        cacheCold *= cacheDecay;
        database.cold = 1 + (database.cold - 1) * databaseDecay;
        extras.removeIf(extra -> {
            // Does not return to a host that others still use.
            boolean due = nowMs >= extra.untilMs() && extra.service().stolen == 0;
            if (due) {
                extra.service().extra = 0;
            }
            return due;
        });
        pools.removeIf(raised -> {
            boolean due = nowMs >= raised.untilMs() && raised.service().held == 0;
            if (due) {
                raised.service().poolFactor = 1;
            }
            return due;
        });
    }

    /** Share of reads that the cache answers while it is up. */
    double hitShare() {
        return plumbing.hitShare() * (1 - cacheCold);
    }
}
