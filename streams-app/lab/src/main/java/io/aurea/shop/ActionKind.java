package io.aurea.shop;

import java.util.Locale;
import java.util.Optional;

/** What can be done to the shop. */
public enum ActionKind {
    /** Restarts the instances, one by one where the service holds no data. */
    RESTART(true),
    /** Doubles the instances, on other hosts. */
    SCALE_OUT(false),
    /** Replaces the instances with the previous release. */
    ROLL_BACK(true),
    /** Moves the database to its standby, or payments to the second provider. */
    FAIL_OVER(true),
    /** Empties the cache. */
    CLEAR_CACHE(true),
    /** Doubles the database connections of each instance. */
    RAISE_POOL(false),
    /** Restores the permissions of the service's database role. */
    RESTORE_PERMISSION(false),
    /** Reminds customers of overdue payments. */
    COLLECT(false),
    /** Moves conflicting appointments. */
    RESCHEDULE(false),
    /** Calls customers who are about to leave. */
    RETAIN(false),
    /** Works through pending estimates. */
    ESTIMATE(false),
    /** Looks at something, which changes nothing. */
    INVESTIGATE(false);

    private final boolean disruptive;
    private final String label = name().toLowerCase(Locale.ROOT);

    ActionKind(boolean disruptive) {
        this.disruptive = disruptive;
    }

    public static Optional<ActionKind> of(String label) {
        for (ActionKind kind : values()) {
            if (kind.label.equals(label)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    public String label() {
        return label;
    }

    /** Whether it interrupts its target. */
    public boolean disruptive() {
        return disruptive;
    }

    /** Whether it acts on a service; the back office's actions touch none. */
    public boolean technical() {
        return compareTo(COLLECT) < 0;
    }
}
