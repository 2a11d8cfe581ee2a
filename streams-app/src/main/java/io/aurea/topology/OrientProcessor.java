package io.aurea.topology;

import io.aurea.cycle.CycleSettings;
import io.aurea.cycle.OrientOutput;
import io.aurea.cycle.TenantCycles;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Pattern;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.topic.Keys;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Orient on one partition of the loop: trends, watermarks and policies in, cycles and what they mean out. */
final class OrientProcessor implements Processor<byte[], byte[], Object, Object>, OrientOutput {
    private final CycleSettings settings;
    private final Decoding<LoopEvent> decoding;
    private final OrientEncodings encodings;
    private ProcessorContext<Object, Object> context;
    private DeadLetters deadLetters;
    private TenantCycles cycles;
    private Record<byte[], byte[]> current;

    OrientProcessor(CycleSettings settings, Decoding<LoopEvent> decoding, OrientEncodings encodings) {
        this.settings = settings;
        this.decoding = decoding;
        this.encodings = encodings;
    }

    @Override
    public void init(ProcessorContext<Object, Object> processorContext) {
        context = processorContext;
        deadLetters = new DeadLetters(context, Names.ORIENT_DEAD_LETTERS_SINK);
        cycles = new TenantCycles(settings);
        SnapshotStore store = context.getStateStore(Names.CYCLES_STORE);
        store.own(cycles, () -> {});
    }

    @Override
    public void process(Record<byte[], byte[]> happened) {
        current = happened;
        LoopEvent loopEvent;
        try {
            loopEvent = decoding.decode(happened.value());
        } catch (Decoding.Broken e) {
            deadLetters.send(happened, "REJECTED", e.getMessage());
            return;
        }
        Object event = loopEvent.getEvent();
        if (event instanceof Trend trend) {
            cycles.accept(loopEvent.getPartition(), trend, this);
        } else if (event instanceof Watermark watermark) {
            cycles.accept(watermark, happened.timestamp(), this);
        } else if (event instanceof Policy policy) {
            cycles.accept(policy, this);
        }
    }

    @Override
    public void trend(Trend trend) {
        send(trend.getTenantId(), encodings.trends().encode(trend), Names.TRENDS_SINK);
    }

    @Override
    public void pattern(Pattern pattern) {
        send(
                Keys.of(pattern.getTenantId(), pattern.getPatternId()),
                encodings.patterns().encode(pattern),
                Names.PATTERNS_SINK);
    }

    @Override
    public void goal(Goal goal) {
        send(Keys.of(goal.getTenantId(), goal.getGoalId()), encodings.goals().encode(goal), Names.GOALS_SINK);
    }

    @Override
    public void cycle(CycleMetrics cycle) {
        send(
                Keys.of(cycle.getTenantId(), cycle.getCycleNumber()),
                encodings.cycles().encode(cycle),
                Names.CYCLES_SINK);
    }

    @Override
    public void status(Status status) {
        send(status.getTenantId(), encodings.statuses().encode(status), Names.STATUS_SINK);
    }

    private void send(String key, byte[] value, String sink) {
        context.forward(new Record<Object, Object>(key, value, current.timestamp()), sink);
    }

    @Override
    public void deadLetter(String reason) {
        deadLetters.send(current, "REJECTED", reason);
    }
}
