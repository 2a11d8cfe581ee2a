package io.aurea.topology;

import io.aurea.work.FailedWork;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;

/**
 * The last net: how often each piece of work, such as a record or a tenant's cycle, has ended its thread with an error of its
 * own. The thread is replaced, its state restored, and the piece tried again; after {@value #TRIES} tries it is left out and
 * dead-lettered, and the rest goes on. One for the app, in memory: a new process tries again. Thread-safe.
 */
final class FailedPieces implements FailedWork {
    static final int TRIES = 3;

    /** The oldest are dropped beyond: they are over long ago. */
    private static final int MOST = 1_000;

    private record Failed(int times, String reason) {}

    private final Map<String, Failed> pieces = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
            return size() > MOST;
        }
    };

    private volatile boolean any;

    /** Whether it is not the fault of what was being done: Kafka, the registry, and whatever says so of itself. */
    static boolean isFromOutside(Throwable error) {
        return error instanceof KafkaException;
    }

    /** @return what to throw: the thread ends, and is replaced */
    synchronized PieceFailedException failed(String piece, Throwable error) {
        Failed before = pieces.get(piece);
        int times = before == null ? 1 : before.times() + 1;
        String reason =
                error.getClass().getSimpleName() + (error.getMessage() == null ? "" : ": " + error.getMessage());
        pieces.put(piece, new Failed(times, reason));
        any = true;
        return new PieceFailedException(piece + " failed, try " + times + " of " + TRIES + ": " + reason, error);
    }

    @Override
    public boolean any() {
        return any;
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
