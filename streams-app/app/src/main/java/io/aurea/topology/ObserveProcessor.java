package io.aurea.topology;

import io.aurea.cycle.CycleSettings;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.serde.WireFormat;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import io.aurea.window.EncodedObservation;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import io.aurea.work.TimedBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Observe on one partition: bytes in; trends, watermarks and dead letters out. The record's timestamp is its append
 * time.
 */
final class ObserveProcessor implements Processor<byte[], byte[], Object, Object>, ObserveOutput {
    private final CycleSettings settings;
    private final int partitionCount;
    private final Decoding<Observation> decoding;
    private final Encoding<LoopEvent> loop;
    private final ObserveProgress progress;
    private final FailedPieces failures;
    private final UnreadRecords unread;
    private final Supplier<TimedBudget> budgetOfThread;
    private final EncodedObservation encoded = new EncodedObservation();
    private ProcessorContext<Object, Object> context;
    private DeadLetters deadLetters;
    private PartitionWindows windows;
    private WriteBehindStore store;
    private int partition;
    private RestOfWork rest;
    private UnreadRecords.Next next;
    /** Whether work that was cut has gone on since the last commit. */
    private boolean unsaved;

    private Record<byte[], byte[]> current;
    /** Of the last record; 0 before the first. */
    private long appendTimeMs;

    ObserveProcessor(
            CycleSettings settings,
            int partitionCount,
            Decoding<Observation> decoding,
            Encoding<LoopEvent> loop,
            ObserveProgress progress,
            FailedPieces failures,
            UnreadRecords unread,
            Supplier<TimedBudget> budgetOfThread) {
        this.settings = settings;
        this.partitionCount = partitionCount;
        this.decoding = decoding;
        this.loop = loop;
        this.progress = progress;
        this.failures = failures;
        this.unread = unread;
        this.budgetOfThread = budgetOfThread;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        partition = context.taskId().partition();
        deadLetters = new DeadLetters(context, Names.OBSERVE_DEAD_LETTERS_SINK);
        TimedBudget budget = budgetOfThread.get();
        current = null;
        next = unread.next(Topics.OBSERVATIONS.name(), partition);
        windows = new PartitionWindows(settings.window(), settings.model(), budget, failures);
        store = context.getStateStore(Names.WINDOWS_STORE);
        store.own(windows, () -> {
            budget.committed();
            unsaved = false;
            report();
        });
        store.guard(context);
        rest = new RestOfWork(context, Duration.ofMillis(1), this::closeMore);
        report();
        later();
    }

    @Override
    public void process(Record<byte[], byte[]> observed) {
        // What is still being closed is not this record's doing.
        current = null;
        appendTimeMs = observed.timestamp();
        next.read(context.recordMetadata().orElseThrow());
        store.changed();
        try {
            if (windows.isClosing()) {
                windows.close(this);
            }
            current = observed;
            if (failures.any() && leftOut(observed)) {
                return;
            }
            accept(observed);
        } catch (RuntimeException | Error error) {
            throw failed(error);
        }
        later();
    }

    private boolean leftOut(Record<byte[], byte[]> observed) {
        Optional<String> why =
                failures.hopeless(ReadRecord.of(observed, context).name());
        why.ifPresent(reason -> windows.reject(reason, this));
        return why.isPresent();
    }

    /** The thread's state is halfway through something, so it has to begin again from the last commit. */
    private RuntimeException failed(Throwable error) {
        if (FailedPieces.isFromOutside(error)) {
            if (error instanceof Error fatal) {
                throw fatal;
            }
            return (RuntimeException) error;
        }
        String other = current == null
                ? "the closing of windows"
                : ReadRecord.of(current, context).name();
        return failures.failed(windows.beingClosed().orElse(other), error);
    }

    private void accept(Record<byte[], byte[]> observed) {
        byte[] value = observed.value();
        if (decoding.hasOwnLayout(value)
                && encoded.read(value, WireFormat.HEADER_LENGTH)
                && windows.acceptOpen(observed.key(), encoded, observed.timestamp(), this)) {
            return;
        }
        Observation observation;
        try {
            observation = decoding.decode(value);
        } catch (Decoding.Broken e) {
            windows.reject(e.getMessage(), this);
            return;
        }
        windows.accept(observed.key(), observation, observed.timestamp(), this);
    }

    /** @return whether there is more, or something of it is not committed yet: wall-clock punctuation runs between commits */
    private boolean closeMore() {
        if (windows.isClosing()) {
            current = null;
            store.changed();
            unsaved = true;
            try {
                windows.close(this);
            } catch (RuntimeException | Error error) {
                throw failed(error);
            }
        }
        boolean more = windows.isClosing() || unsaved;
        progress.underWay(partition, more);
        return more;
    }

    private void later() {
        if (windows.isClosing()) {
            unsaved = true;
            progress.underWay(partition, true);
            rest.later(true);
        }
    }

    @Override
    public void trend(Trend trend) {
        send(trend.getTenantId(), trend);
    }

    @Override
    public void watermark(long timeMs, Long absentMs) {
        send(
                RecordKeys.ofWatermark(partition),
                new Watermark(partition, partitionCount, Instant.ofEpochMilli(timeMs), absentMs));
    }

    @Override
    public void forgotten(Forgetting what, long series) {
        send(what.tenant(), what.command(series));
    }

    private void send(String key, Object event) {
        context.forward(
                new Record<Object, Object>(key, loop.encode(new LoopEvent(partition, event)), appendTimeMs),
                Names.OBSERVE_LOOP_SINK);
    }

    @Override
    public void deadLetter(Refusal refusal, String reason) {
        deadLetters.send(ReadRecord.of(current, context), refusal.name(), reason);
    }

    private void report() {
        progress.set(
                partition,
                new ObserveProgress.Partition(
                        windows.tally(),
                        windows.watermark(),
                        windows.openCount(),
                        windows.limited(),
                        windows.openUntil()));
    }

    @Override
    public void close() {
        rest.never();
        progress.remove(partition);
    }
}
