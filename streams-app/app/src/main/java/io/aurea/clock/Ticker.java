package io.aurea.clock;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ticks with the time of day, so that windows close when nothing happens: on the partitions that this instance works on, as
 * every other does on its own.
 */
public final class Ticker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);

    private final Ticks ticks;
    private final Supplier<? extends Iterable<Integer>> partitions;
    private final Clock clock;
    private final ScheduledExecutorService thread;

    /** @param partitions asked before each tick */
    public Ticker(Ticks ticks, Supplier<? extends Iterable<Integer>> partitions, Clock clock, Duration interval) {
        this.ticks = ticks;
        this.partitions = partitions;
        this.clock = clock;
        this.thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread t = new Thread(work, "aurea-ticker");
            t.setDaemon(true);
            return t;
        });
        thread.scheduleAtFixedRate(this::tick, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            ticks.send(clock.instant(), partitions.get());
        } catch (RuntimeException e) {
            // The next tick covers for this one, but ticking must not end.
            LOG.warn("A tick could not be sent; the next one follows: {}", e.toString());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
