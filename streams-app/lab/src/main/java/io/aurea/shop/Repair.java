package io.aurea.shop;

import io.aurea.shop.ShopParameters.ActionCost;

/** One action in progress on one service, second by second. Not thread-safe. */
final class Repair {
    private enum Phase {
        PREPARING,
        REPLACING,
        AWAY,
        DONE
    }

    private final ShopAction request;
    private final ActionKind kind;
    private final ServiceState service;
    private final ActionCost cost;
    private final double drainSeconds;
    private final long startedMs;
    private final ActiveFault cures;
    private Phase phase = Phase.PREPARING;
    private long untilMs;
    private int left;
    private double undrained;

    /** @param cures the fault that it undoes; null when there is none */
    Repair(
            ShopAction request,
            ActionKind kind,
            ServiceState service,
            ActionCost cost,
            double drainSeconds,
            ActiveFault cures,
            long nowMs) {
        this.request = request;
        this.kind = kind;
        this.service = service;
        this.cost = cost;
        this.drainSeconds = drainSeconds;
        this.cures = cures;
        this.startedMs = nowMs;
        this.untilMs = nowMs + 1_000L * cost.delaySeconds();
    }

    ShopAction request() {
        return request;
    }

    ActionKind kind() {
        return kind;
    }

    Service target() {
        return service.service;
    }

    long startedMs() {
        return startedMs;
    }

    boolean done() {
        return phase == Phase.DONE;
    }

    /** Advances it; called once a second, before the second is simulated. */
    void second(long nowMs, TemporaryEffects shelf) {
        if (phase == Phase.REPLACING) {
            drain();
        }
        if (nowMs < untilMs) {
            return;
        }
        switch (phase) {
            case PREPARING -> begin(nowMs, shelf);
            case REPLACING -> replaced(nowMs);
            case AWAY -> back(nowMs, shelf);
            case DONE -> {}
        }
    }

    private void begin(long nowMs, TemporaryEffects shelf) {
        switch (kind) {
            case RESTART, ROLL_BACK -> {
                if (service.service.stateless()) {
                    left = service.instances();
                    stop(nowMs);
                } else {
                    away(nowMs, service.sizing.startSeconds());
                }
            }
            case FAIL_OVER -> {
                if (service.service == Service.DATABASE) {
                    away(nowMs, cost.outageSeconds());
                } else {
                    finish(nowMs, 1);
                }
            }
            case SCALE_OUT -> {
                service.extra = service.sizing.instances();
                shelf.scaledOut(service, nowMs);
                // Others still take CPU on the old hosts; with the new ones it no longer matters.
                finish(nowMs, 0);
            }
            case CLEAR_CACHE -> {
                shelf.emptyCache();
                finish(nowMs, 1);
            }
            case RAISE_POOL -> {
                service.poolFactor = 2;
                shelf.poolRaised(service, nowMs);
                // Held connections stay held; as many again are free.
                finish(nowMs, 0);
            }
            default -> finish(nowMs, 1);
        }
    }

    /** Takes the next instance out, or all crashed ones at once. */
    private void stop(long nowMs) {
        phase = Phase.REPLACING;
        untilMs = nowMs + 1_000L * service.sizing.startSeconds();
        if (service.crashed == 0) {
            undrained = drainSeconds / StrictMath.max(1, service.up(nowMs));
            service.replacing = 1;
            drain();
        }
    }

    private void drain() {
        double now = StrictMath.min(undrained, 1.0 / StrictMath.max(1, service.instances()));
        service.stopped = now;
        undrained -= now;
    }

    private void replaced(long nowMs) {
        service.replacing = 0;
        int before = left;
        left -= StrictMath.max(1, service.crashed);
        service.crashed = 0;
        service.memory -= (service.memory - service.sizing.memory()) * (before - StrictMath.max(0, left)) / before;
        if (cures != null && cures.fault.kind() != FaultKind.FRONTEND_DOWN) {
            cures.relief = 1 - (1 - cures.relief) * StrictMath.max(0, left) / before;
        }
        if (left > 0 && !(cures != null && cures.fault.kind() == FaultKind.FRONTEND_DOWN)) {
            stop(nowMs);
        } else {
            finish(nowMs, 1);
        }
    }

    private void away(long nowMs, int seconds) {
        phase = Phase.AWAY;
        untilMs = nowMs + 1_000L * seconds;
        service.downUntilMs = untilMs;
    }

    private void back(long nowMs, TemporaryEffects shelf) {
        service.memory = service.sizing.memory();
        if (service.service == Service.DATABASE) {
            shelf.coolDatabase();
        } else if (service.service == Service.CACHE) {
            shelf.emptyCache();
        }
        finish(nowMs, 1);
    }

    private void finish(long nowMs, double relief) {
        if (phase == Phase.REPLACING) {
            service.stopped = 0;
        }
        phase = Phase.DONE;
        if (cures != null && !cures.healed()) {
            cures.relief = StrictMath.max(cures.relief, relief);
            cures.healedMs = nowMs;
        }
    }
}
