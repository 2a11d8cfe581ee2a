package io.aurea.goal;

import io.aurea.schema.Goal;
import io.aurea.state.Format;
import io.aurea.state.RecordBytes;

/** One metric of one tenant: its last cycles, and its goal. */
final class GoalTrack {
    private static final Format FORMAT = new Format("a goal", 1);
    private static final long NEVER = Long.MIN_VALUE;
    private static final RecordBytes<Goal> GOAL = new RecordBytes<>(Goal.class);

    private final MetricHistory history;
    private Goal active;
    private long lastDataMs = NEVER;
    private long coolUntilMs = NEVER;

    GoalTrack() {
        this(new MetricHistory());
    }

    private GoalTrack(MetricHistory history) {
        this.history = history;
    }

    MetricHistory history() {
        return history;
    }

    /** The active goal; null without one. */
    Goal active() {
        return active;
    }

    void add(CycleValue measure, int keep, long windowEndMs) {
        history.add(measure, keep);
        if (measure != null) {
            lastDataMs = windowEndMs;
        }
    }

    void pursue(Goal goal) {
        active = goal;
    }

    void end(long coolUntil) {
        active = null;
        coolUntilMs = coolUntil;
    }

    /** How long there has been no data, since the last data or the goal's beginning, whichever is later. */
    long silentMs(long windowEndMs) {
        return windowEndMs - Math.max(lastDataMs, active.getCreatedAt().toEpochMilli());
    }

    boolean isCooling(long windowEndMs) {
        return windowEndMs < coolUntilMs;
    }

    /** Whether it can be dropped. */
    boolean isVoid(long windowEndMs) {
        return active == null && history.isEmpty() && !isCooling(windowEndMs);
    }

    byte[] encode() {
        return FORMAT.encode(out -> {
            history.write(out);
            out.writeLong(lastDataMs);
            out.writeLong(coolUntilMs);
            out.writeBoolean(active != null);
            if (active != null) {
                GOAL.write(active, out);
            }
        });
    }

    static GoalTrack decode(byte[] stored) {
        return FORMAT.decode(stored, in -> {
            GoalTrack track = new GoalTrack(MetricHistory.read(in));
            track.lastDataMs = in.readLong();
            track.coolUntilMs = in.readLong();
            if (in.readBoolean()) {
                track.active = GOAL.read(in);
            }
            return track;
        });
    }
}
