package io.aurea.connector;

/** The Connect worker could not be reached, or refused. The message has its address and its answer. */
public final class ConnectClientException extends RuntimeException {

    public ConnectClientException(String message) {
        super(message);
    }

    public ConnectClientException(String message, Throwable cause) {
        super(message, cause);
    }
}
