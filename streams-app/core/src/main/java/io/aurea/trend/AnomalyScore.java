package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * One score from two kinds of evidence.
 *
 * <ul>
 *   <li>From {@value #NEW} on: something the series has not done lately began here. The sum of three novelty detectors:
 *       of the value, of its distance from the baseline, and of the movement of the level. Only what is fresh counts
 *       ({@link Habituation}), so a lasting incident is reported once.
 *   <li>Below: the distance of the value from the last ones in their standard deviations, averaged over a short, a
 *       medium and a long memory. It stays up as long as the value stays away.
 * </ul>
 *
 * <p>Evidence is weighed by its return period in time, not in windows, as hydrology does with floods (E. J. Gumbel,
 * Statistics of Extremes, 1958): what happens by chance once in a thousand windows happens daily at one window a minute
 * and every six weeks at one an hour. With power-law tails, equal return periods need evidence in proportion to a power
 * of the cadence. Novelty is discounted faster for short windows, which also resemble their neighbours, so a smooth
 * series sets one record after another.
 */
final class AnomalyScore {
    private static final double NEW = 0.5;
    /** Least novelty reported as new. */
    private static final double LEAST_NOVELTY = 0.05;
    /** Novelty beyond the least, and deviation, at the middle of their parts of the range. */
    private static final double HALF_NOVELTY = 0.1;

    private static final double HALF_DEVIATION = 4;

    private static final double FORGETTING = 8e-5;
    private static final double TAIL_POWER = 0.15;
    private static final double SHORT_WINDOW_POWER = 0.8;
    private static final double NOVELTY_AT_MS = 300_000;
    private static final double DEVIATION_AT_MS = 3_600_000;
    private static final double HABITUATION_HALF_LIFE = 50;

    private final Detector value = new RangeNovelty(FORGETTING);
    private final Detector residual = new RangeNovelty(FORGETTING);
    private final Detector level = new LevelNovelty(1 / 24.0, 1 / 96.0, 1.5 * FORGETTING);
    private final Detector[] deviations = {new EwmaDeviation(0.05), new EwmaDeviation(0.02), new EwmaDeviation(0.003)};
    private final Habituation habituation = new Habituation(HABITUATION_HALF_LIFE);
    private final Cadence cadence = new Cadence();
    /** 0 while the cadence is unknown, with both weights 1. */
    private double weighedStepMs;

    private double noveltyWeight = 1;
    private double deviationWeight = 1;

    /**
     * @param timeMs start of the window
     * @param value of the window
     * @param distance value minus baseline
     * @return [0, 1)
     */
    double of(long timeMs, double value, double distance) {
        cadence.add(timeMs);
        double novel = this.value.surprise(value) + residual.surprise(distance) + level.surprise(value);
        weigh();
        double novelty = habituation.fresh(novel) * noveltyWeight;
        double deviation = 0;
        for (Detector detector : deviations) {
            deviation += detector.surprise(value);
        }
        deviation *= deviationWeight / deviations.length;
        double beyond = novelty - LEAST_NOVELTY;
        return beyond >= 0
                ? NEW + (1 - NEW) * beyond / (beyond + HALF_NOVELTY)
                : NEW * deviation / (deviation + HALF_DEVIATION);
    }

    /** Recomputes the weights from the cadence, which hardly ever changes. */
    private void weigh() {
        double stepMs = cadence.stepMs();
        if (stepMs != weighedStepMs) {
            weighedStepMs = stepMs;
            noveltyWeight = Math.min(
                    StrictMath.pow(stepMs / NOVELTY_AT_MS, TAIL_POWER),
                    StrictMath.pow(stepMs / NOVELTY_AT_MS, SHORT_WINDOW_POWER));
            deviationWeight = StrictMath.pow(stepMs / DEVIATION_AT_MS, TAIL_POWER);
        }
    }

    void save(ByteBuffer out) {
        value.save(out);
        residual.save(out);
        level.save(out);
        for (Detector detector : deviations) {
            detector.save(out);
        }
        habituation.save(out);
        cadence.save(out);
    }

    void restore(ByteBuffer in) {
        value.restore(in);
        residual.restore(in);
        level.restore(in);
        for (Detector detector : deviations) {
            detector.restore(in);
        }
        habituation.restore(in);
        cadence.restore(in);
    }

    int size() {
        int size = value.size() + residual.size() + level.size() + habituation.size() + cadence.size();
        for (Detector detector : deviations) {
            size += detector.size();
        }
        return size;
    }
}
