package io.aurea.failure;

import java.util.Locale;

/** What kind of failure an error text speaks of: where somebody would look first. */
public enum FailureClass {
    /** Nobody answered in time, and the text names no part that was slow. */
    TIMEOUT,
    /** Who asked may not: wrong or missing credentials, rights, tokens. */
    PERMISSION,
    /** The database, its connection or its pool; also a data store such as Redis. */
    DATABASE,
    /** No connection, a broken one, no name, no trust between the ends. */
    NETWORK,
    /** Another service answers that it cannot, or is taken to be down. */
    DEPENDENCY,
    /** Something is used up: memory, disk, handles, threads, a quota or rate limit. */
    RESOURCE,
    /** What was asked is wrong; asked again unchanged it fails again. */
    VALIDATION,
    /** The text does not say. */
    UNKNOWN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As it is written in records and columns: {@code timeout}, {@code permission} ... */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException if the text is no class */
    public static FailureClass of(String text) {
        for (FailureClass c : values()) {
            if (c.text.equals(text)) {
                return c;
            }
        }
        throw new IllegalArgumentException("no failure class '" + text + "'; allowed: timeout, permission, database,"
                + " network, dependency, resource, validation, unknown");
    }
}
