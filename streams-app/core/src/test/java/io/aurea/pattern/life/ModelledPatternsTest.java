package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.trend.LevelVerdict;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The rules on the series model's output: nothing for healthy noise, and trouble from onset to end. */
class ModelledPatternsTest {

    /** One series of one source. */
    private static final class Watched {
        private final TenantPatterns patterns = new TenantPatterns("shop", ModelSettings.DEFAULT);
        private final SeriesModel model = new SeriesModel(ModelSettings.DEFAULT);
        private final List<Pattern> out = new ArrayList<>();
        private final long sizeMs;
        private final String role;
        private long start;

        Watched(long sizeMs, String role) {
            this.sizeMs = sizeMs;
            this.role = role;
        }

        /** A window with these durations of successful requests. */
        void requests(double[] durations) {
            Arrays.sort(durations);
            int n = durations.length;
            Trend t = trend(ObservationKind.OPERATION, n);
            t.setAttempts((long) n);
            t.setSuccesses((long) n);
            t.setValues((long) n);
            int low = n - 1;
            while (low > 0 && atLeastBelowP95(low, n) < 0.025) {
                low--;
            }
            if (n > 1) {
                t.setLevelLow(durations[low]);
            }
            close(t, durations[(int) Math.ceil(0.95 * n) - 1]);
        }

        /** P(at most r of n are below the 95th percentile): the probability that the r-th is above it. */
        private static double atLeastBelowP95(int r, int n) {
            return 1 - Binomial.atLeast(Math.min(n, r + 1), n, 0.95);
        }

        void gauge(double value) {
            close(trend(ObservationKind.METRIC, 1), value);
        }

        private Trend trend(ObservationKind kind, long count) {
            Trend t = new Trend();
            t.setTenantId("shop");
            t.setSource("web");
            t.setName("series");
            t.setKind(kind);
            t.setCount(count);
            t.setRole(role);
            t.setPolarity(role == null || role.equals("traffic") ? Polarity.NEUTRAL : Polarity.LOWER_IS_BETTER);
            t.setUnit("latency".equals(role) ? "ms" : "saturation".equals(role) ? "percent" : null);
            t.setFailures(Map.of());
            t.setWindowStart(Instant.ofEpochMilli(start));
            t.setWindowEnd(Instant.ofEpochMilli(start + sizeMs));
            return t;
        }

        private void close(Trend t, double level) {
            LevelVerdict.judge(model, level, t);
            out.addAll(patterns.close(
                    new ClosedCycle(start, start + sizeMs, List.of(t)), PatternSettings.DEFAULTS, Story.MINIMUM, 1));
            start += sizeMs;
        }

        List<Pattern> turns() {
            return out.stream()
                    .filter(p -> p.getState() != PatternState.ONGOING)
                    .filter(p -> p.getPatternType() != PatternType.SUCCESS)
                    .filter(p -> p.getPatternType() != PatternType.CONSISTENT_HIGH_PERFORMANCE)
                    .toList();
        }
    }

    /** Healthy series, however they look. */
    private enum Noise {
        POISSON_TRAFFIC("traffic") {
            @Override
            IntToDoubleFunction values(Random r, long sizeMs) {
                return i -> Math.max(0, Math.rint(200 + StrictMath.sqrt(200) * r.nextGaussian()));
            }
        },
        SAW_TOOTH_HEAP("saturation") {
            @Override
            IntToDoubleFunction values(Random r, long sizeMs) {
                return i -> (i % 37) / 37.0 * 60 + 20 + 2 * r.nextGaussian();
            }

            @Override
            long fromMs(long sizeMs) {
                return 10 * 37 * sizeMs;
            }
        },
        NIGHTLY_BATCH(null) {
            @Override
            IntToDoubleFunction values(Random r, long sizeMs) {
                // A quarter of an hour fills a slot of the season; half a slot is a known limitation of the model.
                return i -> 10 + r.nextGaussian() + ((i * sizeMs + 43_200_000) % 86_400_000 < 900_000 ? 200 : 0);
            }

            @Override
            long fromMs(long sizeMs) {
                return 3 * 86_400_000L;
            }
        },
        WANDERING(null) {
            @Override
            IntToDoubleFunction values(Random r, long sizeMs) {
                double[] x = {0};
                return i -> 100 + 5 * (x[0] = 0.9 * x[0] + r.nextGaussian());
            }
        },
        RANDOM_WALK(null) {
            @Override
            IntToDoubleFunction values(Random r, long sizeMs) {
                double[] x = {1000};
                return i -> x[0] += r.nextGaussian();
            }
        };

        final String role;

        Noise(String role) {
            this.role = role;
        }

        abstract IntToDoubleFunction values(Random r, long sizeMs);

        /** Earlier patterns are allowed, since nobody can know yet what is usual. */
        long fromMs(long sizeMs) {
            return 0;
        }
    }

