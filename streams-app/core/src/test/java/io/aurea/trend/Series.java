package io.aurea.trend;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/** Series for tests: one value per minute. */
final class Series {
    static final long START_MS = 1_660_000_000_000L;
    static final long MINUTE_MS = 60_000;

    private Series() {}

    static long time(int i) {
        return START_MS + i * MINUTE_MS;
    }

    /** Values like telemetry: continuous, quantised, constant for a while, with outliers, of any size. */
    static Arbitrary<List<Double>> values() {
        Arbitrary<Double> value = Arbitraries.oneOf(
                Arbitraries.doubles().between(-100, 100),
                Arbitraries.integers().between(0, 5).map(Integer::doubleValue),
                Arbitraries.just(3.0),
                Arbitraries.of(0.0, -0.0, 1e-300, 1e12, -1e12, 1e30, -1e30));
        return value.list().ofMinSize(1).ofMaxSize(200);
    }
}
