package io.aurea.cli;

/**
 * Something the person at the terminal can put right. The message is one line that names the key or file concerned, its
 * value and what is allowed; it is printed as it is, without a stack trace.
 */
public final class UserError extends RuntimeException {

    public UserError(String message) {
        super(message);
    }

    public UserError(String message, Throwable cause) {
        super(message, cause);
    }
}
