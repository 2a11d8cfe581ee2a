package io.aurea.pattern.life;

import io.aurea.pattern.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What the members of a pattern that fire have shown in one window, put together: the confidence is 1 - the product of
 * (1 - c) over them, where c is the confidence of a member's evidence times (1 - the chance that so much evidence is
 * accident); all else is that of the strongest by c times impact.
 */
final class ShownEvidence {
    /** Members that are named besides the strongest. */
    private static final int MAX_NAMED = 8;

    private record Shown(String member, Evidence evidence, double confidence) {
        double weight() {
            return confidence * evidence.impact();
        }
    }

    private final List<Shown> shown = new ArrayList<>();

    void add(String member, Evidence evidence, double confidence) {
        shown.add(new Shown(member, evidence, confidence));
    }

    boolean isEmpty() {
        return shown.isEmpty();
    }

    void clear() {
        shown.clear();
    }

    double confidence() {
        double doubt = 1;
        for (Shown s : shown) {
            doubt *= 1 - s.confidence();
        }
        return 1 - doubt;
    }

    Evidence strongest() {
        return best().evidence();
    }

    /** Of the strongest, and who else shows it. */
    TreeMap<String, String> data() {
        Shown best = best();
        TreeMap<String, String> data = new TreeMap<>(best.evidence().data());
        if (shown.size() > 1) {
            List<String> others = shown.stream()
                    .filter(s -> s != best)
                    .limit(MAX_NAMED)
                    .map(Shown::member)
                    .toList();
            data.put("also", String.join(", ", others));
        }
        return data;
    }

    private Shown best() {
        Shown best = shown.get(0);
        for (Shown s : shown) {
            if (s.weight() > best.weight()) {
                best = s;
            }
        }
        return best;
    }
}
