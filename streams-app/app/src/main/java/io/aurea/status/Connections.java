package io.aurea.status;

import io.aurea.status.OpenConnection.Turn;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections to the API. Each has to be done with its request and with reading the response in time, however slowly
 * but steadily its bytes go, and there are only so many: one more ends the one whose peer has been silent longest.
 * Thread-safe.
 */
final class Connections implements Connection.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    /** Each may hold a body of {@link Commands#MAX_BODY}. */
    static final int MOST = 1_000;

    private static final long LOOK_MS = 200;

    private final Map<Connection, OpenConnection> open = new ConcurrentHashMap<>();
    private final LongAdder lateRequests = new LongAdder();
    private final LongAdder lateResponses = new LongAdder();
    private final LongAdder crowdedOut = new LongAdder();
    private final long requestNanos;
    private final long responseNanos;
    private final LongSupplier clock;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "aurea-connections");
        thread.setDaemon(true);
        return thread;
    });

    Connections(Duration request, Duration response) {
        this(request, response, System::nanoTime);
    }

    Connections(Duration request, Duration response, LongSupplier clock) {
        this.requestNanos = request.toNanos();
        this.responseNanos = response.toNanos();
        this.clock = clock;
    }

    void start() {
        looks.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    long lateRequests() {
        return lateRequests.sum();
    }

    long lateResponses() {
        return lateResponses.sum();
    }

    long crowdedOut() {
        return crowdedOut.sum();
    }

    int open() {
        return open.size();
    }

    OpenConnection of(ConnectionMetaData connection) {
        return open.computeIfAbsent(connection.getConnection(), known -> new OpenConnection(known, clock.getAsLong()));
    }

    @Override
    public void onOpened(Connection connection) {
        if (!(connection instanceof ConnectionMetaData http)) {
            // With TLS there is another one around it.
            return;
        }
        of(http);
        while (open.size() > MOST && endSilent(connection)) {
            crowdedOut.increment();
        }
    }

    /** False if there is none but this one. Two threads may find the same, and only one of them has ended it. */
    private synchronized boolean endSilent(Connection but) {
        return open.size() > MOST
                && open.entrySet().stream()
                        .filter(each -> each.getKey() != but)
                        .filter(each -> each.getValue().waitingSince().isPresent())
                        .min(Comparator.comparing(
                                each -> each.getValue().waitingSince().orElse(Long.MAX_VALUE)))
                        .map(silent -> {
                            open.remove(silent.getKey());
                            silent.getValue().end();
                            return true;
                        })
                        .orElse(false);
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private void look() {
        long now = clock.getAsLong();
        open.values().forEach(each -> {
            try {
                each.endIfLate(now, requestNanos, responseNanos)
                        .ifPresent(turn -> (turn == Turn.RESPONSE ? lateResponses : lateRequests).increment());
            } catch (RuntimeException failed) {
                // The next look must come all the same.
                LOG.warn("A connection that is late was not ended", failed);
            }
        });
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
