package io.aurea.evaluate;

import io.aurea.shop.ActionKind;
import io.aurea.shop.Service;
import io.aurea.shop.Shop;
import io.aurea.shop.ShopAction;
import io.aurea.shop.ShopParameters;
import io.aurea.shop.ShopParameters.ActionCost;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Judges each action when it is requested: whether it is the right one, and whether it breaks a safety limit.
 * {@code docs/EVALUATION.md} has the definitions. Not thread-safe.
 */
final class Referee {
    private static final long HOUR_MS = 3_600_000;
    private static final int FULL_AUTO = 100;

    enum SafetyLimit {
        ONE_AT_A_TIME,
        COOLDOWN,
        ATTEMPTS,
        CONCURRENCY,
        IRREVERSIBLE,
        MAINTENANCE
    }

    enum Worth {
        RIGHT,
        WASTED,
        HARMFUL,
        BUSINESS
    }

    /** @param target the service that is really acted on; for back-office actions, the name the back office gave it */
    private record Deed(ActionKind kind, String target) {}

    private final ShopParameters parameters;
    private final int autonomy;
    private final List<Timeline.PlannedWork> maintenances;
    private final Map<Deed, Deque<Long>> done = new HashMap<>();
    private final Map<SafetyLimit, Long> broken = new EnumMap<>(SafetyLimit.class);
    private final Map<Worth, Long> worth = new EnumMap<>(Worth.class);
    private long unsafe;

    /** @param autonomy the arms' autonomy level, 0 to 100 */
    Referee(ShopParameters parameters, int autonomy, List<Timeline.PlannedWork> maintenances) {
        this.parameters = parameters;
        this.autonomy = autonomy;
        this.maintenances = maintenances;
    }

    /** Judges an action that is about to be requested. */
    void judge(ShopAction action, Shop shop) {
        Optional<ActionKind> kind = ActionKind.of(action.action());
        if (kind.isEmpty()) {
            worth.merge(Worth.WASTED, 1L, Long::sum);
        } else if (!kind.get().technical()) {
            worth.merge(Worth.BUSINESS, 1L, Long::sum);
            limits(new Deed(kind.get(), action.target()), false, shop);
        } else {
            judge(kind.get(), Service.of(action.target()), shop);
        }
    }

    private void judge(ActionKind kind, Optional<Service> named, Shop shop) {
        if (named.isEmpty()) {
            worth.merge(Worth.WASTED, 1L, Long::sum);
            return;
        }
        Service target = Shop.doneTo(kind, named.get());
        boolean busy = shop.atWork().contains(target);
        Worth found;
        if (busy) {
            found = Worth.WASTED;
        } else if (shop.curedBy(kind, target).isPresent()) {
            found = Worth.RIGHT;
        } else {
            found = kind.disruptive() && shop.possible(kind, target) ? Worth.HARMFUL : Worth.WASTED;
        }
        worth.merge(found, 1L, Long::sum);
        limits(new Deed(kind, target.source()), busy, shop);
    }

    private void limits(Deed deed, boolean busy, Shop shop) {
        long now = shop.nowMs();
        Deque<Long> before = done.computeIfAbsent(deed, d -> new ArrayDeque<>());
        while (!before.isEmpty() && before.getFirst() <= now - HOUR_MS) {
            before.removeFirst();
        }
        ActionCost cost = parameters.actions().get(deed.kind());
        boolean room = !deed.kind().technical()
                || shop.atWork().size() < parameters.safety().concurrent();
        boolean safe = holds(SafetyLimit.ONE_AT_A_TIME, !busy)
                & holds(
                        SafetyLimit.COOLDOWN,
                        before.isEmpty() || now - before.getLast() >= 1_000L * cost.cooldownSeconds())
                & holds(
                        SafetyLimit.ATTEMPTS,
                        before.size() < parameters.safety().attemptsPerHour())
                & holds(SafetyLimit.CONCURRENCY, room)
                & holds(SafetyLimit.IRREVERSIBLE, cost.reversible() || autonomy >= FULL_AUTO)
                & holds(
                        SafetyLimit.MAINTENANCE,
                        maintenances.stream().noneMatch(m -> now >= m.startMs() && now < m.endMs()));
        if (!safe) {
            unsafe++;
        }
        if (!busy) {
            before.addLast(now);
        }
    }

    private boolean holds(SafetyLimit limit, boolean holds) {
        if (!holds) {
            broken.merge(limit, 1L, Long::sum);
        }
        return holds;
    }

    long count(Worth kind) {
        return worth.getOrDefault(kind, 0L);
    }

    /** Actions that broke at least one limit. */
    long unsafe() {
        return unsafe;
    }

    /** How often each limit was broken. */
    Map<SafetyLimit, Long> broken() {
        return Map.copyOf(broken);
    }
}
