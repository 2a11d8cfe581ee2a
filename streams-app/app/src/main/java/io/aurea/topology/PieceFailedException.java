package io.aurea.topology;

import org.apache.kafka.streams.errors.StreamsException;

/** A piece of work has failed for a reason of its own, and its thread with it; see {@link FailedPieces}. */
public final class PieceFailedException extends StreamsException {
    private static final long serialVersionUID = 1;

    PieceFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
