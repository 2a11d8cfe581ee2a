package io.aurea.pattern.origin;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.PatternSettings;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Which source calls, and so depends on, which. Not thread-safe. */
public final class CallGraph {
    private final TreeMap<String, TreeSet<String>> callees = new TreeMap<>();

    /** @return whether it was new */
    public boolean add(CallEdge call) {
        return callees.computeIfAbsent(call.caller(), c -> new TreeSet<>()).add(call.callee());
    }

    public boolean has(CallEdge call) {
        return callees.containsKey(call.caller()) && callees.get(call.caller()).contains(call.callee());
    }

    /** All sources that this one depends on, directly or indirectly; itself only if it is part of a cycle. */
    public Set<String> dependenciesOf(String source) {
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

    public void forEach(BiConsumer<String, String> callerAndCallee) {
        callees.forEach((caller, all) -> all.forEach(callee -> callerAndCallee.accept(caller, callee)));
    }

    public CallGraph with(Iterable<PatternSettings.Dependency> dependencies) {
        CallGraph all = new CallGraph();
        forEach((caller, callee) -> all.add(new CallEdge(caller, callee)));
        dependencies.forEach(d -> all.add(new CallEdge(d.from(), d.to())));
        return all;
    }

    /** A copy without these. */
    CallGraph without(Iterable<PatternSettings.Dependency> none) {
        CallGraph rest = with(List.of());
        none.forEach(d -> rest.remove(new CallEdge(d.from(), d.to())));
        return rest;
    }

    void remove(CallEdge call) {
        TreeSet<String> of = callees.get(call.caller());
        if (of != null && of.remove(call.callee()) && of.isEmpty()) {
            callees.remove(call.caller());
        }
    }

    /** @return the calls removed with the source */
    public TreeSet<CallEdge> forget(String source) {
        TreeSet<CallEdge> gone = new TreeSet<>();
        forEach((caller, callee) -> {
            if (caller.equals(source) || callee.equals(source)) {
                gone.add(new CallEdge(caller, callee));
            }
        });
        gone.forEach(this::remove);
        return gone;
    }
}
