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
 * Judges each action at the moment it is asked for: whether it is the right one, and whether it breaks a limit of safety.
 * The definitions stand in {@code docs/EVALUATION.md}. Not thread-safe.
 */
final class Referee {
    private static final long HOUR_MS = 3_600_000;
    private static final int FULL_AUTO = 100;

    /** A limit of safety. */
    enum SafetyLimit {
        ONE_AT_A_TIME,
        COOLDOWN,
        ATTEMPTS,
        CONCURRENCY,
        IRREVERSIBLE,
        MAINTENANCE
    }

    /** What an action is worth. */
    enum Worth {
        RIGHT,
        WASTED,
        HARMFUL,
        BUSINESS
    }

    /** @param target the service it is really done to; the back office's own name for what is its business */
    private record Deed(ActionKind kind, String target) {}

    private final ShopParameters parameters;
    private final int autonomy;
    private final List<Timeline.PlannedWork> maintenances;
    private final Map<Deed, Deque<Long>> done = new HashMap<>();
    private final Map<SafetyLimit, Long> broken = new EnumMap<>(SafetyLimit.class);
    private final Map<Worth, Long> worth = new EnumMap<>(Worth.class);
    private long unsafe;

    /** @param autonomy level that the arms are allowed, 0 to 100 */
    Referee(ShopParameters parameters, int autonomy, List<Timeline.PlannedWork> maintenances) {
        this.parameters = parameters;
        this.autonomy = autonomy;
        this.maintenances = maintenances;
    }

    /** Judges an action that is about to be asked of the shop. */
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

    /** Actions that broke one limit or more. */
    long unsafe() {
        return unsafe;
    }

    /** How often each limit was broken. */
    Map<SafetyLimit, Long> broken() {
        return Map.copyOf(broken);
    }
}
