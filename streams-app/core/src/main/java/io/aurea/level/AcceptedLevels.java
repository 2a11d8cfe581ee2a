package io.aurea.level;

import io.aurea.schema.Trend;
import io.aurea.state.StoredInParts;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredParts;
import io.aurea.trend.Normal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The levels and shares of failures of one tenant that a person has accepted while they were out of order.
 *
 * <p>The models that hold the references live in observe, which reads observations only. What is accepted therefore takes
 * effect here, on the trends of a cycle before anything is made of them: what was accepted is their reference, and they
 * are out of order only where a series has left that too ({@link Departure}). It holds for the one stretch that was accepted: until
 * the series is back in order by its own model (the old level is usual too), until that model itself has taken the level for its
 * reference, or until the series is forgotten.
 *
 * <p>Bounded. After {@link #load} of what {@link #save} wrote it goes on exactly alike. Not thread-safe.
 */
public final class AcceptedLevels implements StoredInParts {
    /** Series out of order that are known at once; of more nothing can be accepted. */
    static final int MAX_SERIES = 10_000;

    private static final int MAX_TEXT = 512;

    /** A spread is at least this share of the level that was accepted; what scatters around it is not known yet. */
    private static final double LEAST_SPREAD = 0.05;

    /**
     * A level this near to the reference of the model, as a share of the way from there to what was accepted, is judged by
     * that: it has gone back, be it to a little beside what was usual, and is no third level.
     */
    private static final double BACK = 0.2;

    /** A share that was accepted is taken for known as well as from so many attempts. */
    private static final double KNOWN_ATTEMPTS = 100;

    private final StoredMap<Stretch> levels = new StoredMap<>('l', Stretch.CODEC);
    private final StoredMap<Stretch> failures = new StoredMap<>('f', Stretch.CODEC);
    private final StoredMap<Accepted> acceptedLevels = new StoredMap<>('L', Accepted.CODEC);
    private final StoredMap<Accepted> acceptedFailures = new StoredMap<>('F', Accepted.CODEC);
    private final StoredParts parts = new StoredParts(levels, failures, acceptedLevels, acceptedFailures);

    /** Which part of a series is meant. */
    public enum Part {
        LEVEL,
        FAILURES,
        BOTH
    }

    /**
     * Takes the trends of a cycle and puts what was accepted in the place of their references.
     *
     * @param trends changed in place
     * @param retentionMs after so long without data a series is forgotten
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
     * How far a count of failures lies off a share, in standard deviations: the difference of the arcsines of the roots,
     * which is nearly normal also for few attempts (F. J. Anscombe, The transformation of Poisson, binomial and
     * negative-binomial data, Biometrika 35, 1948), with the variance that windows have beyond the binomial one when the
     * share itself is known from so many attempts.
     */
    private static double deviation(long failed, long attempts, double share) {
        double moved = StrictMath.asin(StrictMath.sqrt((double) failed / attempts))
                - StrictMath.asin(StrictMath.sqrt(Math.min(1, share)));
        double variance = (1 + (attempts - 1) / (KNOWN_ATTEMPTS + 1)) / (4.0 * attempts);
        return moved / StrictMath.sqrt(variance);
    }

    /** Two-sided, of a normal deviation; never 0. */
    private static double chance(double deviation) {
        return Math.max(Double.MIN_NORMAL, Math.min(1, 2 * Normal.upperTail(Math.min(deviation, 30))));
    }

    private static double limited(double deviation) {
        return Math.max(-1000, Math.min(1000, deviation));
    }

    /** What was accepted of this very stretch; null when nothing was, or when the model has accepted a level since. */
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

    /**
     * Accepts what a series holds now, from the next window on.
     *
     * @return what was accepted, for a person; empty when the series is in order, or not known
     */
    public List<String> accept(String source, String name, Part part, String by, String why) {
        return accept(series(source, name), part, by, why);
    }

    /**
     * The same for every series of a source that is out of order by its own model, or in this part of it.
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
