package io.aurea.cycle;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Observed;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import io.aurea.window.WindowSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** Observations of services in cycles of ten seconds, through windows, trends, patterns, health and decisions. */
final class HealthScenario {
    static final int HOUR = 360;
    static final int DAY = 24 * HOUR;

    private static final long SIZE_MS = 10_000;
    private static final WindowSettings WINDOW = new WindowSettings(SIZE_MS, 2_000, 60_000, 10_000);

    @FunctionalInterface
    interface Service {
        void act(HealthScenario scenario);
    }

    private final PartitionWindows windows = new PartitionWindows(WINDOW);
    private final TenantCycles cycles = new TenantCycles(new CycleSettings(WINDOW, 30, 100, false));
    private final List<CycleMetrics> told = new ArrayList<>();
    private final Set<String> calls = new HashSet<>();
    private final Random random;
    private long start;

    HealthScenario(long seed) {
        this.random = new Random(seed);
    }

    private final ObserveOutput loop = new ObserveOutput() {
        @Override
        public void trend(Trend trend) {
            out(log -> cycles.accept(0, trend, log));
        }

        @Override
        public void watermark(long timeMs, Long absentMs) {
            out(log -> cycles.accept(new Watermark(0, 1, Instant.ofEpochMilli(timeMs), absentMs), timeMs, log));
        }

        @Override
        public void forgotten(Forgetting what, long series) {
            throw new IllegalStateException("nothing is forgotten here: " + what);
        }

        @Override
        public void deadLetter(Refusal refusal, String reason) {
            throw new IllegalStateException(refusal + ": " + reason);
        }
    };

    private void out(Consumer<LoopLog> step) {
        LoopLog log = new LoopLog();
        step.accept(log);
        told.addAll(log.cycles());
        for (Object o : log.all()) {
            if (o instanceof Decision d && d.getAction().equals("call_person")) {
                calls.add(d.getDecisionId());
            }
        }
    }

    /** Runs cycles with these services. @return those that closed meanwhile */
    List<CycleMetrics> run(int count, Service... services) {
        int before = told.size();
        for (int c = 0; c < count; c++) {
            for (Service service : services) {
                service.act(this);
            }
            start += SIZE_MS;
            send(Observed.tick(start + 2_000));
        }
        return told.subList(before, told.size());
    }

    /** Decisions to call a person so far. */
    int calls() {
        return calls.size();
    }

    /** Operations at random times, with this mean number per cycle, of which a share fails. */
    static Service operations(String source, double aCycle, double failing, DoubleSupplier durationMs) {
        return s -> {
            int count = (int) aCycle + (s.random.nextDouble() < aCycle - (int) aCycle ? 1 : 0);
            for (int i = 0; i < count; i++) {
                boolean success = s.random.nextDouble() >= failing;
                Observation o = Observed.operation("shop", source, "serve", s.start + i * SIZE_MS / count, success);
                o.setDurationMs(durationMs.getAsDouble());
                s.send(o);
            }
        };
    }

    static Service gauge(String source, String name, DoubleSupplier value) {
        return s -> s.send(Observed.metric("shop", source, name, s.start + 5_000, value.getAsDouble()));
    }

    static Service check(String source, boolean up) {
        return s -> s.send(Observed.health("shop", source, "probe", s.start + 1_000, up));
    }

    private void send(Observation o) {
        long at = o.getKind() == ObservationKind.TICK ? o.getObservedAt().toEpochMilli() : start + SIZE_MS;
        windows.accept(Observed.keyOf(o), o, at, loop);
    }
}
