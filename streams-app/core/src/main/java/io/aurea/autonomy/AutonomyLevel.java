package io.aurea.autonomy;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** How much the loop may do without a person. Ordered from the least. */
public enum AutonomyLevel {
    /** A person operates: every action needs approval. */
    MANUAL(0),
    /** The loop suggests: every action needs approval. */
    ASSISTED(25),
    /** The loop does what it is very sure of; a person decides on the rest. */
    SUPERVISED(50),
    /** The loop acts and a person watches. */
    AUTONOMOUS(75),
    /** The loop decides everything, including the irreversible. */
    FULL_AUTO(100);

    private final int value;

    AutonomyLevel(int value) {
        this.value = value;
    }

    /** 0, 25, 50, 75 or 100, as in records and commands. */
    public int value() {
        return value;
    }

    /** Whether a person is asked before every action, however sure the loop is. */
    public boolean alwaysAsks() {
        return this == MANUAL || this == ASSISTED;
    }

    /** One level down; MANUAL stays. */
    public AutonomyLevel lower() {
        return values()[Math.max(0, ordinal() - 1)];
    }

    /** The level with this value, if there is one. */
    public static Optional<AutonomyLevel> of(int value) {
        return Arrays.stream(values()).filter(l -> l.value == value).findFirst();
    }

    /** All values with their names, for messages. */
    public static String allowed() {
        return Arrays.stream(values()).map(l -> l.value + " (" + l + ")").collect(Collectors.joining(", "));
    }
}
