package io.aurea.learning;

import io.aurea.state.StoredMap;
import java.util.Map;

/**
 * What one tenant's loop believes about its actions, by context and action. At most {@link #MAX} are kept; the least
 * recently updated one is dropped.
 */
final class Beliefs {
    static final int MAX = 2_000;

    private final StoredMap<Belief> stored;

    Beliefs(char letter) {
        stored = new StoredMap<>(letter, Belief.CODEC);
    }

    StoredMap<Belief> stored() {
        return stored;
    }

    static String key(String context, String action) {
        return context + '|' + action;
    }

    Posterior posterior(
            String context, String action, double priorMean, double priorWeight, long nowMs, long halfLifeMs) {
        Belief b = stored.getOrDefault(key(context, action), Belief.NONE).at(nowMs, halfLifeMs);
        return new Posterior(priorMean * priorWeight + b.successes(), (1 - priorMean) * priorWeight + b.failures());
    }

    void learn(String context, String action, boolean success, long nowMs, long halfLifeMs) {
        String key = key(context, action);
        if (stored.get(key) == null && stored.size() >= MAX) {
            String oldest = null;
            long at = Long.MAX_VALUE;
            for (Map.Entry<String, Belief> e : stored.entries().entrySet()) {
                if (e.getValue().atMs() < at) {
                    at = e.getValue().atMs();
                    oldest = e.getKey();
                }
            }
            stored.remove(oldest);
        }
        stored.put(
                key, stored.getOrDefault(key, Belief.NONE).at(nowMs, halfLifeMs).plus(success));
    }
}
