package io.aurea.fault;

import io.aurea.fixture.Traffic;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** One traffic after the other, in the last hours: an executor may still begin what they lead to. */
final class Timeline {
    private static final int PAUSE_CYCLES = 6;

    private static final int HOURS = 8;

    private long nextMs = Instant.now()
            .minus(HOURS, ChronoUnit.HOURS)
            .truncatedTo(ChronoUnit.MINUTES)
            .toEpochMilli();

    Traffic next(String name, int cycles, int count) {
        Traffic traffic = Traffic.withOutages(name + "-", nextMs, cycles, count, name.hashCode());
        nextMs += (cycles + PAUSE_CYCLES) * Traffic.CYCLE_MS;
        return traffic;
    }
}
