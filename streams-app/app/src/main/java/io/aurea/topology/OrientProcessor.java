package io.aurea.topology;

import io.aurea.cycle.CycleSettings;
import io.aurea.cycle.LoopRules;
import io.aurea.cycle.TenantCycles;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.topic.Topics;
import io.aurea.view.Views;
import io.aurea.work.TimedBudget;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Orient, decide and learn on one partition of the loop: trends, watermarks, outcomes, commands and policies in;
 * cycles, patterns, goals, decisions and learnings out.
 */
final class OrientProcessor implements Processor<byte[], byte[], Object, Object>, Views.Loop {
    /**
     * How soon committed data is shown. The wall-clock punctuator runs between two commits and never within one, so what the
     * last commit saved is committed by then. Each run asks for another commit; therefore there are none while nothing happens.
     */
    private static final Duration PUBLISH_INTERVAL = Duration.ofMillis(100);

    /** As soon as the thread comes round: its polls and commits are in between. */
    private static final Duration REST_INTERVAL = Duration.ofMillis(1);

    /** Limit for the trends shown, bytes; see {@link Views}. */
    private static final long TREND_BYTES = 16L << 20;

    private final CycleSettings settings;
    private final int observationPartitions;
    private final LastCycles history;
    private final Decoding<LoopEvent> decoding;
    private final OrientEncodings encodings;
    private final OrientProgress progress;
    private final FailedPieces failures;
    private final UnreadRecords unread;
    private final Supplier<TimedBudget> budgetOfThread;
    private ProcessorContext<Object, Object> context;
    private DeadLetters deadLetters;
    private TenantCycles cycles;
    private WaitingRecords waiting;
    private WriteBehindStore store;
    private Views views;
    private ViewStore viewStore;
    private RestOfWork publishing;
    private RestOfWork rest;
    private UnreadRecords.Next next;
    /** Whether work that was cut has gone on since the last commit. */
    private boolean unsaved;

    private TimedBudget budget;
    private OrientOutput output;

    OrientProcessor(
            CycleSettings settings,
            int observationPartitions,
            LastCycles history,
            Decoding<LoopEvent> decoding,
            OrientEncodings encodings,
            OrientProgress progress,
            FailedPieces failures,
            UnreadRecords unread,
            Supplier<TimedBudget> budgetOfThread) {
        this.settings = settings;
        this.observationPartitions = observationPartitions;
        this.history = history;
        this.decoding = decoding;
        this.encodings = encodings;
        this.progress = progress;
        this.failures = failures;
        this.unread = unread;
        this.budgetOfThread = budgetOfThread;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        deadLetters = new DeadLetters(context, Names.ORIENT_DEAD_LETTERS_SINK);
        budget = budgetOfThread.get();
        next = unread.next(Topics.LOOP.name(), context.taskId().partition());
        waiting = new WaitingRecords();
        cycles = new TenantCycles(settings, budget, failures);
        store = context.getStateStore(Names.CYCLES_STORE);
        store.own(new OrientState(cycles, waiting), () -> {
            budget.committed();
            unsaved = false;
            report();
        });
        report();
        if (store.isNew()) {
            cycles.begin(history.ofPartition(context.taskId().partition()));
        }
        store.guard(context);
        views = new Views(TREND_BYTES, settings.wallClock());
        output = new OrientOutput(context, encodings, views, deadLetters);
        viewStore = context.getStateStore(Names.VIEWS_STORE);
        viewStore.own(views);
        publishing = new RestOfWork(context, PUBLISH_INTERVAL, () -> !viewStore.publish());
        rest = new RestOfWork(context, REST_INTERVAL, this::goOnLater);
        if (cycles.isClosing()) {
            output.of(cycles.closingAppendTimeMs());
        }
        later();
    }

    /** What has been read is processed in log order: it waits until the cycles that an earlier record made due are closed. */
    @Override
    public void process(Record<byte[], byte[]> happened) {
        ReadRecord read = ReadRecord.of(happened, context);
        next.read(context.recordMetadata().orElseThrow());
        try {
            if (isBehind()) {
                waiting.add(read);
                goOn();
            } else {
                accept(read);
            }
        } catch (RuntimeException | Error error) {
            throw failed(error);
        }
        later();
    }

