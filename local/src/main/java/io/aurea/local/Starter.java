package io.aurea.local;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Starts servers concurrently, reports each, and remembers which to stop. */
final class Starter {
    /** Enough for an interrupted start to stop what it had begun. */
    private static final Duration GIVE_UP_WAIT = Duration.ofSeconds(10);

    private static final double NANOS_PER_SECOND = 1e9;

    private final ExecutorService threads = Executors.newCachedThreadPool(work -> new Thread(work, "start-server"));
    private final List<Server> started = new ArrayList<>();
    private final StartProgress progress;

    Starter(StartProgress progress) {
        this.progress = progress;
    }

    <S extends Server> Future<S> begin(Callable<S> start) {
        long began = System.nanoTime();
        return threads.submit(() -> {
            S server = start.call();
            synchronized (started) {
                started.add(server);
                progress.report("%s: ready on port %d after %.1f s"
                        .formatted(server.name(), server.port(), (System.nanoTime() - began) / NANOS_PER_SECOND));
            }
            return server;
        });
    }

    <S> S await(Future<S> start) {
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LocalStackException cause
                    ? cause
                    : new LocalStackException("a server could not be started: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LocalStackException("interrupted while the stack was starting", e);
        }
    }

    void finish() {
        threads.shutdown();
    }

    /** Interrupts the starts in progress and returns the running servers. */
    List<Server> giveUp() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            // One that does not stop in time is left to its pid file: the running ones must be stopped all the same.
            threads.awaitTermination(GIVE_UP_WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        synchronized (started) {
            return List.copyOf(started);
        }
    }
}
