package io.aurea.acl;

import java.util.Locale;

/** Who logs in at the brokers; each has a principal of its own. */
public enum Role {
    /** {@code aurea run}. */
    APP("aurea run"),

    /** The Connect worker that runs the sink. */
    CONNECT("the Connect worker with the sink"),

    /** Whoever publishes observations. */
    PUBLISHER("whoever publishes observations, as aurea send does"),

    /** Whoever carries out decisions. */
    EXECUTOR("whoever carries out decisions, as aurea act does"),

    /** A person who answers the loop. */
    OPERATOR("approve, reject, pause and the like, policy, brain, dead-letters, drain"),

    /** Who sets an installation up and takes it away. */
    ADMIN("topics, backup, restore, reset, clean, forget");

    private final String does;

    Role(String does) {
        this.does = does;
    }

    /** The commands and programs that act in it, for people. */
    public String does() {
        return does;
    }

    /** As in the flags of {@code aurea acls}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
