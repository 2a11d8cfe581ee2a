package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.trend.Assessment.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often noise raises alarms, and how soon a shift does, at windows of 10 s; docs/DETECTION.md has the full
 * measurement.
 */
class BudgetTest {
    private static final long WINDOW_MS = 10_000;
    private static final int WINDOWS = 10_000;
    private static final int SEEDS = 3;
    private static final int HISTORY = 3_000;
    private static final int RUNS = 20;

    @Test
    void shouldAlarmOnNoiseNoMoreThanTwiceAsOftenAsTheBudgetSays() {
        List<String> alarms = new ArrayList<>();
        int series = 0;
        for (Noise noise : Noise.values()) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                series++;
                for (int window : alarms(noise.values(new Random(seed), WINDOWS))) {
                    alarms.add(noise + " " + seed + " in window " + window);
                }
            }
        }

        double budget = (double) series * WINDOWS / ModelSettings.BUDGET_WINDOWS;
        assertThat(alarms).hasSizeLessThanOrEqualTo((int) (2 * budget));
    }

    @ParameterizedTest
    @CsvSource({"1, 400, 16", "2, 60, 18", "3, 20, 18"})
    void shouldFindALastingShiftInTime(double sigmas, int within, int leastOfTwenty) {
        int found = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            double[] values = Noise.GAUSS.values(new Random(seed), HISTORY + within);
            for (int i = HISTORY; i < values.length; i++) {
                values[i] += 10 * sigmas;
            }
            found += alarms(values).stream().anyMatch(window -> window >= HISTORY) ? 1 : 0;
        }

        assertThat(found).isGreaterThanOrEqualTo(leastOfTwenty);
    }

    @Test
    void shouldFindADriftBeforeItsEnd() {
        int found = 0;
        for (int seed = 1; seed <= RUNS; seed++) {
            double[] values = Noise.GAUSS.values(new Random(seed), HISTORY + 1_000);
            for (int i = HISTORY; i < values.length; i++) {
                values[i] += 30 * (i - HISTORY) / 1_000.0;
            }
            found += alarms(values).stream().anyMatch(window -> window >= HISTORY) ? 1 : 0;
        }

        assertThat(found).isGreaterThanOrEqualTo(12);
    }

    private static List<Integer> alarms(double[] values) {
        SeriesModel model = new SeriesModel(ModelSettings.DEFAULT);
        List<Integer> alarms = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            if (model.observe(i * WINDOW_MS, values[i]) instanceof Judged judged && judged.alarm()) {
                alarms.add(i);
            }
        }
        return alarms;
    }

    private enum Noise {
        GAUSS {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i -> 100 + 10 * random.nextGaussian();
            }
        },
        SKEWED {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i -> StrictMath.exp(random.nextGaussian());
            }
        },
        HEAVY_TAILED {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i -> StrictMath.pow(1 - random.nextDouble(), -1 / 1.5);
            }
        },
        TIED {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i -> StrictMath.rint(5 + 0.7 * random.nextGaussian());
            }
        },
        TWO_LEVELS {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i -> random.nextDouble() < 0.05 ? 101 : 100;
            }
        },
        CORRELATED {
            @Override
            DoubleUnaryOperator next(Random random) {
                double[] x = {random.nextGaussian() / StrictMath.sqrt(1 - 0.9 * 0.9)};
                return i -> 100 + 5 * (x[0] = 0.9 * x[0] + random.nextGaussian());
            }
        },
        WANDERING {
            @Override
            DoubleUnaryOperator next(Random random) {
                double[] x = {1_000};
                return i -> x[0] += random.nextGaussian();
            }
        },
        DAILY {
            @Override
            DoubleUnaryOperator next(Random random) {
                return i ->
                        100 + 40 * StrictMath.sin(2 * Math.PI * i * WINDOW_MS / 86_400_000) + 5 * random.nextGaussian();
            }
        };

        abstract DoubleUnaryOperator next(Random random);

        double[] values(Random random, int count) {
            DoubleUnaryOperator next = next(random);
            double[] values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = next.applyAsDouble(i);
            }
            return values;
        }
    }
}
