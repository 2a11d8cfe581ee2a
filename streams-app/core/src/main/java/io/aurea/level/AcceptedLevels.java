package io.aurea.level;

import io.aurea.schema.Trend;
import io.aurea.state.StoredInParts;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import io.aurea.trend.Normal;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The levels and shares of failures of one tenant that a person accepted while they were out of order.
 *
 * <p>The models with the references live in observe, which reads only observations. So an acceptance takes effect here,
 * on the trends of a cycle before anybody interprets them: the accepted level is their reference, and they are out of
 * order only where a series has left that too ({@link Departure}). It applies to one stretch: until the series is back
 * in order by its own model (the old level is usual too), until that model itself has adopted the level, or until the
 * series is forgotten.
 *
 * <p>Bounded. After {@link #load} of what {@link #save} wrote it continues exactly alike. Not thread-safe.
 */
public final class AcceptedLevels implements StoredInParts {
    /** Series out of order that are known at once; of more nothing can be accepted. */
    static final int MAX_SERIES = 10_000;

    private static final int MAX_TEXT = 512;

    /** A spread is at least this share of the accepted level: the scatter around it is not known yet. */
    private static final double LEAST_SPREAD = 0.05;

    /**
     * A level this close to the model's reference, as a share of the way from there to the accepted level, is judged by
     * the reference: it has gone back, even if not exactly to the usual level, and is not a third level.
     */
    private static final double BACK = 0.2;

    /** An accepted share is treated as if known from this many attempts. */
    private static final double KNOWN_ATTEMPTS = 100;

    private final StoredMap<Stretch> levels = new StoredMap<>('l', Stretch.CODEC);
    private final StoredMap<Stretch> failures = new StoredMap<>('f', Stretch.CODEC);
    private final StoredMap<Accepted> acceptedLevels = new StoredMap<>('L', Accepted.CODEC);
    private final StoredMap<Accepted> acceptedFailures = new StoredMap<>('F', Accepted.CODEC);
    private final StoredParts parts = new StoredParts(levels, failures, acceptedLevels, acceptedFailures);

    /** What of a series is accepted. */
    public enum Part {
        LEVEL,
        FAILURES,
        BOTH
    }

    /**
     * Replaces the references of a cycle's trends with the accepted levels.
     *
     * @param trends changed in place
     * @param retentionMs a series is forgotten after this long without data
     */
    public void apply(List<Trend> trends, long windowEndMs, long retentionMs) {
        for (Trend t : trends) {
            String series = series(t.getSource(), t.getName());
            if (t.getLevel() != null) {
                level(series, t);
            }
            if (t.getAttempts() > 0) {
                failures(series, t);
            }
        }
        forget(levels, acceptedLevels, windowEndMs - retentionMs);
        forget(failures, acceptedFailures, windowEndMs - retentionMs);
    }

    private void level(String series, Trend t) {
        Instant since = t.getOutOfOrderSince();
        if (since == null || t.getBaseline() == null) {
            levels.remove(series);
            acceptedLevels.remove(series);
            return;
        }
        double held = t.getCandidate() == null ? t.getLevel() : t.getCandidate();
        keep(levels, series, Stretch.ofLevel(since.toEpochMilli(), start(t), held, t.getBaseline()));
        Accepted accepted = inForce(acceptedLevels, series, since, t.getAcceptedAt());
        if (accepted == null) {
            return;
        }
        double expected = accepted.expected(t.getBaseline());
        if (Math.abs(t.getLevel() - t.getBaseline()) <= BACK * Math.abs(expected - t.getBaseline())) {
            acceptedLevels.put(series, accepted.judged(Departure.NONE, start(t)));
            return;
        }
        double spread = Math.max(
                (t.getSpread() == null ? 0 : t.getSpread()) * accepted.scale(), LEAST_SPREAD * Math.abs(expected));
        double off = t.getLevel() - expected;
        double deviation = off == 0 ? 0 : limited(off / spread);
        Departure departure = accepted.departure().next(deviation, start(t));
        Accepted now = accepted.judged(departure, start(t));
        acceptedLevels.put(series, now);
        double p = chance(Math.abs(deviation));
        t.setBaseline(expected);
        t.setSpread(spread);
        t.setDeviation(deviation);
        t.setPValue(p);
        t.setAnomalyScore(t.getAnomalyScore() == null ? null : Double.valueOf(Math.min(t.getAnomalyScore(), 1 - p)));
        t.setEvidence(departure.evidence());
        t.setAlarm(departure.sinceMs() == start(t));
        t.setOutOfOrderSince(departure.left() ? Instant.ofEpochMilli(departure.sinceMs()) : null);
        t.setCandidate(departure.left() ? t.getLevel() : null);
        t.setAcceptedAt(Instant.ofEpochMilli(now.fromMs()));
    }

    private void failures(String series, Trend t) {
        Instant since = t.getFailuresOutOfOrderSince();
        if (since == null || t.getFailureBaseline() == null) {
            failures.remove(series);
            acceptedFailures.remove(series);
            return;
        }
        long failed = t.getAttempts() - t.getSuccesses();
        keep(
                failures,
                series,
                Stretch.ofFailures(
                        failures.get(series),
                        since.toEpochMilli(),
                        start(t),
                        t.getFailureBaseline(),
                        failed,
                        t.getAttempts()));
        Accepted accepted = inForce(acceptedFailures, series, since, t.getFailuresAcceptedAt());
        if (accepted == null) {
            return;
        }
        double deviation = deviation(failed, t.getAttempts(), accepted.level());
        Departure departure = accepted.departure().next(Math.max(0, deviation), start(t));
        Accepted now = accepted.judged(departure, start(t));
        acceptedFailures.put(series, now);
        t.setFailureBaseline(accepted.level());
        t.setFailureScore(deviation < 0 ? 0 : 1 - chance(deviation));
        t.setFailureEvidence(departure.evidence());
        t.setFailuresOutOfOrderSince(departure.left() ? Instant.ofEpochMilli(departure.sinceMs()) : null);
        t.setFailuresAcceptedAt(Instant.ofEpochMilli(now.fromMs()));
    }

    /**
     * Distance of a count of failures from a share, in standard deviations: the difference of the arcsines of the
     * roots, which is nearly normal even for few attempts (F. J. Anscombe, The transformation of Poisson, binomial and
     * negative-binomial data, Biometrika 35, 1948), with extra variance because the share itself is known only from a
     * limited number of attempts.
     */
    private static double deviation(long failed, long attempts, double share) {
        double moved = StrictMath.asin(StrictMath.sqrt((double) failed / attempts))
                - StrictMath.asin(StrictMath.sqrt(Math.min(1, share)));
        double variance = (1 + (attempts - 1) / (KNOWN_ATTEMPTS + 1)) / (4.0 * attempts);
        return moved / StrictMath.sqrt(variance);
    }

    /** Two-sided p-value of a normal deviate; never 0. */
    private static double chance(double deviation) {
        return Math.max(Double.MIN_NORMAL, Math.min(1, 2 * Normal.upperTail(Math.min(deviation, 30))));
    }

    private static double limited(double deviation) {
        return Math.max(-1000, Math.min(1000, deviation));
    }

    /** The acceptance for this very stretch; null without one, or when the model has adopted a level since. */
    private static Accepted inForce(StoredMap<Accepted> of, String series, Instant since, Instant byModel) {
        Accepted accepted = of.get(series);
        if (accepted == null) {
            return null;
        }
        if (accepted.sinceMs() != since.toEpochMilli()
                || byModel != null && byModel.toEpochMilli() > accepted.sinceMs()) {
            of.remove(series);
            return null;
        }
        return accepted;
    }

    private static void keep(StoredMap<Stretch> of, String series, Stretch stretch) {
        if (of.size() < MAX_SERIES || of.get(series) != null) {
            of.put(series, stretch);
        }
    }

    private static void forget(StoredMap<Stretch> stretches, StoredMap<Accepted> accepted, long beforeMs) {
        List<String> old = new ArrayList<>();
        stretches.entries().forEach((series, stretch) -> {
            if (stretch.windowMs() < beforeMs) {
                old.add(series);
            }
        });
        for (String series : old) {
            stretches.remove(series);
            accepted.remove(series);
        }
    }

    /** Forgets series, and what was accepted of them. */
    public void forget(Forgetting what) {
        for (StoredMap<?> of : List.of(levels, failures, acceptedLevels, acceptedFailures)) {
            of.removeIf(what::covers);
        }
    }

    /**
     * Accepts a series' current level, from the next window on.
     *
     * @return what was accepted, for a person; empty if the series is in order or unknown
     */
    public List<String> accept(String source, String name, Part part, String by, String why) {
        return accept(series(source, name), part, by, why);
    }

    /**
     * The same for every series of a source that is out of order by its own model, in this part if given.
     *
     * @param source empty for all sources
     */
    public List<String> acceptAll(String source, Part part, String by, String why) {
        String prefix = source.isEmpty() ? "" : series(source, "");
        Set<String> series = new TreeSet<>();
        if (part != Part.FAILURES) {
            series.addAll(startingWith(prefix, levels));
        }
        if (part != Part.LEVEL) {
            series.addAll(startingWith(prefix, failures));
        }
        return series.stream()
                .flatMap(one -> accept(one, part, by, why).stream())
                .toList();
    }

    private static List<String> startingWith(String prefix, StoredMap<Stretch> stretches) {
        return stretches.entries().tailMap(prefix).keySet().stream()
                .takeWhile(series -> series.startsWith(prefix))
                .toList();
    }

    private List<String> accept(String series, Part part, String by, String why) {
        List<String> done = new ArrayList<>();
        if (part != Part.FAILURES && accept(levels, acceptedLevels, series, by, why)) {
            Stretch s = levels.get(series);
            done.add(String.format(Locale.ROOT, "%s at %.6g, expected %.6g", series, s.held(), s.reference()));
        }
        if (part != Part.LEVEL && accept(failures, acceptedFailures, series, by, why)) {
            Stretch s = failures.get(series);
            done.add(String.format(
                    Locale.ROOT,
                    "%s with %.3g %% of attempts failing, expected %.3g %%",
                    series,
                    100 * s.held(),
                    100 * s.reference()));
        }
        return done;
    }

    private static boolean accept(
            StoredMap<Stretch> stretches, StoredMap<Accepted> accepted, String series, String by, String why) {
        Stretch s = stretches.get(series);
        if (s == null) {
            return false;
        }
        accepted.put(
                series,
                new Accepted(s.sinceMs(), s.held(), s.reference(), Accepted.NOT_YET, by, cut(why), Departure.NONE));
        return true;
    }

    private static String cut(String text) {
        return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT);
    }

    private static String series(String source, String name) {
        return source + '/' + name;
    }

    private static long start(Trend t) {
        return t.getWindowStart().toEpochMilli();
    }

    @Override
    public StoredParts parts() {
        return parts;
    }
}
