package io.aurea.topology;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Goes on with work that was cut, by the wall clock, as long as there is more; so it ends where no further record comes. */
final class RestOfWork {
    private final ProcessorContext<?, ?> context;
    private final Duration interval;
    private final BooleanSupplier work;
    private Cancellable schedule;

    /** @param work does a piece, and returns whether there is more */
    RestOfWork(ProcessorContext<?, ?> context, Duration interval, BooleanSupplier work) {
        this.context = context;
        this.interval = interval;
        this.work = work;
    }

    /** @param more whether there is something to go on with */
    void later(boolean more) {
        if (more && schedule == null) {
            schedule = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, now -> {
                if (!work.getAsBoolean()) {
                    never();
                }
            });
        }
    }

    /** A task that is revoked and assigned again starts with the same processor, and without its schedule. */
    void never() {
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
    }
}
