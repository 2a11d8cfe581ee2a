package io.aurea.topology;

import io.aurea.output.LoopOutput;
import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import io.aurea.view.Views;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes what comes out of orient, decide and learn to its topics, and shows it. All of it comes from one event of the loop, and
 * takes its time. Confined to one thread.
 */
final class OrientOutput implements LoopOutput {
    private final ProcessorContext<Object, Object> context;
    private final OrientEncodings encodings;
    private final Views views;
    private final DeadLetters deadLetters;
    /** Null while cycles are closed that an earlier life has begun to close. */
    private ReadRecord event;

    private long appendTimeMs;

    OrientOutput(
            ProcessorContext<Object, Object> context, OrientEncodings encodings, Views views, DeadLetters deadLetters) {
        this.context = context;
        this.encodings = encodings;
        this.views = views;
        this.deadLetters = deadLetters;
    }

    /** What comes from now on comes from this event. */
    void of(ReadRecord now) {
        event = now;
        appendTimeMs = now.record().timestamp();
    }

    /** What comes from now on comes from an event that is not at hand, appended at this time. */
    void of(long time) {
        appendTimeMs = time;
    }

    long appendTimeMs() {
        return appendTimeMs;
    }

    /** The event at hand, for a person. */
    String name() {
        return event == null ? "the closing of cycles" : event.name();
    }

    @Override
    public void trend(Trend trend) {
        views.trend(trend);
        send(trend.getTenantId(), encodings.trends().encode(trend), Names.TRENDS_SINK);
    }

    @Override
    public void pattern(Pattern pattern) {
        views.pattern(pattern);
        send(
                RecordKeys.of(pattern.getTenantId(), pattern.getPatternId()),
                encodings.patterns().encode(pattern),
                Names.PATTERNS_SINK);
    }

    @Override
    public void goal(Goal goal) {
        views.goal(goal);
        send(
                RecordKeys.of(goal.getTenantId(), goal.getGoalId()),
                encodings.goals().encode(goal),
                Names.GOALS_SINK);
    }

    @Override
    public void incident(Incident incident) {
        views.incident(incident);
        send(
                RecordKeys.of(incident.getTenantId(), incident.getIncidentId()),
                encodings.incidents().encode(incident),
                Names.INCIDENTS_SINK);
    }

    @Override
    public void cycle(CycleMetrics cycle) {
        views.cycle(cycle);
        send(
                RecordKeys.of(cycle.getTenantId(), cycle.getCycleNumber()),
                encodings.cycles().encode(cycle),
                Names.CYCLES_SINK);
    }

    @Override
    public void status(Status status) {
        views.status(status);
        send(status.getTenantId(), encodings.statuses().encode(status), Names.STATUS_SINK);
    }

    @Override
    public void gone(Status last) {
        views.forget(last.getTenantId());
        send(last.getTenantId(), encodings.statuses().encode(last), Names.STATUS_SINK);
        send(last.getTenantId(), null, Names.STATUS_SINK);
    }

    @Override
    public void ended(Status last) {
        views.forget(last.getTenantId());
        send(last.getTenantId(), encodings.statuses().encode(last), Names.STATUS_SINK);
    }

    @Override
    public void decision(Decision decision) {
        views.decision(decision);
        send(
                RecordKeys.of(decision.getTenantId(), decision.getDecisionId()),
                encodings.decisions().encode(decision),
                Names.DECISIONS_SINK);
    }

    @Override
    public void answered(AnsweredCommand command) {
        send(
                RecordKeys.of(command.getTenantId(), command.getCommandId()),
                encodings.answers().encode(command),
                Names.ANSWERS_SINK);
    }

    @Override
    public void learning(Learning learning) {
        views.learning(learning);
        send(
                RecordKeys.of(learning.getTenantId(), learning.getLearningId()),
                encodings.learnings().encode(learning),
                Names.LEARNINGS_SINK);
    }

    @Override
    public void brain(BrainEntry entry) {
        views.brain(entry);
        send(
                RecordKeys.of(entry.getTenantId(), entry.getKey()),
                encodings.brain().encode(entry),
                Names.BRAIN_SINK);
    }

    @Override
    public void forget(String tenant, String brainKey) {
        send(RecordKeys.of(tenant, brainKey), null, Names.BRAIN_SINK);
    }

    @Override
    public void observation(Observation observation) {
        send(
                RecordKeys.of(observation.getTenantId(), observation.getSource()),
                encodings.observations().encode(observation),
                Names.OWN_OBSERVATIONS_SINK);
    }

    private void send(String key, byte[] value, String sink) {
        long time = RecordTime.of(appendTimeMs, context.currentSystemTimeMs());
        context.forward(new Record<Object, Object>(key, value, time), sink);
    }

    @Override
    public void deadLetter(String reason) {
        deadLetters.send(event == null ? atClosing() : event, "REJECTED", reason);
    }

    /** After a restart the watermark whose cycles are being closed is not at hand. */
    private ReadRecord atClosing() {
        return new ReadRecord(
                new Record<>(null, null, appendTimeMs),
                Topics.LOOP.name(),
                context.taskId().partition(),
                -1);
    }
}
