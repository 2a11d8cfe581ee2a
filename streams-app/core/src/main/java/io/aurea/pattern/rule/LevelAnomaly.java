package io.aurea.pattern.rule;

import io.aurea.chance.Beta;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.SortedMap;

/** How unusual the level of a series is, from its trend. */
final class LevelAnomaly {

    /** Factor on the limits while a pattern is on, so that a level at the limit does not flicker. */
    private static final double KEEP = 0.7;

    /** Evidence at its budget. */
    private static final double PROVEN = 1;

    /** Evidence that has hardly fallen from its budget: the level may look usual for a window, but it is not back. */
    private static final double STILL = 0.9;

    /** Tail probability at which quantiles are compared, and the standard normal one. */
    private static final double TAIL = 1e-3;

    private static final double NORMAL = 3.0902;
    /** By degrees of freedom; 1.03 at the end. */
    private static final double[] DOUBT = doubts(100);

    interface Matters {
        /**
         * Whether this distance of a level from the baseline matters.
         *
         * @param on whether it only has to keep a pattern on
         */
        boolean matters(double level, boolean on);
    }

    private LevelAnomaly() {}

    /** Whether the series has a level and enough history to call it unusual. */
    static boolean canSay(Trend t, long minHistory) {
        return t.getHistory() >= minHistory
                && t.getLevel() != null
                && t.getBaseline() != null
                && t.getSpread() != null
                && t.getDeviation() != null;
    }

    /**
     * The window's evidence for a pattern on the level of a series; null without any.
     *
     * <p>Sets on: the evidence is at its budget, and the level held since matters; or the window's level is beyond the
     * deviation, and its lower end matters. Keeps on: the level still matters and is off, or the evidence against the
     * reference at onset has hardly fallen and the held level matters.
     *
     * @param least deviation in the bad direction, in usual spreads
     * @param firing whether the series has kept the pattern on so far
     */
    static EvidenceStrength strength(Trend t, double deviation, boolean firing, Matters rule) {
        double evidence = badEvidence(t);
        if (firing) {
            boolean off = badDeviation(t) >= KEEP * deviation || evidence >= STILL;
            return off && rule.matters(t.getLevel(), true) || evidence >= STILL && rule.matters(held(t), true)
                    ? EvidenceStrength.WINDOW
                    : null;
        }
        if (evidence >= PROVEN && rule.matters(held(t), false) && rule.matters(t.getLevel(), true)) {
            return EvidenceStrength.PROVEN;
        }
        double off = badDeviation(t);
        if (off < deviation || !rule.matters(lowOf(t), false)) {
            return null;
        }
        return off >= deviation * doubt(t.getHistory()) ? EvidenceStrength.WINDOW : EvidenceStrength.DOUBTFUL;
    }

    /**
     * Factor on the required deviation when the usual spread is known from few windows: the quantile of Student's t
     * with one degree of freedom less than windows, as a multiple of the normal one. 7.2 for three windows, 1.4 for
     * ten.
     */
    private static double doubt(long history) {
        return DOUBT[(int) Math.min(Math.max(history - 1, 1), DOUBT.length - 1)];
    }

    private static double[] doubts(int most) {
        double[] doubts = new double[most + 1];
        for (int freedom = 1; freedom <= most; freedom++) {
            // t^2 is freedom * (1 / x - 1), where x is the quantile 2 p of Beta(freedom / 2, 1 / 2).
            double x = new Beta(freedom / 2.0, 0.5).quantile(2 * TAIL);
            doubts[freedom] = StrictMath.sqrt(freedom * (1 / x - 1)) / NORMAL;
        }
        return doubts;
    }

    /** The level held while out of order; else that of the window. */
    static double held(Trend t) {
        return t.getCandidate() == null ? t.getLevel() : t.getCandidate();
    }

    /** The end of the level's interval that is closer to the baseline. */
    private static double lowOf(Trend t) {
        boolean above = t.getLevel() >= t.getBaseline();
        Double end = above ? t.getLevelLow() : t.getLevelHigh();
        if (end == null) {
            // A single slow request may be chance; several windows of them are evidence.
            boolean single = t.getKind() == ObservationKind.OPERATION && t.getValues() == 1;
            return single ? t.getBaseline() : t.getLevel();
        }
        return above ? Math.max(t.getBaseline(), end) : Math.min(t.getBaseline(), end);
    }

    /** Deviation in the direction that is bad for the series, or in any if neither is. */
    static double badDeviation(Trend t) {
        return bad(t, t.getDeviation());
    }

    /**
     * Evidence that the level has moved in the direction that is bad for the series, or in any if neither is, [-1, 1].
     */
    static double badEvidence(Trend t) {
        return t.getEvidence() == null ? 0 : bad(t, t.getEvidence());
    }

    private static double bad(Trend t, double signed) {
        return switch (t.getPolarity()) {
            case LOWER_IS_BETTER -> signed;
            case HIGHER_IS_BETTER -> -signed;
            default -> Math.abs(signed);
        };
    }

    /** Difference to the baseline relative to the greater of both, [0, 1]. */
    static double relativeChange(double level, double baseline) {
        double greater = Math.max(Math.abs(level), Math.abs(baseline));
        return greater == 0 ? 0 : Math.min(1, Math.abs(level - baseline) / greater);
    }

    /** Whether the series is a share of a capacity, not an absolute number. */
    static boolean isShareOfCapacity(Trend t) {
        return "saturation".equals(t.getRole()) && ("percent".equals(t.getUnit()) || "%".equals(t.getUnit()));
    }

    /**
     * 1 - 1 / deviation^2: by Chebyshev's inequality at most 1 / k^2 of a series' values are k or more standard
     * deviations off, whatever the distribution. Or the evidence of several windows, up to 0.99.
     */
    static double confidence(Trend t) {
        return Math.max(
                1 - 1 / Math.max(1, t.getDeviation() * t.getDeviation()), Math.min(0.99, Math.max(0, badEvidence(t))));
    }

    /** The limit for a level: lower while the pattern is on. */
    static double limit(double onset, boolean on) {
        return on ? KEEP * onset : onset;
    }

    static String sentence(Trend t) {
        String unit = t.getKind() == ObservationKind.OPERATION ? "ms" : t.getUnit();
        return t.getSource() + '/' + t.getName() + " is at " + ReadableNumbers.withUnit(t.getLevel(), unit)
                + ", usual is " + ReadableNumbers.withUnit(t.getBaseline(), unit) + " +- "
                + ReadableNumbers.number(t.getSpread());
    }

    static SortedMap<String, String> data(Trend t, String name, String text) {
        SortedMap<String, String> data = ReadableNumbers.data(
                "source", t.getSource(),
                "series", t.getName(),
                "level", ReadableNumbers.number(t.getLevel()),
                "baseline", ReadableNumbers.number(t.getBaseline()),
                "spread", ReadableNumbers.number(t.getSpread()),
                "deviation", ReadableNumbers.number(t.getDeviation()),
                "history", Long.toString(t.getHistory()));
        if (t.getEvidence() != null) {
            data.put("evidence", ReadableNumbers.number(t.getEvidence()));
        }
        data.put(name, text);
        return data;
    }
}
