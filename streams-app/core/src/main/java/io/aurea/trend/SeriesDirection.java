package io.aurea.trend;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import java.time.Duration;

/**
 * Where a series is heading.
 *
 * <p>The level moves when the Mann-Kendall test over the last windows is significant at {@value #SIGNIFICANT} and Sen's
 * slope amounts to at least one spread over them, so that a tiny but steady drift is no news; or when the window is
 * {@value #FAR} spreads or more from its baseline. Whether that is an improvement depends on the polarity. More
 * failures than usual are a degradation whatever the level does, and of two contradictory signs the bad one counts:
 * trouble must show.
 */
public final class SeriesDirection {
    private static final double SIGNIFICANT = 0.99;
    private static final double FAR = 4;
    private static final double TOO_MANY_FAILURES = 0.999;
    private static final double HOUR_MS = Duration.ofHours(1).toMillis();

    private final int slopeWindows;
    private final long minAttempts;
    private final long minWindows;

    /**
     * @param slopeWindows windows used for the slope of a trend
     * @param minAttempts attempts of an OPERATION needed in its window for a verdict
     * @param minWindows earlier windows needed for a verdict
     */
    public SeriesDirection(int slopeWindows, long minAttempts, long minWindows) {
        this.slopeWindows = slopeWindows;
        this.minAttempts = minAttempts;
        this.minWindows = minWindows;
    }

    public TrendDirection of(Trend t, Polarity polarity) {
        boolean tooFew = t.getKind() == ObservationKind.OPERATION && t.getAttempts() < minAttempts;
        if (tooFew || t.getDeviation() == null || t.getHistory() < minWindows) {
            return TrendDirection.INSUFFICIENT_DATA;
        }
        if (t.getKind() == ObservationKind.OPERATION
                && t.getFailureScore() != null
                && t.getFailureScore() >= TOO_MANY_FAILURES) {
            return TrendDirection.DEGRADING;
        }
        boolean rises = t.getDeviation() >= FAR || drift(t) > 0;
        boolean falls = t.getDeviation() <= -FAR || drift(t) < 0;
        return switch (polarity) {
            case HIGHER_IS_BETTER -> direction(falls, rises);
            case LOWER_IS_BETTER -> direction(rises, falls);
            default -> TrendDirection.STABLE;
        };
    }

    private static TrendDirection direction(boolean worse, boolean better) {
        if (worse) {
            return TrendDirection.DEGRADING;
        }
        return better ? TrendDirection.IMPROVING : TrendDirection.STABLE;
    }

    /** The slope's total over its windows, in the unit of the series; 0 if negligible. */
    private double drift(Trend t) {
        if (t.getSlopeSignificance() < SIGNIFICANT) {
            return 0;
        }
        double windowMs = Duration.between(t.getWindowStart(), t.getWindowEnd()).toMillis();
        double drift = t.getSlope() * slopeWindows * windowMs / HOUR_MS;
        return Math.abs(drift) >= t.getSpread() ? drift : 0;
    }
}
