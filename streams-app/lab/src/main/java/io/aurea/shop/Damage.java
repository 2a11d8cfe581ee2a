package io.aurea.shop;

import io.aurea.shop.ShopParameters.FaultSize;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** The active faults, and what they do to the services, second by second. Not thread-safe. */
final class Damage {
    private static final double COLLECTOR_SETS_IN = 0.8;
    /** Work is multiplied by this when the garbage collector never rests. */
    private static final double COLLECTOR_FACTOR = 6;

    private static final int FLAP_TOPIC = 11;

    private final Map<FaultKind, FaultSize> sizes;
    private final Map<Service, ServiceState> services;
    private final long seed;
    private final List<ActiveFault> faults = new ArrayList<>();
    private Dice flapping;

    Damage(ShopParameters parameters, Map<Service, ServiceState> services, long seed) {
        this.sizes = parameters.faults();
        this.services = services;
        this.seed = seed;
    }

    void strike(Fault fault) {
        faults.add(new ActiveFault(fault));
        if (fault.kind() == FaultKind.FRONTEND_DOWN) {
            ServiceState s = services.get(fault.target());
            s.crashed = (int) StrictMath.ceil(fault.severity() * s.sizing.instances());
        }
        flapping = Dice.of(seed, FLAP_TOPIC, fault.number());
    }

    List<ActiveFault> faults() {
        return faults;
    }

    /** The unhealed fault that this action would cure; null if there is none. */
    ActiveFault curedBy(ActionKind action, Service on) {
        for (ActiveFault active : faults) {
            if (!active.healed() && active.fault.curedBy(action, on)) {
                return active;
            }
        }
        return null;
    }

    /** Applies the faults to the services for the second that begins now; ends those whose time has come. */
    void apply(long nowMs) {
        for (ServiceState s : services.values()) {
            s.work = s.cold;
            s.stolen = 0;
            s.held = 0;
            s.denied = 0;
            s.defect = 0;
            s.carrier = 0;
            s.away = false;
        }
        for (Iterator<ActiveFault> all = faults.iterator(); all.hasNext(); ) {
            ActiveFault active = all.next();
            if (nowMs >= active.fault.endMs()) {
                end(active);
                all.remove();
            } else {
                apply(active, nowMs);
            }
        }
        for (ServiceState s : services.values()) {
            collect(s, nowMs);
        }
    }

    private void apply(ActiveFault active, long nowMs) {
        Fault fault = active.fault;
        FaultSize size = sizes.get(fault.kind());
        double now = active.size(nowMs, size.rampSeconds());
        ServiceState s = services.get(fault.target());
        switch (fault.kind()) {
            case SLOW_DATABASE -> s.work *= 1 + (fault.severity() - 1) * now;
            case EXHAUSTED_POOL -> s.held = fault.severity() * now;
            case BAD_DEPLOY -> {
                s.defect = fault.severity() * now;
                s.work *= 1 + fault.severity() * now;
            }
            case MEMORY_LEAK -> s.memory += fault.severity() * (1 - active.relief) / 3_600;
            case PERMISSION_CHANGE -> s.denied = fault.severity() * now;
            case NOISY_NEIGHBOUR -> s.stolen = fault.severity() * now;
            case FLAPPING_DEPENDENCY -> s.away = active.relief < 1 && active.away(nowMs, size.flapSeconds(), flapping);
            case INCURABLE -> s.carrier = fault.severity() * now;
            case FRONTEND_DOWN -> {
                // Applied once; the instances stay down until somebody starts them.
            }
        }
    }

    /** A fault's time is over: it passed, or a person repaired the damage. */
    private void end(ActiveFault active) {
        ServiceState s = services.get(active.fault.target());
        if (active.fault.kind() == FaultKind.FRONTEND_DOWN) {
            s.crashed = 0;
        } else if (active.fault.kind() == FaultKind.MEMORY_LEAK) {
            s.memory = s.sizing.memory();
        }
    }

    /**
     * The effect of a full memory: the garbage collector takes CPU time, and in the end the process dies and restarts.
     */
    private static void collect(ServiceState s, long nowMs) {
        if (s.memory >= 1) {
            s.downUntilMs = nowMs + 1_000L * s.sizing.startSeconds();
            s.memory = s.sizing.memory();
        } else if (s.memory > COLLECTOR_SETS_IN) {
            double full = (s.memory - COLLECTOR_SETS_IN) / (1 - COLLECTOR_SETS_IN);
            s.work *= 1 + (COLLECTOR_FACTOR - 1) * full * full;
        }
    }
}