    /** The thread's state is halfway through something, so it has to begin again from the last commit. */
    private RuntimeException failed(Throwable error) {
        if (FailedPieces.isFromOutside(error)) {
            if (error instanceof Error fatal) {
                throw fatal;
            }
            return (RuntimeException) error;
        }
        return failures.failed(cycles.beingClosed().orElse(output.name()), error);
    }

    /** @return whether there is more, or something of it is not committed yet: wall-clock punctuation runs between commits */
    private boolean goOnLater() {
        try {
            if (isBehind()) {
                goOn();
            }
        } catch (RuntimeException | Error error) {
            throw failed(error);
        }
        boolean more = isBehind() || unsaved;
        progress.underWay(context.taskId().partition(), more);
        return more;
    }

    private void later() {
        if (isBehind()) {
            unsaved = true;
            progress.underWay(context.taskId().partition(), true);
            rest.later(true);
        }
    }

    private boolean isBehind() {
        return cycles.isClosing() || !waiting.isEmpty();
    }

    /**
     * Does a piece of the work that is left.
     *
     * @return whether there is more
     */
    private boolean goOn() {
        store.changed();
        unsaved = true;
        budget.begin();
        try {
            boolean spent = !cycles.close(output);
            settle();
            while (!spent && !waiting.isEmpty()) {
                accept(waiting.poll());
                spent = cycles.isClosing() || budget.spend(1);
            }
        } finally {
            budget.end();
        }
        return isBehind();
    }

    private void accept(ReadRecord read) {
        output.of(read);
        store.changed();
        try {
            LoopEvent event = decoding.decode(read.record().value());
            Optional<String> violation =
                    LoopRules.violation(event, settings.window(), observationPartitions, output.appendTimeMs());
            Optional<String> hopeless = failures.any() ? failures.hopeless(read.name()) : Optional.empty();
            if (violation.isPresent()) {
                deadLetters.send(read, "REJECTED", violation.get());
            } else if (hopeless.isEmpty()) {
                accept(event);
            } else {
                if (event.getEvent() instanceof Trend trend) {
                    cycles.leaveOut(trend);
                }
                deadLetters.send(read, "REJECTED", hopeless.get());
            }
        } catch (Decoding.Broken e) {
            deadLetters.send(read, "REJECTED", e.getMessage());
        }
        settle();
    }

    private void accept(LoopEvent loopEvent) {
        Object event = loopEvent.getEvent();
        long appendTimeMs = output.appendTimeMs();
        if (event instanceof Trend trend) {
            cycles.accept(loopEvent.getPartition(), trend, output);
        } else if (event instanceof Watermark watermark) {
            cycles.accept(watermark, appendTimeMs, output);
        } else if (event instanceof Outcome outcome) {
            cycles.accept(outcome, appendTimeMs, output);
            views.touch(outcome.getTenantId());
        } else if (event instanceof Command command && command.getKind() == CommandKind.FORGET) {
            cycles.forget(command, loopEvent.getPartition(), observationPartitions, appendTimeMs, output)
                    .ifPresent(views::forget);
        } else if (event instanceof Command command) {
            cycles.accept(command, appendTimeMs, output);
            views.touch(command.getTenantId());
        } else if (event instanceof Policy policy) {
            cycles.accept(policy, output);
        }
    }

    private void settle() {
        views.settle(output.appendTimeMs(), this);
        publishing.later(true);
    }

    private void report() {
        progress.set(
                context.taskId().partition(),
                new OrientProgress.Partition(
                        cycles.tally(),
                        cycles.waitingObservations(),
                        waiting.size(),
                        cycles.leftOutPartitions(),
                        cycles.slowest(),
                        cycles.tenants(),
                        cycles.limitedTenants(),
                        cycles.endedTenants()));
    }

    @Override
    public void close() {
        progress.remove(context.taskId().partition());
        publishing.never();
        rest.never();
    }

    @Override
    public TenantDecisions decisionsOf(String tenant) {
        return cycles.decisionsOf(tenant);
    }

    @Override
    public DecisionPolicy policyOf(String tenant) {
        return cycles.policyOf(tenant).decisions();
    }

    @Override
    public List<KnownCall> callsOf(String tenant) {
        return cycles.callsOf(tenant);
    }
}
