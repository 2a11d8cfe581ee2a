package io.aurea.cycle;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;

/**
 * The sum of what a cycle counts of series beyond the most that it judges. Immutable.
 *
 * @param series their number
 * @param observations of all of them
 * @param attempts of OPERATION series
 * @param successes of OPERATION series
 * @param durations number of durations of OPERATION series
 * @param durationsMs their sum, milliseconds
 */
record UnjudgedSeries(
        long series, long observations, long attempts, long successes, long durations, double durationsMs) {

    static final UnjudgedSeries NONE = new UnjudgedSeries(0, 0, 0, 0, 0, 0);

    static final Codec<UnjudgedSeries> CODEC = Codec.of(
            1,
            (u, out) -> {
                out.writeLong(u.series);
                out.writeLong(u.observations);
                out.writeLong(u.attempts);
                out.writeLong(u.successes);
                out.writeLong(u.durations);
                out.writeDouble(u.durationsMs);
            },
            in -> new UnjudgedSeries(
                    in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readDouble()));

    UnjudgedSeries plus(Trend t) {
        boolean operation = t.getKind() == ObservationKind.OPERATION;
        return new UnjudgedSeries(
                series + 1,
                observations + t.getCount(),
                attempts + (operation ? t.getAttempts() : 0),
                successes + (operation ? t.getSuccesses() : 0),
                durations + (operation ? t.getValues() : 0),
                durationsMs + (operation ? t.getSum() : 0));
    }
}
