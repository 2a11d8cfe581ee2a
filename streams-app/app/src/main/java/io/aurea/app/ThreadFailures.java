package io.aurea.app;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens when a stream thread dies: transient failures, such as an unavailable registry, get a new
 * thread, at most {@value #LIMIT} times in ten minutes; everything else ends the app, since a bug that is retried is a
 * bug that nobody sees. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);
    private static final int LIMIT = 20;
    private static final long PERIOD_NANOS = 600_000_000_000L;

    private Throwable fatal;
    private final Deque<Long> replaced = new ArrayDeque<>();

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable failure) {
        long now = System.nanoTime();
        while (!replaced.isEmpty() && now - replaced.peekFirst() > PERIOD_NANOS) {
            replaced.pollFirst();
        }
        if (passes(failure) && replaced.size() < LIMIT) {
            replaced.addLast(now);
            LOG.warn("A stream thread died and is replaced ({} of {} in ten minutes)", replaced.size(), LIMIT, failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        fatal = failure;
        LOG.error("A stream thread died for a reason that will not go away by itself: the app stops", failure);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** Why the app ended, in the words of the root cause; empty while it has not. */
    synchronized Optional<String> fatal() {
        Throwable cause = fatal;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause).map(Throwable::getMessage);
    }

    private static boolean passes(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
