package io.aurea.state;

import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The last of something for each series of a tenant, by source/name, for {@link #KEEP_MS}; beyond {@link #MAX} series the one that
 * is longest ago is forgotten. Not thread-safe.
 */
public final class LastBySeries<V> {
    public static final long KEEP_MS = 86_400_000;
    public static final int MAX = 1_000;

    private final StoredMap<V> stored;
    private final ToLongFunction<V> timeMs;

    /**
     * @param letter of its entries
     * @param timeMs when it was, epoch milliseconds
     */
    public LastBySeries(char letter, Codec<V> codec, ToLongFunction<V> timeMs) {
        this.stored = new StoredMap<>(letter, codec);
        this.timeMs = timeMs;
    }

    public StoredMap<V> stored() {
        return stored;
    }

    public Map<String, V> entries() {
        return stored.entries();
    }

    public void put(String series, V value) {
        if (stored.get(series) == null && stored.size() >= MAX) {
            String oldest = null;
            for (Map.Entry<String, V> e : stored.entries().entrySet()) {
                if (oldest == null || timeMs.applyAsLong(e.getValue()) < timeMs.applyAsLong(stored.get(oldest))) {
                    oldest = e.getKey();
                }
            }
            stored.remove(oldest);
        }
        stored.put(series, value);
    }

    /** Forgets what was too long before this time. */
    public void expire(long nowMs) {
        for (String series : List.copyOf(stored.entries().keySet())) {
            if (nowMs - timeMs.applyAsLong(stored.get(series)) > KEEP_MS) {
                stored.remove(series);
            }
        }
    }
}
