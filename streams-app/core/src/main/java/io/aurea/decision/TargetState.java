package io.aurea.decision;

import io.aurea.guard.ActionRecord;
import io.aurea.guard.GuardSettings;
import io.aurea.state.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The recent actions on one target: when it settles, the last dispatches, and how each action went. Immutable.
 *
 * @param dispatchesMs at most {@link GuardSettings#MAX_REMEMBERED}, oldest first
 * @param actions by action, at most {@link GuardSettings#MAX_REMEMBERED}
 */
record TargetState(long settlesAtMs, List<Long> dispatchesMs, Map<String, ActionRecord> actions) {
    static final TargetState NEW = new TargetState(Long.MIN_VALUE, List.of(), Map.of());

    static final Codec<TargetState> CODEC = Codec.of(
            1,
            (t, out) -> {
                out.writeLong(t.settlesAtMs);
                out.writeInt(t.dispatchesMs.size());
                for (long at : t.dispatchesMs) {
                    out.writeLong(at);
                }
                out.writeInt(t.actions.size());
                for (Map.Entry<String, ActionRecord> e : t.actions.entrySet()) {
                    out.writeUTF(e.getKey());
                    out.writeLong(e.getValue().dispatchedAtMs());
                    out.writeInt(e.getValue().inVain());
                }
            },
            in -> {
                long settlesAt = in.readLong();
                List<Long> dispatches = new ArrayList<>();
                for (int n = in.readInt(); n > 0; n--) {
                    dispatches.add(in.readLong());
                }
                Map<String, ActionRecord> actions = new TreeMap<>();
                for (int n = in.readInt(); n > 0; n--) {
                    actions.put(in.readUTF(), new ActionRecord(in.readLong(), in.readInt()));
                }
                return new TargetState(settlesAt, dispatches, actions);
            });

    TargetState {
        dispatchesMs = List.copyOf(dispatchesMs);
        actions = Collections.unmodifiableMap(new TreeMap<>(actions));
    }

    ActionRecord action(String action) {
        return actions.getOrDefault(action, ActionRecord.NONE);
    }

    /** @param changes whether it counts as an action on the target */
    TargetState dispatched(String action, boolean changes, long atMs) {
        List<Long> times = new ArrayList<>(dispatchesMs);
        if (changes) {
            times.add(atMs);
        }
        Map<String, ActionRecord> more = new TreeMap<>(actions);
        more.put(action, new ActionRecord(atMs, action(action).inVain()));
        if (more.size() > GuardSettings.MAX_REMEMBERED) {
            more.remove(leastRecent(more));
        }
        return new TargetState(
                settlesAtMs,
                times.subList(Math.max(0, times.size() - GuardSettings.MAX_REMEMBERED), times.size()),
                more);
    }

    TargetState ended(String action, boolean helped) {
        ActionRecord was = action(action);
        Map<String, ActionRecord> more = new TreeMap<>(actions);
        more.put(action, new ActionRecord(was.dispatchedAtMs(), helped ? 0 : was.inVain() + 1));
        return new TargetState(settlesAtMs, dispatchesMs, more);
    }

    TargetState settlesAt(long timeMs) {
        return new TargetState(Math.max(settlesAtMs, timeMs), dispatchesMs, actions);
    }

    /** When it was last acted on. */
    long lastMs() {
        return actions.values().stream()
                .mapToLong(ActionRecord::dispatchedAtMs)
                .max()
                .orElse(settlesAtMs);
    }

    private static String leastRecent(Map<String, ActionRecord> actions) {
        String oldest = null;
        for (Map.Entry<String, ActionRecord> e : actions.entrySet()) {
            if (oldest == null
                    || e.getValue().dispatchedAtMs() < actions.get(oldest).dispatchedAtMs()) {
                oldest = e.getKey();
            }
        }
        return oldest;
    }
}
