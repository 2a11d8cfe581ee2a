package io.aurea.incident;

import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.IncidentPattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How much two patterns have to do with each other, [0, 1]: place x time.
 *
 * <p>Place: 1 at the same source; 0.9, 0.7 and 0.5 at one, two and three calls from each other, in either direction; 0.45 if one of
 * them is the tenant's; 0.4 if the calls of one of the two sources are not known; else 0.1: between sources that are known and
 * far apart there is nothing.
 *
 * <p>Time: halved for each half-life between the onset of the one and the onset or the end of the other, whichever is nearer. While
 * the earlier one is on, the half-life is three minutes or more, at the same source three times as long: what sets on next to a fault
 * that has long been there is another fault, whatever still shows of the first.
 * Not thread-safe.
 */
final class Relation {
    /** From here on they belong together. */
    static final double JOIN = 0.3;

    /** From here on what lies on both sides belongs together, too. */
    static final double BRIDGE = 0.7;

    private static final long ON_HALF_LIFE_MS = 180_000;
    private static final double SAME_SOURCE = 3;
    private static final double[] BY_HOPS = {1, 0.9, 0.7, 0.5};
    private static final double TENANT_WIDE = 0.45;
    private static final double UNKNOWN = 0.4;
    private static final double FAR = 0.1;
    /** Within three calls. */
    static final double NEAR = 0.5;

    private final CallGraph calls;

    /** The sources that a source calls or is called by; null until somebody asks. */
    private Map<String, Set<String>> neighbours;

    /** What is as near as three calls to a source that has been asked about, with their number. */
    private final Map<String, Map<String, Integer>> near = new HashMap<>();

    private final double halfLifeMs;

    /** @param halfLifeMs (0, ..) */
    Relation(CallGraph calls, long halfLifeMs) {
        this.calls = calls;
        this.halfLifeMs = halfLifeMs;
    }

    /**
     * @param later sets on now
     * @param earlier is on, or has ended
     */
    double of(IncidentPattern later, IncidentPattern earlier) {
        return place(later.getSource(), earlier.getSource()) * time(later, earlier);
    }

    private double time(IncidentPattern later, IncidentPattern earlier) {
        boolean same = Objects.equals(later.getSource(), earlier.getSource());
        long at = later.getOnsetAt().toEpochMilli();
        long apart = Math.abs(at - earlier.getOnsetAt().toEpochMilli());
        if (!earlier.getOn() && same) {
            apart = Math.min(apart, Math.abs(at - earlier.getAbatedAt().toEpochMilli()));
        }
        double halfLife = earlier.getOn() ? Math.max(halfLifeMs, ON_HALF_LIFE_MS) : halfLifeMs;
        return StrictMath.pow(0.5, apart / (earlier.getOn() && same ? SAME_SOURCE * halfLife : halfLife));
    }

    /** How near two sources are, [0, 1]; null is the tenant. */
    double place(String one, String other) {
        if (one == null || other == null) {
            return one == null && other == null ? 1 : TENANT_WIDE;
        }
        Integer hops = near.computeIfAbsent(one, this::near).get(other);
        if (hops != null) {
            return BY_HOPS[hops];
        }
        return neighbours().containsKey(one) && neighbours().containsKey(other) ? FAR : UNKNOWN;
    }

    private Map<String, Set<String>> neighbours() {
        if (neighbours == null) {
            neighbours = new HashMap<>();
            calls.forEach((caller, callee) -> {
                neighbours.computeIfAbsent(caller, c -> new TreeSet<>()).add(callee);
                neighbours.computeIfAbsent(callee, c -> new TreeSet<>()).add(caller);
            });
        }
        return neighbours;
    }

    private Map<String, Integer> near(String source) {
        Map<String, Integer> reached = new HashMap<>(Map.of(source, 0));
        Set<String> edge = Set.of(source);
        for (int hops = 1; hops < BY_HOPS.length; hops++) {
            Set<String> next = new TreeSet<>();
            for (String from : edge) {
                for (String to : neighbours().getOrDefault(from, Set.of())) {
                    if (reached.putIfAbsent(to, hops) == null) {
                        next.add(to);
                    }
                }
            }
            edge = next;
        }
        return reached;
    }
}
