package io.aurea.cli;

/**
 * An error that the person at the terminal can fix. The message is one line with the key or file, its value and what is
 * allowed; it is printed without a stack trace.
 */
public final class UserError extends RuntimeException {

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
