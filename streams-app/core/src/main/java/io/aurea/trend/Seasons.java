package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * The seasons of one series, and the one being followed.
 *
 * <p>A season is followed once two whole periods have passed since the series began and its misses, out of sample and
 * over about a period, are below {@value #CLEARLY_BETTER} times those of a level that learns as slowly as its profile,
 * and below {@value #NO_WORSE} times those of the best level; it is dropped when that fails by a tenth. The slow level
 * distinguishes a season from a trend and from wandering. So a followed season has been seen to recur. Other profiles
 * learn every window unchanged: what came once by chance does not recur, and is not followed. The followed one learns
 * only windows in order, in limited steps.
 */
final class Seasons {
    private static final Season[] SEASONS = {Season.HOUR, Season.DAY, Season.WEEK};
    private static final double CLEARLY_BETTER = 0.85;
    private static final double NO_WORSE = 1.05;
    private static final double STAYING = 1.1;
    /** A longer season must be better than a shorter one by this factor. */
    private static final double LONGER = 0.9;
    /** Fewer windows per period show no season. */
    private static final int FEWEST_WINDOWS = 6;
    /** Comparisons fade over a period, but not faster than this. */
    private static final double LEAST_MEMORY_MS = 6 * 3_600_000.0;

    private static final double MOST_WEIGHT = 0.2;
    private static final int NONE = -1;

    private final SeasonalProfile[] profiles = new SeasonalProfile[SEASONS.length];
    /** Levels that learn as slowly as the profiles. */
    private final float[] slow = new float[SEASONS.length];
    /** Mean misses of the profile, of the slow level and of the best level; NaN before the second period. */
    private final float[][] errors = new float[SEASONS.length][3];

    private int followed = NONE;

    Seasons() {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = new SeasonalProfile(SEASONS[i]);
            errors[i][0] = Float.NaN;
        }
    }

    Season followed() {
        return followed == NONE ? Season.NONE : SEASONS[followed];
    }

    /** Whether the followed season has an expectation for this time. */
    boolean expects(long timeMs) {
        return followed != NONE && profiles[followed].knows(timeMs);
    }

    /** Its expectation; only if it {@link #expects} something. */
    double at(long timeMs) {
        return profiles[followed].at(timeMs);
    }

    /** Mean distance of the windows from the followed season, [0, ..). */
    double error() {
        return errors[followed][0];
    }

    /**
     * The expectation of the profile that has predicted best lately, followed or not: good enough to detect novelty,
     * but not as a reference.
     *
     * @param error mean miss of the expectation without a season
     * @return NaN if none predicts clearly better than that
     */
    double likeliest(long timeMs, double error) {
        double least = CLEARLY_BETTER * error;
        double expected = Double.NaN;
        for (int i = 0; i < profiles.length; i++) {
            // A profile before its second period has NaN, for which the comparison is false.
            if (errors[i][0] < least && profiles[i].knows(timeMs)) {
                least = errors[i][0];
                expected = profiles[i].at(timeMs);
            }
        }
        return expected;
    }

    /**
     * @param value in the window, as a difference from the series' first value
     * @param best the best level's expectation
     * @param sinceLastMs milliseconds since the previous window
     * @param ageMs milliseconds since the first window
     * @param limit maximum distance of the value from the followed profile
     * @param inOrder whether the window is in order
     */
    void learn(long timeMs, double value, double best, long sinceLastMs, long ageMs, double limit, boolean inOrder) {
        for (int i = 0; i < profiles.length; i++) {
            long period = SEASONS[i].periodMs();
            if (sinceLastMs * FEWEST_WINDOWS > period) {
                continue;
            }
            // Windows out of order say nothing about the followed season, and their misses are not usual scatter.
            boolean says = inOrder || i != followed;
            if (says && ageMs >= period && profiles[i].knows(timeMs)) {
                compare(i, value - profiles[i].at(timeMs), value - slow[i], value - best, sinceLastMs);
            }
            double pace = SeasonalProfile.SMOOTHING * sinceLastMs / period;
            double young = sinceLastMs / Math.max(1.0, ageMs);
            slow[i] += (float) (Math.min(1, Math.max(pace, young)) * (value - slow[i]));
            if (says) {
                profiles[i].learn(timeMs, value, sinceLastMs, i == followed ? limit : Double.MAX_VALUE);
            }
        }
    }

    private void compare(int i, double missed, double slow, double best, long sinceLastMs) {
        float[] e = errors[i];
        if (Float.isNaN(e[0])) {
            e[0] = e[1] = e[2] = (float) Math.abs(slow);
        }
        double weight = Math.min(MOST_WEIGHT, sinceLastMs / Math.max(LEAST_MEMORY_MS, SEASONS[i].periodMs()));
        e[0] += (float) (weight * (Math.abs(missed) - e[0]));
        e[1] += (float) (weight * (Math.abs(slow) - e[1]));
        e[2] += (float) (weight * (Math.abs(best) - e[2]));
    }

    /** Follows the season that predicts best, or none; {@code ageMs} is the time since the first window. */
    void choose(long ageMs) {
        int before = followed;
        followed = NONE;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < profiles.length; i++) {
            float[] e = errors[i];
            if (ageMs < 2 * SEASONS[i].periodMs() || Float.isNaN(e[0])) {
                continue;
            }
            double room = i == before ? STAYING : 1;
            boolean better = e[0] < CLEARLY_BETTER * room * e[1] && e[0] < NO_WORSE * room * e[2];
            double relative = e[0] / Math.max(Float.MIN_NORMAL, e[2]);
            if (better && relative < (followed == NONE ? 1 : LONGER) * least) {
                followed = i;
                least = relative;
            }
        }
    }

    /** Moves every level of every season. */
    void shift(double by) {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i].shift(by);
            slow[i] += (float) by;
        }
    }

    void save(ByteBuffer out) {
        out.put((byte) followed);
        for (int i = 0; i < profiles.length; i++) {
            out.putFloat(slow[i]);
            for (float error : errors[i]) {
                out.putFloat(error);
            }
            profiles[i].save(out);
        }
    }

    void restore(ByteBuffer in) {
        followed = in.get();
        for (int i = 0; i < profiles.length; i++) {
            slow[i] = in.getFloat();
            for (int e = 0; e < errors[i].length; e++) {
                errors[i][e] = in.getFloat();
            }
            profiles[i].restore(in);
        }
    }

    int size() {
        int size = 1;
        for (int i = 0; i < profiles.length; i++) {
            size += (1 + errors[i].length) * Float.BYTES + profiles[i].size();
        }
        return size;
    }
}
