package io.aurea.pattern;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.SortedMap;

/** What the trend of a series says of how unusual its level is. */
final class Unusual {

    /** What keeps a pattern on is so much less than what sets it on, so that a level at the limit does not flicker. */
    private static final double KEEP = 0.7;

    private Unusual() {}

    /** Whether the series has a level and enough of a past to call it unusual. */
    static boolean canSay(Trend t, long minHistory) {
        return t.getHistory() >= minHistory
                && t.getLevel() != null
                && t.getBaseline() != null
                && t.getSpread() != null
                && t.getDeviation() != null;
    }

    /**
     * 1 - 1 / deviation^2: by Chebyshev's inequality no more than 1 / k^2 of what a series shows lies k or more standard
     * deviations off, whatever its distribution.
     */
    static double confidence(Trend t) {
        return 1 - 1 / Math.max(1, t.getDeviation() * t.getDeviation());
    }

    /** The limit to hold a level to: lower while the pattern is on. */
    static double limit(double onset, boolean on) {
        return on ? KEEP * onset : onset;
    }

    static String sentence(Trend t) {
        String unit = t.getKind() == ObservationKind.OPERATION ? "ms" : t.getUnit();
        return t.getSource() + '/' + t.getName() + " is at " + Words.withUnit(t.getLevel(), unit) + ", usual is "
                + Words.withUnit(t.getBaseline(), unit) + " +- " + Words.number(t.getSpread());
    }

    static SortedMap<String, String> data(Trend t, String name, String text) {
        SortedMap<String, String> data = Words.data(
                "source", t.getSource(),
                "series", t.getName(),
                "level", Words.number(t.getLevel()),
                "baseline", Words.number(t.getBaseline()),
                "spread", Words.number(t.getSpread()),
                "deviation", Words.number(t.getDeviation()),
                "history", Long.toString(t.getHistory()));
        data.put(name, text);
        return data;
    }
}
