package io.aurea.app;

import io.aurea.backoff.Backoff;
import io.aurea.topology.PieceFailedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what happens when a stream thread dies. Transient failures, such as an unavailable registry, get a new thread after a
 * pause, at most {@value #OF_THREAD} times in ten minutes for each thread; with the pauses that grow between them an outage alone
 * is never so many. A piece of work that fails by itself gets a new thread at once, as a rule: it is left out after a few tries.
 * Everything else ends the app, since a bug that is retried is a bug that nobody sees. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);
    /** An outage makes 6 with pauses below a minute, and then at most one a minute. */
    private static final int OF_THREAD = 20;

    private static final long PERIOD_NANOS = 600_000_000_000L;
    private static final Backoff PAUSES = new Backoff(1_000, 60_000, 0);

    /** Of the deaths by single pieces every tenth counts like an outage, so that there is a pause, and an end, to them. */
    private static final int AT_ONCE = 10;

    private final int limit;
    private final LongSupplier nanoTime;
    private final LongConsumer pauses;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicInteger pieces = new AtomicInteger();
    private Throwable fatal;
    private final Deque<Long> replaced = new ArrayDeque<>();

    /**
     * @param threads of the app
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    ThreadFailures(int threads, LongSupplier nanoTime) {
        this.limit = OF_THREAD * threads;
        this.nanoTime = nanoTime;
        this.pauses = this::pause;
    }

    /** @param pauses receives each pause, milliseconds, instead of pausing */
    ThreadFailures(int threads, LongSupplier nanoTime, LongConsumer pauses) {
        this.limit = OF_THREAD * threads;
        this.nanoTime = nanoTime;
        this.pauses = pauses;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        boolean piece = isBy(PieceFailedException.class, failure);
        if (piece && pieces.incrementAndGet() % AT_ONCE != 0) {
            LOG.error("A stream thread died of one piece of work and is replaced", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        OptionalInt earlier = piece || isBy(RetriableException.class, failure) ? count() : OptionalInt.empty();
        if (earlier.isEmpty()) {
            end(failure);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        long pauseMs = PAUSES.pauseMs(earlier.getAsInt());
        LOG.warn(
                "A stream thread died and is replaced in {} ms ({} of {} in ten minutes)",
                pauseMs,
                earlier.getAsInt() + 1,
                limit,
                failure);
        pauses.accept(pauseMs);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** @return how many there were before this one in the period; empty if it is one too many */
    private synchronized OptionalInt count() {
        long now = nanoTime.getAsLong();
        while (!replaced.isEmpty() && now - replaced.peekFirst() > PERIOD_NANOS) {
            replaced.pollFirst();
        }
        if (replaced.size() >= limit) {
            return OptionalInt.empty();
        }
        replaced.addLast(now);
        return OptionalInt.of(replaced.size() - 1);
    }

    private synchronized void end(Throwable failure) {
        fatal = failure;
        LOG.error("A stream thread died for a reason that will not go away by itself: the app stops", failure);
    }

    private void pause(long ms) {
        try {
            closed.await(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The app is being closed: nobody waits any more. */
    void close() {
        closed.countDown();
    }

    /** Why the app ended, in the words of the root cause; empty while it has not. */
    synchronized Optional<String> fatal() {
        Throwable cause = fatal;
        while (cause != null && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return Optional.ofNullable(cause).map(Throwable::getMessage);
    }

    private static boolean isBy(Class<? extends Throwable> type, Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (type.isInstance(t)) {
                return true;
            }
        }
        return false;
    }
}
