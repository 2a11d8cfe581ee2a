package io.aurea.local;

/** A server could not be started, kept or stopped. The first line of the message says which and why. */
public sealed class LocalStackException extends RuntimeException permits PortTakenException {
    LocalStackException(String message) {
        super(message);
    }

    LocalStackException(String message, Throwable cause) {
        super(message, cause);
    }
}
