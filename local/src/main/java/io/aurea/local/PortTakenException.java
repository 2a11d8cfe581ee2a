package io.aurea.local;

/** A server cannot listen on its port, since another program does: on another port it could start. */
public final class PortTakenException extends LocalStackException {
    private static final long serialVersionUID = 1;

    PortTakenException(String message) {
        super(message);
    }
}
