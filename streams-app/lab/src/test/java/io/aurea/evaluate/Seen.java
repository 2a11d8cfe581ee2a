package io.aurea.evaluate;

import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Builds cycles for an arm. */
final class Seen {
    private final Arm arm;
    private final List<Observation> observations = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private long now = Timeline.START_MS;

    Seen(Arm arm) {
        this.arm = arm;
    }

    Seen metric(String source, String name, double value) {
        return add(observation(source, ObservationKind.METRIC, name).setValue(value));
    }

    Seen health(String source, boolean up) {
        return add(observation(source, ObservationKind.HEALTH, "health").setSuccess(up));
    }

    Seen deploy(String source) {
        return add(observation(source, ObservationKind.EVENT, "deploy"));
    }

    Seen requests(String source, int count, int failed, String error) {
        for (int i = 0; i < count; i++) {
            Observation.Builder request = observation(source, ObservationKind.OPERATION, "op")
                    .setDurationMs(20.0)
                    .setSuccess(i >= failed);
            add(i < failed ? request.setError(error) : request);
        }
        return this;
    }

    Seen maintenance(long fromMs, long untilMs) {
        commands.add(Command.newBuilder()
                .setTenantId("demo-shop")
                .setKind(CommandKind.MAINTENANCE)
                .setStartsAt(Instant.ofEpochMilli(now + fromMs))
                .setEndsAt(Instant.ofEpochMilli(now + untilMs))
                .build());
        return this;
    }

    private Observation.Builder observation(String source, ObservationKind kind, String name) {
        return Observation.newBuilder()
                .setTenantId("demo-shop")
                .setSource(source)
                .setKind(kind)
                .setName(name)
                .setObservedAt(Instant.ofEpochMilli(now));
    }

    private Seen add(Observation.Builder observation) {
        observations.add(observation.build());
        return this;
    }

    /** Ends the cycle. What was added is kept for the next ones until {@link #fresh}. */
    Arm.ArmTurn turn() {
        Arm.ArmTurn turn = arm.cycle(
                new Arm.ObservedCycle(now, now + Trial.CYCLE_MS, observations, List.of(), List.copyOf(commands)));
        now += Trial.CYCLE_MS;
        commands.clear();
        return turn;
    }

    Seen fresh() {
        observations.clear();
        return this;
    }
}
