package io.aurea.executor;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A running executor: takes decisions and carries them out until it is closed. Thread-safe. */
public final class Subscription implements AutoCloseable {

    private final DecisionConsumer consumer;
    private final HandlerExecutor executions;
    private final OutcomePublisher outcomes;
    private final Duration closeLimit;
    private final Thread thread;
    private boolean closed;

    Subscription(
            DecisionConsumer consumer, HandlerExecutor executions, OutcomePublisher outcomes, Duration closeLimit) {
        this.consumer = consumer;
        this.executions = executions;
        this.outcomes = outcomes;
        this.closeLimit = closeLimit;
        this.thread = new Thread(consumer, "aurea-decisions");
    }

    void start() {
        thread.start();
    }

    /**
     * Waits until the group has assigned partitions to this instance. A new group does not take what was dispatched
     * before that.
     *
     * @return whether it did within the limit
     */
    public boolean awaitReady(Duration limit) throws InterruptedException {
        return consumer.awaitReady(limit);
    }

    /**
     * Waits for the end, by {@link #close} or by itself.
     *
     * @return whether it ended within the limit
     */
    public boolean awaitEnd(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        return !thread.isAlive();
    }

    /**
     * Why it ended by itself: missing rights, being fenced by another instance with the same {@code group.instance.id},
     * and whatever else does not go away. Unavailable brokers or registries are waited for. Empty if it runs or was
     * closed.
     */
    public Optional<RuntimeException> failure() {
        return consumer.failure();
    }

    /**
     * Takes no more decisions, waits for running handlers, for at most the close limit, and publishes the remaining
     * answers. Decisions that were claimed and not begun are answered with SKIPPED; handlers that did not end in time
     * are interrupted and answered with TIMED_OUT. Must not be called from within a handler.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        consumer.close();
        boolean interrupted = false;
        try {
            thread.join(closeLimit.toMillis());
        } catch (InterruptedException now) {
            interrupted = true;
        }
        executions.close(interrupted ? Duration.ZERO : closeLimit);
        outcomes.close(Duration.ofMillis(Math.max(TimeUnit.SECONDS.toMillis(1), closeLimit.toMillis())));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
