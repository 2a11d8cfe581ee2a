package io.aurea.pattern;

import java.util.SortedMap;

/**
 * The evidence for a pattern in one reading of one window.
 *
 * @param confidence confidence of the reading by itself, [0, 1]
 * @param impact how much it matters if true, [0, 1]
 * @param description one sentence for a person
 * @param data the numbers behind it, by name
 * @param strength the weight of this window
 */
public record Evidence(
        double confidence,
        double impact,
        String description,
        SortedMap<String, String> data,
        EvidenceStrength strength) {
    public Evidence {
        if (!(confidence >= 0 && confidence <= 1 && impact >= 0 && impact <= 1)) {
            throw new IllegalArgumentException(
                    "confidence and impact are in [0, 1]: " + confidence + ", " + impact + " of " + description);
        }
    }

    public Evidence(double confidence, double impact, String description, SortedMap<String, String> data) {
        this(confidence, impact, description, data, EvidenceStrength.WINDOW);
    }

    public Evidence(
            double confidence, double impact, String description, SortedMap<String, String> data, boolean decisive) {
        this(confidence, impact, description, data, decisive ? EvidenceStrength.DECISIVE : EvidenceStrength.WINDOW);
    }
}
