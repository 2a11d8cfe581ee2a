package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.output.LoopOutput;
import io.aurea.schema.Command;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.Entries;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * The loop in process, as the topology runs it: observe on one partition, and orient, decide and learn on its output.
 * Not thread-safe.
 */
public final class WholeLoop {
    private static final int PARTITION = 0;

    /** Its whole state as in a store; other loops with the same settings can continue from it. Immutable. */
    public static final class State {
        private final Map<ByteBuffer, byte[]> windows = new TreeMap<>();
        private final Map<ByteBuffer, byte[]> cycles = new TreeMap<>();

        private State() {}

        private static Entries into(Map<ByteBuffer, byte[]> entries) {
            return (key, value) -> entries.put(ByteBuffer.wrap(key), value);
        }
    }

    private final PartitionWindows windows;
    private final TenantCycles cycles;
    private final LoopOutput output;
    private final Observed observed = new Observed();
    private long appendMs;

    public WholeLoop(CycleSettings settings, LoopOutput output) {
        this.output = output;
        this.windows = new PartitionWindows(settings.window(), settings.model());
        this.cycles = new TenantCycles(settings);
    }

    /** Continues from another loop's state. */
    public WholeLoop(CycleSettings settings, State state, LoopOutput output) {
        this(settings, output);
        state.windows.forEach((key, value) -> windows.load(key.array(), value));
        state.cycles.forEach((key, value) -> cycles.load(key.array(), value));
    }

    public State state() {
        State state = new State();
        windows.saveAll(State.into(state.windows));
        cycles.saveAll(State.into(state.cycles));
        return state;
    }

    public void accept(Policy policy) {
        cycles.accept(policy, output);
    }

    public void accept(Command command, long atMs) {
        cycles.accept(command, atMs, output);
    }

    public void accept(Outcome outcome, long atMs) {
        cycles.accept(outcome, atMs, output);
    }

    /** @param o read but not kept */
    public void accept(Observation o, long atMs) {
        appendMs = atMs;
        windows.accept((o.getTenantId() + '/' + o.getSource()).getBytes(UTF_8), o, atMs, observed);
    }

    public void forget(Forgetting what, long atMs) {
        appendMs = atMs;
        cycles.forget(what.command(null), TenantCycles.NO_PARTITION, 1, atMs, output);
        windows.accept("_".getBytes(UTF_8), what.tick(), atMs, observed);
    }

    /** Advances time: a window closes, and with it a cycle, once its end plus grace has passed. */
    public void tick(long atMs) {
        appendMs = atMs;
        Observation tick = Observation.newBuilder()
                .setKind(ObservationKind.TICK)
                .setObservedAt(Instant.ofEpochMilli(atMs))
                .build();
        windows.accept("_".getBytes(UTF_8), tick, atMs, observed);
    }

    /** Drops the changes accumulated for storing; nothing is stored here. */
    public void commit() {
        windows.save((key, value) -> {});
        cycles.save((key, value) -> {});
    }

    /** Passes observe's output to orient. */
    private final class Observed implements ObserveOutput {
        @Override
        public void trend(Trend trend) {
            cycles.accept(PARTITION, trend, output);
        }

        @Override
        public void watermark(long timeMs, Long absentMs) {
            cycles.accept(new Watermark(PARTITION, 1, Instant.ofEpochMilli(timeMs), absentMs), appendMs, output);
        }

        @Override
        public void forgotten(Forgetting what, long series) {
            cycles.forget(what.command(series), PARTITION, 1, appendMs, output);
        }

        @Override
        public void deadLetter(Refusal refusal, String reason) {
            throw new IllegalStateException("the loop refused an observation: " + reason);
        }
    }
}
