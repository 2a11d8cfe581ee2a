package io.aurea.pattern.life;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.PatternSettings;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which source calls, and so depends on, which. */
final class CallGraph {
    private final TreeMap<String, TreeSet<String>> callees = new TreeMap<>();

    /** @return whether it was new */
    boolean add(CallEdge call) {
        return callees.computeIfAbsent(call.caller(), c -> new TreeSet<>()).add(call.callee());
    }

    boolean has(CallEdge call) {
        return callees.containsKey(call.caller()) && callees.get(call.caller()).contains(call.callee());
    }

    /** All sources that this one depends on, directly or indirectly; itself only if it is part of a cycle. */
    Set<String> dependenciesOf(String source) {
        TreeSet<String> found = new TreeSet<>();
        TreeSet<String> open = new TreeSet<>(callees.getOrDefault(source, new TreeSet<>()));
        while (!open.isEmpty()) {
            String next = open.pollFirst();
            if (found.add(next)) {
                open.addAll(callees.getOrDefault(next, new TreeSet<>()));
            }
        }
        return found;
    }

    void forEach(BiConsumer<String, String> callerAndCallee) {
        callees.forEach((caller, all) -> all.forEach(callee -> callerAndCallee.accept(caller, callee)));
    }

    CallGraph with(Iterable<PatternSettings.Dependency> dependencies) {
        CallGraph all = new CallGraph();
        forEach((caller, callee) -> all.add(new CallEdge(caller, callee)));
        dependencies.forEach(d -> all.add(new CallEdge(d.from(), d.to())));
        return all;
    }

    /** @return the calls removed with the source */
    TreeSet<CallEdge> forget(String source) {
        TreeSet<CallEdge> gone = new TreeSet<>();
        forEach((caller, callee) -> {
            if (caller.equals(source) || callee.equals(source)) {
                gone.add(new CallEdge(caller, callee));
            }
        });
        gone.forEach(c -> callees.get(c.caller()).remove(c.callee()));
        callees.values().removeIf(TreeSet::isEmpty);
        return gone;
    }
}