    @ParameterizedTest
    @EnumSource(Noise.class)
    void shouldMakeNothingOfHealthyNoise(Noise noise) {
        for (long sizeMs : new long[] {10_000, 60_000, 300_000}) {
            Watched watched = new Watched(sizeMs, noise.role);
            IntToDoubleFunction values = noise.values(new Random(17), sizeMs);
            int windows = (int) Math.max(5_000, 5 * 86_400_000L / Math.max(sizeMs, 60_000));
            for (int i = 0; i < windows; i++) {
                watched.gauge(values.applyAsDouble(i));
            }
            assertThat(watched.turns().stream()
                            .filter(p -> p.getLastDetected().toEpochMilli() > noise.fromMs(sizeMs))
                            .map(p -> p.getState() + " " + p.getPatternId() + " " + p.getLastDetected()))
                    .as("cycles of %d ms", sizeMs)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"1", "3", "10"})
    void shouldMakeNothingOfTheLatencyOfRareRequests(int requests) {
        Random r = new Random(23);
        Watched watched = new Watched(60_000, "latency");
        for (int i = 0; i < 5_000; i++) {
            watched.requests(lognormal(r, requests, 1, 1));
        }
        assertThat(watched.turns()).isEmpty();
    }

    /** Regression: a shop that had been up for ten seconds was scaled out. */
    @Test
    void shouldKnowLittleFromFewWindowsOfFewRequests() {
        int onsets = 0;
        for (int seed = 0; seed < 500; seed++) {
            Random r = new Random(seed);
            Watched watched = new Watched(10_000, "latency");
            for (int i = 0; i < 20; i++) {
                watched.requests(lognormal(r, 5, 1, 0.7));
            }
            onsets += watched.turns().isEmpty() ? 0 : 1;
        }
        assertThat(onsets).as("of ten thousand windows").isLessThanOrEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({"3", "20"})
    void shouldSeeRequestsThatTakeTenTimesAsLongWithinThreeCycles(int requests) {
        Random r = new Random(29);
        Watched watched = new Watched(60_000, "latency");
        for (int i = 0; i < 120; i++) {
            watched.requests(lognormal(r, requests, 1, 0.2));
        }
        for (int i = 0; i < 3; i++) {
            watched.requests(lognormal(r, requests, 10, 0.2));
        }
        assertThat(watched.turns()).extracting(Pattern::getPatternType).contains(PatternType.INCREASING_LATENCY);
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 60, 10",
        "10000, 720, 3",
        "10000, 720, 10",
        "60000, 120, 3",
        "60000, 120, 10",
        "300000, 24, 10",
        "60000, 20160, 3"
    })
    void shouldKeepALatencyOnToItsEndWithoutABreak(long sizeMs, int history, double factor) {
        int length = (int) (12 * 3_600_000L / sizeMs);
        Random r = new Random(31);
        Watched watched = new Watched(sizeMs, "latency");
        for (int i = 0; i < history; i++) {
            watched.gauge(50 + 2 * r.nextGaussian());
        }
        for (int i = 0; i < length; i++) {
            watched.gauge(factor * (50 + 2 * r.nextGaussian()));
        }
        long end = watched.start;
        for (int i = 0; i < 20; i++) {
            watched.gauge(50 + 2 * r.nextGaussian());
        }
        List<Pattern> latency = watched.turns().stream()
                .filter(p -> p.getPatternType() == PatternType.INCREASING_LATENCY)
                .toList();
        assertThat(latency).extracting(Pattern::getState).containsExactly(PatternState.ONSET, PatternState.ABATED);
        assertThat(latency.get(0).getOnsetAt().toEpochMilli()).isLessThanOrEqualTo((history + 3) * sizeMs);
        assertThat(latency.get(1).getAbatedAt().toEpochMilli()).isBetween(end, end + 3 * sizeMs);
    }

    /** After eight hours; until two days are known, a smaller change may be the time of day. */
    @ParameterizedTest
    @CsvSource({"5", "8"})
    void shouldSeeALastingShiftOfAFewSpreads(double spreads) {
        Random r = new Random(37);
        Watched watched = new Watched(10_000, "backlog");
        for (int i = 0; i < 3_000; i++) {
            watched.gauge(100 + 10 * r.nextGaussian());
        }
        for (int i = 0; i < 400; i++) {
            watched.gauge(100 + 10 * spreads + 10 * r.nextGaussian());
        }
        assertThat(watched.turns()).extracting(Pattern::getPatternType).contains(PatternType.LEVEL_SHIFT);
        assertThat(watched.turns()).extracting(Pattern::getState).containsOnly(PatternState.ONSET);
    }

    @ParameterizedTest
    @CsvSource({"1000", "3000"})
    void shouldSeeADriftToTwiceTheLevel(int windows) {
        Random r = new Random(41);
        Watched watched = new Watched(10_000, "backlog");
        for (int i = 0; i < 3_000; i++) {
            watched.gauge(100 + 10 * r.nextGaussian());
        }
        for (int i = 0; i < windows; i++) {
            watched.gauge(100 + 100.0 * i / windows + 10 * r.nextGaussian());
        }
        assertThat(watched.turns()).extracting(Pattern::getPatternType).contains(PatternType.LEVEL_SHIFT);
    }

    private static double[] lognormal(Random r, int count, double factor, double sigma) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = factor * 50 * StrictMath.exp(sigma * r.nextGaussian());
        }
        return values;
    }
}
