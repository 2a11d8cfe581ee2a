package io.aurea.decision;

import io.aurea.guard.GuardSettings;
import io.aurea.state.Codec;
import io.aurea.state.StoredMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Recent onsets: the last ones of each symptom, for at most {@link #MAX} symptoms. */
final class OnsetLog {
    static final int MAX = 2_000;

    private final StoredMap<List<Long>> stored;

    OnsetLog(char letter) {
        stored = new StoredMap<>(
                letter,
                Codec.of(
                        1,
                        (times, out) -> {
                            out.writeInt(times.size());
                            for (long t : times) {
                                out.writeLong(t);
                            }
                        },
                        in -> {
                            List<Long> times = new ArrayList<>();
                            for (int n = in.readInt(); n > 0; n--) {
                                times.add(in.readLong());
                            }
                            return times;
                        }));
    }

    StoredMap<?> stored() {
        return stored;
    }

    void onset(String symptom, long atMs) {
        List<Long> times = new ArrayList<>(stored.getOrDefault(symptom, List.of()));
        times.add(atMs);
        if (stored.get(symptom) == null && stored.size() >= MAX) {
            stored.remove(longestCalm());
        }
        stored.put(
                symptom,
                List.copyOf(times.subList(Math.max(0, times.size() - GuardSettings.MAX_REMEMBERED), times.size())));
    }

    /** Onsets after this time. */
    int since(String symptom, long timeMs) {
        return (int) stored.getOrDefault(symptom, List.of()).stream()
                .filter(t -> t > timeMs)
                .count();
    }

    private String longestCalm() {
        String calm = null;
        long least = Long.MAX_VALUE;
        for (Map.Entry<String, List<Long>> e : stored.entries().entrySet()) {
            long last = e.getValue().get(e.getValue().size() - 1);
            if (calm == null || last < least) {
                least = last;
                calm = e.getKey();
            }
        }
        return calm;
    }
}
