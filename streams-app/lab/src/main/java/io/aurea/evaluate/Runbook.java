package io.aurea.evaluate;

import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.shop.ActionKind;
import io.aurea.shop.Service;
import io.aurea.shop.ShopAction;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A static runbook, as an expert who does not know this shop would write it: fixed limits, each held for some cycles,
 * each with a fixed action; one action per service in ten minutes; silent during maintenance.
 */
final class Runbook implements Arm {
    private static final long COOLDOWN_MS = 600_000;
    private static final long DEPLOY_AGE_MS = 1_800_000;
    private static final int FEWEST_REQUESTS = 10;

    /** A limit and its action. Earlier ones are more specific and take precedence. */
    private enum RunbookLimit {
        DOWN(2),
        PERMISSION_DENIED(2),
        POOL_FULL(3),
        MEMORY_FULL(3),
        CPU_FULL(3),
        DATABASE_SLOW(3),
        ERRORS(3);

        private static final RunbookLimit[] ALL = values();
        private final int cycles;

        RunbookLimit(int cycles) {
            this.cycles = cycles;
        }
    }

    /** One service's observations in this cycle, and since when each limit is exceeded. */
    private static final class Watch {
        private final int[] held = new int[RunbookLimit.ALL.length];
        private int requests;
        private int failures;
        private int denied;
        private double duration;
        private int probes;
        private int probesDown;
        private double pool;
        private double memory;
        private double cpu;
        private long deployedMs = Long.MIN_VALUE / 2;
        private long actedMs = Long.MIN_VALUE / 2;

        void clear() {
            requests = 0;
            failures = 0;
            denied = 0;
            duration = 0;
            probes = 0;
            probesDown = 0;
            pool = 0;
            memory = 0;
            cpu = 0;
        }
    }

    private final Map<Service, Watch> watches = new EnumMap<>(Service.class);
    private long silentFromMs = Long.MAX_VALUE;
    private long silentUntilMs = Long.MIN_VALUE;
    private long requests;

    Runbook() {
        for (Service service : Service.values()) {
            watches.put(service, new Watch());
        }
    }

    @Override
    public String name() {
        return "runbook";
    }

    @Override
    public ArmTurn cycle(ObservedCycle cycle) {
        watches.values().forEach(Watch::clear);
        cycle.observations().forEach(this::observe);
        for (Command command : cycle.commands()) {
            if (command.getKind() == CommandKind.MAINTENANCE) {
                silentFromMs = command.getStartsAt().toEpochMilli();
                silentUntilMs = command.getEndsAt().toEpochMilli();
            }
        }
        boolean silent = cycle.endMs() >= silentFromMs && cycle.endMs() < silentUntilMs;
        List<Alarm> alarms = new ArrayList<>();
        List<ShopAction> actions = new ArrayList<>();
        watches.forEach((service, watch) -> {
            Optional<RunbookLimit> entry = first(service, watch);
            if (entry.isPresent() && !silent && cycle.endMs() - watch.actedMs >= COOLDOWN_MS) {
                ActionKind kind = action(entry.get(), service, watch, cycle.endMs());
                watch.actedMs = cycle.endMs();
                requests++;
                alarms.add(new Alarm(service.source(), entry.get().name().toLowerCase(Locale.ROOT)));
                actions.add(new ShopAction("runbook-" + requests, kind.label(), service.source()));
            }
        });
        return new ArmTurn(alarms, actions);
    }

    private void observe(Observation o) {
        Watch watch = Service.of(o.getSource()).map(watches::get).orElse(null);
        if (watch == null) {
            return;
        }
        switch (o.getKind()) {
            case OPERATION -> {
                watch.requests++;
                watch.duration += o.getDurationMs();
                if (!o.getSuccess()) {
                    watch.failures++;
                    watch.denied += o.getError().contains("permission denied") ? 1 : 0;
                }
            }
            case HEALTH -> {
                watch.probes++;
                watch.probesDown += o.getSuccess() ? 0 : 1;
            }
            case EVENT -> watch.deployedMs = o.getObservedAt().toEpochMilli();
            case METRIC -> {
                switch (o.getName()) {
                    case "pool_usage" -> watch.pool = o.getValue();
                    case "memory" -> watch.memory = o.getValue();
                    case "cpu" -> watch.cpu = o.getValue();
                    default -> {}
                }
            }
            default -> {}
        }
    }

    /** The first entry whose limit has been exceeded for long enough. */
    private static Optional<RunbookLimit> first(Service service, Watch watch) {
        Optional<RunbookLimit> first = Optional.empty();
        for (RunbookLimit entry : RunbookLimit.ALL) {
            int i = entry.ordinal();
            watch.held[i] = passed(entry, service, watch) ? watch.held[i] + 1 : 0;
            if (first.isEmpty() && watch.held[i] >= entry.cycles) {
                first = Optional.of(entry);
            }
        }
        return first;
    }

    private static boolean passed(RunbookLimit entry, Service service, Watch w) {
        return switch (entry) {
            case DOWN -> w.probes > 0 && w.probesDown == w.probes;
            case PERMISSION_DENIED -> w.requests > 0 && w.denied >= 0.1 * w.requests;
            case POOL_FULL -> w.pool >= 95;
            case MEMORY_FULL -> w.memory >= 90;
            case CPU_FULL -> w.cpu >= 90;
            case DATABASE_SLOW -> service == Service.DATABASE && w.requests > 0 && w.duration / w.requests > 200;
            case ERRORS -> w.requests >= FEWEST_REQUESTS && w.failures >= 0.05 * w.requests;
        };
    }

    private static ActionKind action(RunbookLimit entry, Service service, Watch watch, long nowMs) {
        boolean remote = service == Service.PROVIDER;
        return switch (entry) {
            case DOWN -> remote ? ActionKind.FAIL_OVER : ActionKind.RESTART;
            case PERMISSION_DENIED -> ActionKind.RESTORE_PERMISSION;
            case POOL_FULL -> ActionKind.RAISE_POOL;
            case MEMORY_FULL -> ActionKind.RESTART;
            case CPU_FULL -> service.stateless() ? ActionKind.SCALE_OUT : ActionKind.FAIL_OVER;
            case DATABASE_SLOW -> ActionKind.FAIL_OVER;
            case ERRORS -> {
                if (remote) {
                    yield ActionKind.FAIL_OVER;
                }
                boolean deployed = service.stateless() && nowMs - watch.deployedMs < DEPLOY_AGE_MS;
                yield deployed ? ActionKind.ROLL_BACK : ActionKind.RESTART;
            }
        };
    }
}
