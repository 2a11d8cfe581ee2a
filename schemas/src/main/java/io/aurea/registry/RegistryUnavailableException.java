package io.aurea.registry;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The registry could not be reached, or would not answer: unreachable, overloaded, refusing the credentials, or not a
 * registry at all. Says nothing about the record at hand, which must never be dead-lettered for it. The message names
 * the URLs that were tried, and each one's reason.
 */
public final class RegistryUnavailableException extends RetriableException {

    public RegistryUnavailableException(String message) {
        super(message);
    }

    public RegistryUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
