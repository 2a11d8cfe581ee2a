package io.aurea.executor;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is claimed: a limited number at once, that of one queue one after the other, each within the time limit. A
 * handler that does not end at its limit keeps its slot and its queue until it does.
 * Thread-safe.
 */
final class HandlerExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerExecutor.class);

    /** How long interrupted handlers have to end. */
    private static final Duration LAST_LIMIT = Duration.ofSeconds(1);

    private final int most;
    private final Duration limit;
    private final Clock clock;
    private final Semaphore places;
    private final Set<Execution> underWay = ConcurrentHashMap.newKeySet();
    private final Map<String, CompletableFuture<Void>> lastOfQueue = new HashMap<>();
    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor alarms;
    private volatile boolean closing;

    /**
     * @param most handlers at once, including waiting ones
     * @param limit of one handler
     * @param clock by which claims lapse
     */
    HandlerExecutor(int most, Duration limit, Clock clock) {
        this.most = most;
        this.limit = limit;
        this.clock = clock;
        this.places = new Semaphore(most);
        // As many threads as slots: a claim that waits in its queue has no thread.
        this.workers = Executors.newCachedThreadPool(threads("aurea-decision-"));
        this.alarms = new ScheduledThreadPoolExecutor(1, threads("aurea-decision-limit-"));
        this.alarms.setRemoveOnCancelPolicy(true);
    }

    private static ThreadFactory threads(String prefix) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Takes a slot for what is about to be claimed; {@link #begin} or {@link #giveBack} must follow. */
    boolean reserve() {
        return places.tryAcquire();
    }

    void giveBack() {
        places.release();
    }

    boolean full() {
        return places.availablePermits() == 0;
    }

    /** Runs it in the reserved slot, as soon as it is first in its queue. */
    void begin(Claim claim) {
        Execution execution = new Execution(claim);
        underWay.add(execution);
        String queue = claim.queue();
        synchronized (lastOfQueue) {
            CompletableFuture<Void> last = lastOfQueue.getOrDefault(queue, CompletableFuture.completedFuture(null));
            // Whatever became of the one before: none of its queue may wait for ever.
            CompletableFuture<Void> next = last.handleAsync(
                    (done, failed) -> {
                        execution.run();
                        return null;
                    },
                    workers);
            lastOfQueue.put(queue, next);
            next.whenComplete((done, failed) -> {
                synchronized (lastOfQueue) {
                    lastOfQueue.remove(queue, next);
                }
            });
        }
    }

    /**
     * Waits for running handlers, and answers SKIPPED for what has not begun. Handlers that run past the
     * limit are interrupted and answered with TIMED_OUT. Nothing may begin after this.
     */
    void close(Duration closeLimit) {
        closing = true;
        try {
            if (!places.tryAcquire(most, closeLimit.toMillis(), TimeUnit.MILLISECONDS)) {
                underWay.forEach(execution -> execution.giveUp("the executor closed before the handler ended"));
                if (!places.tryAcquire(most, LAST_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    LOG.warn(
                            "{} handlers keep running although they were interrupted",
                            most - places.availablePermits());
                }
            }
        } catch (InterruptedException interrupted) {
            underWay.forEach(execution -> execution.giveUp("the executor was shut down"));
            Thread.currentThread().interrupt();
        }
        workers.shutdownNow();
        alarms.shutdownNow();
    }

    /** What is claimed, from then to its answer. */
    private final class Execution implements Runnable {
        private final Claim claim;
        private Instant started;
        private Thread runs;
        private boolean answered;

        private Execution(Claim claim) {
            this.claim = claim;
        }

        @Override
        public void run() {
            try {
                Optional<Result> lapsed =
                        closing ? Optional.of(Result.skipped("the executor closes")) : claim.lapsed(clock.instant());
                if (lapsed.isPresent()) {
                    answer(lapsed.get());
                } else {
                    execute();
                }
            } finally {
                underWay.remove(this);
                places.release();
            }
        }

        private void execute() {
            synchronized (this) {
                if (answered) {
                    return;
                }
                started = clock.instant();
                runs = Thread.currentThread();
            }
            ScheduledFuture<?> alarm = alarms.schedule(
                    () -> giveUp("the handler did not end within " + limit.toMillis() + " ms"),
                    limit.toMillis(),
                    TimeUnit.MILLISECONDS);
            Result result = call();
            synchronized (this) {
                runs = null;
            }
            alarm.cancel(false);
            // The interrupt at the limit may have arrived just after the handler ended.
            Thread.interrupted();
            answer(result);
        }

        private Result call() {
            try {
                Result result = claim.run();
                return result == null ? Result.failed("the handler returned no result") : result;
            } catch (Throwable thrown) {
                LOG.warn("The handler of {} failed", claim, thrown);
                return Result.failed(thrown.getMessage() == null ? thrown.toString() : thrown.getMessage());
            }
        }

        /**
         * Answers in the handler's place, and interrupts it; does nothing if it has answered. The answer is claimed
         * first: an interrupted handler may be quick to return.
         */
        void giveUp(String reason) {
            Instant began;
            synchronized (this) {
                if (answered) {
                    return;
                }
                answered = true;
                began = started;
                if (runs != null) {
                    runs.interrupt();
                }
            }
            publish(began == null ? Result.skipped(reason) : Result.timedOut(reason), began);
        }

        private void answer(Result result) {
            Instant began;
            synchronized (this) {
                if (answered) {
                    LOG.info(
                            "For {} there has already been an answer; {} comes too late: {}",
                            claim,
                            result.status(),
                            result.text());
                    return;
                }
                answered = true;
                began = started;
            }
            publish(result, began);
        }

        /** @param began null if the handler did not */
        private void publish(Result result, Instant began) {
            Instant now = clock.instant();
            claim.end(result, began == null ? now : began, now);
        }
    }
}
