package io.aurea.change;

import java.util.Locale;
import java.util.Optional;

/** What has been changed, as a policy and the attribute {@code change} of an EVENT name it. */
public enum ChangeKind {
    DEPLOYMENT,
    ROLLBACK,
    CONFIGURATION,
    FEATURE_FLAG,
    SCALING,
    INFRASTRUCTURE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is written, {@code feature_flag}. */
    public String text() {
        return text;
    }

    /** The kind that is written like this, whatever its case; empty for none. */
    public static Optional<ChangeKind> of(String text) {
        for (ChangeKind kind : values()) {
            if (kind.text.equalsIgnoreCase(text)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
