package io.aurea.pattern.origin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.pattern.CallEdge;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The calls between the sources of one tenant, learned from the peers of operations and the names of series, with when each was
 * last seen. One that is no longer seen is forgotten; beyond the most that the policy allows, no further ones are learned.
 *
 * <p>When a call was seen is noted in steps of {@value #STEP_MS} ms, so that a call costs an entry of the state every few
 * minutes and not every cycle. Not thread-safe.
 */
public final class LearnedCalls implements StoredState {
    static final long STEP_MS = 300_000;

    /** As an older release stored it, which did not know the time. */
    private static final long SEEN_SOME_TIME = -1;

    private static final Codec<Long> SEEN = Codec.<Long>of(2, (ms, out) -> out.writeLong(ms), in -> in.readLong())
            .alsoReads(1, in -> SEEN_SOME_TIME);

    /** By caller, slash and callee: no name of a source has a slash. */
    private final StoredMap<Long> seen;

    private final CallGraph graph = new CallGraph();
    private long refused;
    private PatternSettings.Origin shownFor;
    private CallGraph counted;
    private List<KnownCall> shown;

    /** @param letter the first of the keys of its entries */
    public LearnedCalls(char letter) {
        this.seen = new StoredMap<>(letter, SEEN);
    }

    /** Adds what a cycle shows, and forgets what was not seen for too long. Cycles come oldest first. */
    public void learn(ClosedCycle cycle, Set<String> sources, PatternSettings.Origin settings) {
        refused = 0;
        for (Trend t : cycle.trends()) {
            CallEdge.of(t, sources, settings).ifPresent(call -> see(call, cycle.windowEndMs(), settings));
            if (t.getPeers() != null) {
                for (String peer : t.getPeers()) {
                    if (!peer.equals(t.getSource())) {
                        see(new CallEdge(t.getSource(), peer), cycle.windowEndMs(), settings);
                    }
                }
            }
        }
        long before = cycle.unheard().forgetBefore(cycle.windowEndMs(), settings.forgetCallsAfterMs());
        for (Map.Entry<String, Long> call : List.copyOf(seen.entries().entrySet())) {
            if (call.getValue() == SEEN_SOME_TIME) {
                note(call.getKey(), cycle.windowEndMs());
            } else if (call.getValue() < before) {
                remove(callOf(call.getKey()));
            }
        }
    }

    private void see(CallEdge call, long atMs, PatternSettings.Origin settings) {
        String name = nameOf(call);
        Long before = seen.get(name);
        if (before == null) {
            if (seen.size() >= settings.maxCalls()) {
                refused++;
                return;
            }
            graph.add(call);
            note(name, atMs);
        } else if (before == SEEN_SOME_TIME || atMs - before >= STEP_MS) {
            note(name, atMs);
        }
    }

    private void note(String name, long atMs) {
        seen.put(name, atMs);
        shownFor = null;
    }

    private void remove(CallEdge call) {
        graph.remove(call);
        seen.remove(nameOf(call));
        shownFor = null;
    }

    /** Forgets all calls from and to a source. */
    public void forget(String source) {
        graph.forget(source).forEach(this::remove);
    }

    /** How often the last cycle showed a call that was not learned, since as many are known as may be. */
    public long refused() {
        return refused;
    }

    /** Who calls whom, as learned and as the policy says; must not be changed. */
    public CallGraph graph(PatternSettings.Origin settings) {
        merge(settings);
        return counted;
    }

    /** All calls that are learned, declared or denied, by caller and callee; the same list until something changes. */
    public List<KnownCall> known(PatternSettings.Origin settings) {
        merge(settings);
        return shown;
    }

    private void merge(PatternSettings.Origin settings) {
        if (settings == shownFor) {
            return;
        }
        counted = graph.with(settings.dependencies()).without(settings.noDependencies());
        TreeMap<CallEdge, KnownCall> all = new TreeMap<>();
        seen.entries().forEach((name, ms) -> {
            CallEdge call = callOf(name);
            all.put(call, new KnownCall(call.caller(), call.callee(), true, false, false, ms));
        });
        settings.dependencies()
                .forEach(d -> all.merge(
                        new CallEdge(d.from(), d.to()),
                        new KnownCall(d.from(), d.to(), false, true, false, KnownCall.UNSEEN),
                        (learned, d2) ->
                                new KnownCall(d.from(), d.to(), learned.learned(), true, false, learned.seenMs())));
        settings.noDependencies()
                .forEach(d -> all.merge(
                        new CallEdge(d.from(), d.to()),
                        new KnownCall(d.from(), d.to(), false, false, true, KnownCall.UNSEEN),
                        (learned, d2) ->
                                new KnownCall(d.from(), d.to(), learned.learned(), false, true, learned.seenMs())));
        shown = List.copyOf(all.values());
        shownFor = settings;
    }

    private static String nameOf(CallEdge call) {
        return call.caller() + '/' + call.callee();
    }

    private static CallEdge callOf(String name) {
        int slash = name.indexOf('/');
        return new CallEdge(name.substring(0, slash), name.substring(slash + 1));
    }

    @Override
    public void load(byte[] key, byte[] value) {
        seen.load(key, value);
        graph.add(callOf(new String(key, 1, key.length - 1, UTF_8)));
        shownFor = null;
    }

    @Override
    public void save(Entries changes) {
        seen.save(changes);
    }

    @Override
    public void saveAll(Entries all) {
        seen.saveAll(all);
    }
}
