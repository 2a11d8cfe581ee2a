package io.aurea.topology;

import io.aurea.cycle.CycleSettings;
import io.aurea.cycle.LoopOutput;
import io.aurea.cycle.TenantCycles;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Command;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Learning;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.Pattern;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.topic.Keys;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Orient, decide and learn on one partition of the loop: trends, watermarks, outcomes, commands and policies in; cycles,
 * what they mean, decisions and learnings out.
 */
final class OrientProcessor implements Processor<byte[], byte[], Object, Object>, LoopOutput {
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
        } else if (event instanceof Outcome outcome) {
            cycles.accept(outcome, happened.timestamp(), this);
        } else if (event instanceof Command command) {
            cycles.accept(command, happened.timestamp(), this);
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

    @Override
    public void decision(Decision decision) {
        send(
                Keys.of(decision.getTenantId(), decision.getDecisionId()),
                encodings.decisions().encode(decision),
                Names.DECISIONS_SINK);
    }

    @Override
    public void learning(Learning learning) {
        send(
                Keys.of(learning.getTenantId(), learning.getLearningId()),
                encodings.learnings().encode(learning),
                Names.LEARNINGS_SINK);
    }

    @Override
    public void brain(BrainEntry entry) {
        send(Keys.of(entry.getTenantId(), entry.getKey()), encodings.brain().encode(entry), Names.BRAIN_SINK);
    }

    @Override
    public void forget(String tenant, String brainKey) {
        send(Keys.of(tenant, brainKey), null, Names.BRAIN_SINK);
    }

    @Override
    public void observation(Observation observation) {
        send(
                Keys.of(observation.getTenantId(), observation.getSource()),
                encodings.observations().encode(observation),
                Names.OWN_OBSERVATIONS_SINK);
    }

    private void send(String key, byte[] value, String sink) {
        context.forward(new Record<Object, Object>(key, value, current.timestamp()), sink);
    }

    @Override
    public void deadLetter(String reason) {
        deadLetters.send(current, "REJECTED", reason);
    }
}
