package io.aurea.trend;

import java.nio.ByteBuffer;

/**
 * What is expected of the next window, and how far off that usually is.
 *
 * <p>Without a season it is a level that follows the series slowly, by steps that are limited to a few spreads
 * (P. J. Huber, Robust estimation of a location parameter, 1964). A season is taken up where its profile has predicted
 * clearly better than that level of late, and left where it no longer does. The spread is the exponentially weighted mean
 * of distances, each limited to a few spreads, times the factor that makes it a standard deviation for normal numbers. Level
 * and spread start as median and median distance of the first windows: a series that is first seen in trouble must not take
 * the trouble for usual.
 */
final class Baseline {
    private static final Season[] SEASONS = {Season.HOUR, Season.DAY, Season.WEEK};
    /** Mean absolute distance to standard deviation of a normal distribution. */
    private static final double TO_SIGMA = 1.2533141373155003;

    private static final double LIMIT = 4;
    private static final double LEVEL_MEMORY = 0.01;
    private static final double SPREAD_MEMORY = 0.02;
    private static final double ERROR_MEMORY = 0.005;
    private static final double CLEARLY_BETTER = 0.85;
    private static final int FIRST_WINDOWS = 10;
    private static final double LEAST_MOVEMENT = 1e-6;
    /** So many windows start the level; twice as many as a short incident right after the start may spoil. */
    private static final int START_WINDOWS = 20;
    /** Median distance to the median, to standard deviation of a normal distribution. */
    private static final double MEDIAN_TO_SIGMA = 1.4826;

    private final SeasonalProfile[] profiles = new SeasonalProfile[SEASONS.length];
    private final double[] errors = new double[SEASONS.length];
    private long seen;
    private double first;
    private double level;
    private double levelError;
    private double spread;
    private int followed = -1;

    Baseline() {
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = new SeasonalProfile(SEASONS[i]);
        }
    }

    /** What is expected at this time. There must have been a window before. */
    double at(long timeMs) {
        return first + relativeAt(timeMs);
    }

    private double relativeAt(long timeMs) {
        return followed >= 0 && profiles[followed].knows(timeMs) ? profiles[followed].at(timeMs) : level;
    }

    /** Usual distance from the baseline as a standard deviation, [0, ..). */
    double spread() {
        return spread * TO_SIGMA;
    }

    /** The season that is followed. */
    Season season() {
        return followed < 0 ? Season.NONE : SEASONS[followed];
    }

    /** @param recent the last windows, this one included */
    void learn(long timeMs, double value, RecentWindows recent) {
        if (seen == 0) {
            first = value;
        }
        double relative = value - first;
        double distance = relative - relativeAt(timeMs);
        double least = 1e-9 * Math.max(Math.abs(value), Math.abs(first));
        boolean early = seen < FIRST_WINDOWS;
        double limit = early ? Double.MAX_VALUE : LIMIT * Math.max(spread * TO_SIGMA, least);
        learnSeasons(timeMs, relative, limit);
        seen++;
        double fromLevel = relative - level;
        double levelLimit = early ? Double.MAX_VALUE : LIMIT * Math.max(levelError * TO_SIGMA, least);
        levelError += weight(ERROR_MEMORY) * (Math.min(Math.abs(fromLevel), levelLimit) - levelError);
        level += weight(LEVEL_MEMORY) * Math.max(-levelLimit, Math.min(levelLimit, fromLevel));
        spread += weight(SPREAD_MEMORY) * (Math.min(Math.abs(distance), limit) - spread);
        if (seen <= START_WINDOWS) {
            start(recent);
        }
        chooseSeason();
    }

    private void start(RecentWindows recent) {
        double median = recent.median();
        double distance = recent.medianDistance(median) * MEDIAN_TO_SIGMA / TO_SIGMA;
        level = median - first;
        // Where more than half are equal, the mean distance that was learned says more.
        if (distance > 0) {
            spread = distance;
        }
    }

    private void learnSeasons(long timeMs, double relative, double limit) {
        for (int i = 0; i < profiles.length; i++) {
            // A time not seen yet counts against the season, so that none is taken up before a period has passed.
            double missed = profiles[i].knows(timeMs)
                    ? Math.abs(relative - profiles[i].at(timeMs))
                    : 2 * Math.abs(relative - level);
            double most = LIMIT * TO_SIGMA * levelError;
            errors[i] += Math.max(ERROR_MEMORY, 1.0 / (seen + 1))
                    * ((seen < FIRST_WINDOWS ? missed : Math.min(missed, most)) - errors[i]);
            profiles[i].learn(timeMs, relative, limit);
        }
    }

    private void chooseSeason() {
        // What does not move shows no season, whatever the last digits say.
        if (levelError <= LEAST_MOVEMENT * Math.max(Math.abs(first), Math.abs(first + level))) {
            followed = -1;
            return;
        }
        double best = followed < 0 ? levelError : errors[followed];
        if (followed >= 0 && errors[followed] > levelError) {
            followed = -1;
            best = levelError;
        }
        for (int i = 0; i < profiles.length; i++) {
            if (errors[i] < CLEARLY_BETTER * best) {
                followed = i;
                best = errors[i];
            }
        }
    }

    private double weight(double memory) {
        return Math.max(memory, 1.0 / seen);
    }

    void save(ByteBuffer out) {
        out.putLong(seen)
                .putDouble(first)
                .putDouble(level)
                .putDouble(levelError)
                .putDouble(spread);
        out.put((byte) followed);
        for (int i = 0; i < profiles.length; i++) {
            out.putDouble(errors[i]);
            profiles[i].save(out);
        }
    }

    void restore(ByteBuffer in) {
        seen = in.getLong();
        first = in.getDouble();
        level = in.getDouble();
        levelError = in.getDouble();
        spread = in.getDouble();
        followed = in.get();
        for (int i = 0; i < profiles.length; i++) {
            errors[i] = in.getDouble();
            profiles[i].restore(in);
        }
    }

    int size() {
        int size = Long.BYTES + 4 * Double.BYTES + 1;
        for (SeasonalProfile profile : profiles) {
            size += Double.BYTES + profile.size();
        }
        return size;
    }
}
