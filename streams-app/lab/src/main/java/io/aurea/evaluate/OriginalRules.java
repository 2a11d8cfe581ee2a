package io.aurea.evaluate;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.shop.ActionKind;
import io.aurea.shop.Service;
import io.aurea.shop.ShopAction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules of the previous system, with their defects: five decisions on business figures and on the frontend, and
 * heal rules on a health score.
 *
 * <p>The defects that matter here: the score is a plain mean, so failing requests hardly show in it; it is up to 300 s
 * old and rests on an hour of requests; there is no cooldown; decisions are made again each cycle and stay pending
 * although they were carried out; the heal actions lose the name of the service and hit the one that the system runs
 * in, here the frontend.
 */
final class OriginalRules implements Arm {
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final long HEALTH_AGE_MS = 300_000;
    private static final long IDLE_SLEEP_MS = 30_000;
    private static final double OVERDUE_LIMIT = 10_000;
    private static final double ESTIMATE_VALUE = 5_000;
    private static final double ESTIMATE_LIMIT = 10_000;
    private static final double MEMORY_LIMIT = 1_000_000;

    /** Requests of one cycle. */
    private record Activations(long endMs, long all, long failed) {}

    /** The score and its parts. */
    private record OriginalHealth(long atMs, double overall, double performance, double errorRate, long backlog) {}

    private final Deque<Activations> activations = new ArrayDeque<>();
    private final Deque<Long> pending = new ArrayDeque<>();
    private final Map<String, Double> figures = new HashMap<>();
    private final Map<String, Boolean> up = new HashMap<>();
    private OriginalHealth health;
    private long wakesMs = Long.MIN_VALUE;
    private long memories;
    private long requests;

    @Override
    public String name() {
        return "original";
    }

    @Override
    public ArmTurn cycle(ObservedCycle cycle) {
        observe(cycle);
        if (cycle.endMs() < wakesMs) {
            return ArmTurn.NOTHING;
        }
        List<Alarm> alarms = new ArrayList<>();
        List<ShopAction> actions = new ArrayList<>();
        decide(cycle.endMs(), alarms, actions);
        heal(cycle.endMs(), alarms, actions);
        memories++;
        wakesMs = actions.isEmpty() ? cycle.endMs() + IDLE_SLEEP_MS : cycle.endMs();
        return new ArmTurn(alarms, actions);
    }

    private void observe(ObservedCycle cycle) {
        long all = 0;
        long failed = 0;
        for (Observation o : cycle.observations()) {
            if (o.getKind() == ObservationKind.OPERATION) {
                all++;
                failed += o.getSuccess() ? 0 : 1;
            } else if (o.getKind() == ObservationKind.HEALTH) {
                up.put(o.getSource(), o.getSuccess());
            } else if (o.getValue() != null) {
                figures.put(o.getName(), o.getValue());
            }
        }
        activations.addLast(new Activations(cycle.endMs(), all, failed));
        while (activations.getFirst().endMs() <= cycle.endMs() - HOUR_MS) {
            activations.removeFirst();
        }
        while (!pending.isEmpty() && pending.getFirst() <= cycle.endMs() - DAY_MS) {
            pending.removeFirst();
        }
    }

    private double figure(String name) {
        return figures.getOrDefault(name, 0.0);
    }

    private void decide(long nowMs, List<Alarm> alarms, List<ShopAction> actions) {
        if (figure("overdue_total") > OVERDUE_LIMIT) {
            decision(ActionKind.COLLECT, "backoffice", nowMs, actions);
        }
        if (figure("scheduling_conflicts") > 0) {
            decision(ActionKind.RESCHEDULE, "backoffice", nowMs, actions);
        }
        if (!up.getOrDefault(Service.FRONTEND.source(), true)) {
            decision(ActionKind.INVESTIGATE, Service.FRONTEND.source(), nowMs, actions);
            alarms.add(new Alarm(Service.FRONTEND.source(), "frontend is not healthy"));
        }
        if (figure("churn_risks") > 0) {
            decision(ActionKind.RETAIN, "backoffice", nowMs, actions);
        }
        if (figure("pending_estimates") * ESTIMATE_VALUE > ESTIMATE_LIMIT) {
            decision(ActionKind.ESTIMATE, "backoffice", nowMs, actions);
        }
    }

    private void decision(ActionKind kind, String target, long nowMs, List<ShopAction> actions) {
        pending.addLast(nowMs);
        actions.add(action(kind, target));
    }

    private void heal(long nowMs, List<Alarm> alarms, List<ShopAction> actions) {
        if (health == null || nowMs - health.atMs() > HEALTH_AGE_MS) {
            health = health(nowMs);
        }
        if (health.overall() < 70) {
            if (health.errorRate() > 0.1) {
                up.forEach((source, healthy) -> {
                    if (!healthy) {
                        remedy(ActionKind.RESTART, source, "a failed agent", alarms, actions);
                    }
                });
            }
            if (health.backlog() > 10) {
                // Pending decisions expire after 24 h. They no longer count anyway.
                pending.removeIf(madeMs -> madeMs <= nowMs - DAY_MS);
            }
        }
        if (health.errorRate() > 0.2) {
            remedy(ActionKind.RESTART, Service.FRONTEND.source(), "error rate above 20 %", alarms, actions);
        }
        if (health.overall() < 50) {
            remedy(ActionKind.SCALE_OUT, Service.FRONTEND.source(), "health below 50", alarms, actions);
        }
        if (health.performance() < 40) {
            alarms.add(new Alarm(Service.FRONTEND.source(), "performance below 40"));
        }
    }

    private OriginalHealth health(long nowMs) {
        long all = activations.stream().mapToLong(Activations::all).sum();
        long failed = activations.stream().mapToLong(Activations::failed).sum();
        double errorRate = all == 0 ? 0 : (double) failed / all;
        long backlog = pending.size();
        // All services are enabled, also those that are down.
        double agents = 100;
        double memory = memories > MEMORY_LIMIT ? 10 : 100 - memories / MEMORY_LIMIT * 100;
        double errors = 100 - 100 * errorRate;
        double performance = Math.max(0, 100 - 0.5 * 100 * errorRate - 0.5 * Math.min(backlog, 50));
        double overall = (agents + memory + errors + (100 - Math.min(backlog, 100)) + performance) / 5;
        return new OriginalHealth(nowMs, overall, performance, errorRate, backlog);
    }

    private void remedy(ActionKind kind, String target, String reason, List<Alarm> alarms, List<ShopAction> actions) {
        alarms.add(new Alarm(target, reason));
        actions.add(action(kind, target));
    }

    private ShopAction action(ActionKind kind, String target) {
        requests++;
        return new ShopAction("original-" + requests, kind.label(), target);
    }
}
