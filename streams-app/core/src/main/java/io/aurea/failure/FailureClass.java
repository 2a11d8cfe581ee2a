package io.aurea.failure;

import java.util.Locale;

/** The kind of failure that an error text describes: where somebody would look first. */
public enum FailureClass {
    /** No answer in time, and the text names no slow part. */
    TIMEOUT,
    /** The caller is not allowed: wrong or missing credentials, rights, tokens. */
    PERMISSION,
    /** The database, its connection or its pool; also a data store such as Redis. */
    DATABASE,
    /** No connection, a broken one, a failed name lookup or handshake. */
    NETWORK,
    /** Another service answers that it cannot serve, or is considered down. */
    DEPENDENCY,
    /** Something is exhausted: memory, disk, handles, threads, a quota or rate limit. */
    RESOURCE,
    /** The request is wrong; unchanged it will fail again. */
    VALIDATION,
    /** The text does not show it. */
    UNKNOWN;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** As in records and columns: {@code timeout}, {@code permission} ... */
    public String text() {
        return text;
    }

    /** @throws IllegalArgumentException if the text is not a class */
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
