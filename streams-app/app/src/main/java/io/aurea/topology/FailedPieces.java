package io.aurea.topology;

import io.aurea.work.FailedWork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.errors.StreamsException;

/**
 * The last net: how often each piece of work, such as a record or a tenant's cycle, has ended its thread with an error of its
 * own. The thread is replaced, its state restored, and the piece tried again; after {@value #TRIES} tries it is left out and
 * dead-lettered, and the rest goes on. One for the app, in memory: a new process tries again. Thread-safe.
 */
final class FailedPieces implements FailedWork {
    static final int TRIES = 3;

    /** The oldest are dropped beyond: more than one commit can hold of them. */
    private static final int MOST = 100_000;

    /** By then commits have passed what failed, and nobody asks for it any more. */
    private static final long FORGET_NANOS = Duration.ofMinutes(10).toNanos();

    private record Failed(int times, String reason) {}

    private final LongSupplier nanoTime;
    private final Map<String, Failed> pieces = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
            return size() > MOST;
        }
    };

    private volatile boolean any;
    private volatile long lastNanos;

    /** @param nanoTime a clock as {@link System#nanoTime} is */
    FailedPieces(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * Whether it is not the fault of what was being done: Kafka, the registry, and whatever says so of itself; and what is wrong
     * with the process, such as its memory or its classes.
     */
    static boolean isFromOutside(Throwable error) {
        return error instanceof KafkaException
                || error instanceof LinkageError
                || error instanceof VirtualMachineError && !(error instanceof StackOverflowError);
    }

    /**
     * Counts it.
     *
     * @return what to throw: the thread ends, and is replaced; the error itself where leaving out has not helped
     */
    synchronized RuntimeException failed(String piece, Throwable error) {
        Failed before = pieces.get(piece);
        int times = before == null ? 1 : before.times() + 1;
        String reason =
                error.getClass().getSimpleName() + (error.getMessage() == null ? "" : ": " + error.getMessage());
        pieces.put(piece, new Failed(times, reason));
        lastNanos = nanoTime.getAsLong();
        any |= times >= TRIES;
        return times > TRIES
                ? new StreamsException(piece + " fails although it is left out: " + reason, error)
                : new PieceFailedException(piece + " failed, try " + times + " of " + TRIES + ": " + reason, error);
    }

    @Override
    public boolean any() {
        if (any && nanoTime.getAsLong() - lastNanos > FORGET_NANOS) {
            forget();
        }
        return any;
    }

    private synchronized void forget() {
        pieces.clear();
        any = false;
    }

    @Override
    public boolean isHopeless(String piece) {
        return hopeless(piece).isPresent();
    }

    /** Why the piece is left out; empty if it is not. */
    synchronized Optional<String> hopeless(String piece) {
        Failed failed = pieces.get(piece);
        return failed == null || failed.times() < TRIES
                ? Optional.empty()
                : Optional.of("it failed " + failed.times() + " times: " + failed.reason());
    }
}
