package io.aurea.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shutdown of {@code up} and {@code run}: whatever was started is closed in reverse order, also on SIGINT and SIGTERM;
 * what does not close is killed before the time is up, so that no process stays behind.
 *
 * <p>One thread starts and closes; signals arrive on another.
 */
public final class OrderlyStop {

    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    /** One second less than the 15 s that a stop may take. */
    private static final Duration LIMIT = Duration.ofSeconds(14);

    private final PrintWriter err;
    private final Deque<StoppedPart> parts = new ArrayDeque<>();
    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile String busyWith = "what is starting";
    private Thread starting;

    private record StoppedPart(String name, AutoCloseable close) {}

    public OrderlyStop(PrintWriter err) {
        this.err = err;
    }

    /** From now on a signal requests a stop instead of ending the process, and interrupts this thread until {@link #started}. */
    public synchronized void onSignals() {
        starting = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(this::signalled, "aurea-stop"));
    }

    private void signalled() {
        if (closed.getCount() == 0) {
            return;
        }
        requested.countDown();
        interruptStart();
        awaitClosedOrForce();
        // A JVM that ends by a signal exits with 130 or 143; this end was requested.
        Runtime.getRuntime().halt(ExitCode.DONE);
    }

    private synchronized void interruptStart() {
        if (starting != null) {
            starting.interrupt();
        }
    }

    /** The start has ended, in whatever way: no more interrupts. */
    public synchronized void started() {
        starting = null;
        Thread.interrupted();
    }

    /** Whether a stop is requested within this time. */
    public boolean requestedWithin(Duration time) throws InterruptedException {
        return requested.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Adds something to close, before everything added earlier. */
    public void add(String name, AutoCloseable part) {
        parts.push(new StoppedPart(name, part));
    }

    /** Closes everything within the limit. A part that fails is logged, and the next one is closed. */
    public void closeAll() {
        Thread watchdog = new Thread(this::awaitClosedOrForce, "aurea-stop-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
        while (!parts.isEmpty()) {
            StoppedPart part = parts.pop();
            busyWith = part.name();
            try {
                part.close().close();
            } catch (Exception failed) {
                LOG.error("{} did not stop in order", part.name(), failed);
                err.println("aurea: %s did not stop in order: %s".formatted(part.name(), failed.getMessage()));
            }
        }
        err.flush();
        closed.countDown();
    }

    private void awaitClosedOrForce() {
        try {
            if (closed.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException interrupted) {
            LOG.warn("the wait for an orderly stop was interrupted", interrupted);
        }
        err.println("aurea: %s did not stop within %d s and is killed; the next start repairs what it left behind"
                .formatted(busyWith, LIMIT.toSeconds()));
        err.flush();
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
        Runtime.getRuntime().halt(ExitCode.INCOMPLETE);
    }
}
