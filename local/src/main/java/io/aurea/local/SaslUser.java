package io.aurea.local;

/**
 * Who may log in to the broker's SASL listener, with mechanism PLAIN.
 *
 * @param name letters and digits
 * @param password without quotes and backslashes
 */
public record SaslUser(String name, String password) {

    /** Not the password. */
    @Override
    public String toString() {
        return name;
    }
}
