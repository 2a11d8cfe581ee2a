package io.aurea.trend;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The usual share of failing attempts of one series, and whether more fail now; one window at a time, without
 * look-ahead.
 *
 * <p>The reference is a Beta posterior ({@link FailurePool}) that learns only from windows in order. A window's
 * failures are judged by the posterior predictive, widened by how much the share moves by itself ({@link Scatter}): so
 * few attempts, or a short history, are no surprise. A share with odds up to {@value #SAME} times those of the
 * reference counts as unchanged.
 *
 * <p>A rise is detected by a {@link Suspicion}. While there is one its windows are kept apart: they are learned when it
 * passes, or begin a stretch out of order when it reaches log(budgetWindows).
 *
 * <p>While out of order, the reference is frozen and the share held instead is learned beside it, the candidate. The
 * stretch ends when the sum of log likelihood ratios of reference to candidate shows with the same budget that the
 * reference applies again, or the candidate has come back to it; or the candidate, held for acceptAfterMs without its
 * odds moving by {@value #HELD}, becomes the reference.
 *
 * <p>Not thread-safe.
 */
public final class FailureShare {
    private static final double SAME = 1.25;
    private static final double HELD = 2;

    /** Windows after which a candidate share counts as held. */
    private static final int SETTLED = 30;

    /** Evidence before a window that means it does not stand alone. */
    private static final double BUILT = 0.2;

    /** Fewer failures than this, discounted, count as none. */
    private static final double LEAST_FAILURES = 0.01;

    private static final long NEVER = Long.MIN_VALUE;

    private final int minWindows;
    private final long acceptAfterMs;
    private final double budget;

    private final FailurePool reference = new FailurePool();
    private final Scatter scatter = new Scatter();
    private long windows;

    /** Windows of a suspicion; while out of order, of the suspicion that the stretch is over. */
    private final FailurePool pending = new FailurePool();

    private final double[] logShapes = new double[Scatter.SIZES];
    private final Suspicion suspicion = new Suspicion();

    private final FailurePool candidate = new FailurePool();
    private long outSinceMs = NEVER;
    private double back;
    private long heldSinceMs = NEVER;
    private long lastMs = NEVER;
    private double held;

    private long acceptedAtMs = NEVER;
    private long calm;
    private boolean built;

    /**
     * The verdict on a window.
     *
     * @param baseline expected share, [0, 1]
     * @param score probability of fewer failures than observed, [0, 1]
     * @param evidence that more fail than expected, as a share of the budget, [0, 1]
     * @param outOfOrderSinceMs start of the first window of the stretch out of order; empty while in order
     * @param acceptedAtMs start of the first window with a held share as the reference; empty: never
     */
    public record FailureVerdict(
            double baseline,
            double score,
            double evidence,
            OptionalLong outOfOrderSinceMs,
            OptionalLong acceptedAtMs) {}

    /**
     * @param minWindows windows with attempts needed before one is judged, [1, ..)
     * @param acceptAfterMs how long a share must be held to become the reference, milliseconds of event time, [1, ..)
     * @param budgetWindows windows in which one false alarm is allowed, [100, ..)
     */
    public FailureShare(int minWindows, long acceptAfterMs, long budgetWindows) {
        this.minWindows = minWindows;
        this.acceptAfterMs = acceptAfterMs;
        this.budget = StrictMath.log(budgetWindows);
    }

    public FailureShare(ModelSettings settings) {
        this(settings.minWindows(), settings.acceptAfterMs(), settings.budgetWindows());
    }

    /** For a kind of failure not seen so far among the same attempts: the same history without failures. */
    public FailureShare withoutFailures(ModelSettings settings) {
        FailureShare none = new FailureShare(settings);
        none.reference.add(reference);
        none.reference.add(pending);
        none.reference.add(candidate);
        none.reference.clearFailures();
        none.windows = windows;
        return none;
    }

    /**
     * Judges a window against those before it, then learns it.
     *
     * @param startMs start of the window, epoch milliseconds; should not decrease
     * @param failed [0, of]
     * @param of attempts in the window, [1, ..)
     * @return empty with too short a history
     */
    public Optional<FailureVerdict> observe(long startMs, long failed, long of) {
        if (of < 1 || failed < 0 || failed > of) {
            throw new IllegalArgumentException(failed + " failures of " + of + " attempts");
        }
        built = evidence() >= BUILT;
        if (windows++ < minWindows) {
            reference.add(failed, of);
            return Optional.empty();
        }
        if (outOfOrder()) {
            heldSinceMs += Math.max(0, startMs - lastMs - acceptAfterMs / OutOfOrder.FEWEST_HELD);
            if (startMs - heldSinceMs >= acceptAfterMs) {
                accept(startMs);
            }
        }
        lastMs = startMs;
        double baseline = reference.share();
        double score = scatter.below(failed, of, baseline, reference.known(), reference.window());
        if (outOfOrder()) {
            judgeReturn(startMs, failed, of);
        } else {
            judgeDeparture(startMs, failed, of);
        }
        return Optional.of(
                new FailureVerdict(baseline, score, evidence(), optional(outSinceMs), optional(acceptedAtMs)));
    }

    private void judgeDeparture(long startMs, long failed, long of) {
        FailurePool known = reference.with(pending);
        double mean = Math.max(known.share(), nearestUsual(failed, of));
        double[] usual = Scatter.logShapes(failed, of, mean, known.known(), reference.window());
        boolean more = failed > mean * of;
        if (more || suspicion.any()) {
            suspicion.raise(startMs, failed, of, scatter.mix(usual), more, factor -> logOf(failed, of, factor, known));
        }
        suspect(failed, of, usual);
        calm++;
        if (evidence() >= 1) {
            depart();
        } else if (!suspicion.any()) {
            scatter.learn(logShapes);
            settle(reference);
        }
    }

    /** The likeliest alternative's windows are out of order; earlier ones of the suspicion were not. */
    private void depart() {
        pending.remove(suspicion.windows());
        reference.forget(pending.count());
        reference.add(pending);
        pending.clear();
        candidate.add(suspicion.windows());
        outSinceMs = suspicion.sinceMs();
        heldSinceMs = outSinceMs;
        held = candidate.share();
        calm = 0;
    }

    /** The share closest to the window's that counts as usual. */
    private double nearestUsual(long failed, long of) {
        double usual = reference.share();
        return Math.max(usual, Math.min((double) failed / of, timesOdds(SAME, usual)));
    }

    /** Log of the probability under the mixture with higher odds of failure than the reference. */
    private double logOf(long failed, long of, double factor, FailurePool known) {
        double mean = timesOdds(factor, reference.share());
        return scatter.mix(Scatter.logShapes(failed, of, mean, known.known(), reference.window()));
    }

    private static double timesOdds(double factor, double share) {
        double odds = factor * share / (1 - share);
        return odds / (1 + odds);
    }

    private void suspect(long failed, long of, double[] logs) {
        pending.add(failed, of);
        for (int i = 0; i < logs.length; i++) {
            logShapes[i] += logs[i];
        }
    }

    /** Merges the windows kept apart into that pool. */
    private void settle(FailurePool pool) {
        pool.forget(pending.count());
        pool.add(pending);
        pending.clear();
        Arrays.fill(logShapes, 0);
    }

    private void judgeReturn(long startMs, long failed, long of) {
        double[] usual = Scatter.logShapes(failed, of, nearestUsual(failed, of), reference.known(), reference.window());
        FailurePool known = candidate.with(pending);
        double now = scatter.mix(Scatter.logShapes(failed, of, known.share(), known.known(), reference.window()));
        double ratio = scatter.mix(usual) - now;
        back = Math.max(0, back + (failed < known.share() * of ? ratio : Math.min(0, ratio)));
        suspect(failed, of, usual);
        if (back >= budget) {
            calm = (long) pending.count();
            leave();
            settle(reference);
        } else if (back == 0) {
            candidate.forget(pending.count());
            candidate.add(pending);
            pending.clear();
            if (candidate.share() < timesOdds(SAME, reference.share())) {
                pending.add(candidate);
                leave();
                settle(reference);
            } else if (candidate.count() < SETTLED) {
                held = candidate.share();
            } else if (oddsRatio(candidate.share(), held) > HELD) {
                heldSinceMs = startMs;
                held = candidate.share();
            }
        }
    }

    private static double oddsRatio(double a, double b) {
        double ratio = a * (1 - b) / (b * (1 - a));
        return Math.max(ratio, 1 / ratio);
    }

    private void leave() {
        scatter.learnFromStretch(logShapes);
        candidate.clear();
        outSinceMs = NEVER;
        heldSinceMs = NEVER;
        back = 0;
        suspicion.clear();
    }

    /** From the window at startMs on, the held or suspected share is the reference; does nothing without one. */
    public void accept(long startMs) {
        if (!outOfOrder() && !suspicion.any()) {
            return;
        }
        candidate.add(outOfOrder() ? pending : suspicion.windows());
        reference.clear();
        reference.add(candidate);
        pending.clear();
        Arrays.fill(logShapes, 0);
        leave();
        acceptedAtMs = startMs;
        calm = 0;
    }

    /** Whether there were enough windows to judge. */
    public boolean canSay() {
        return windows >= minWindows;
    }

    /** Whether hardly any failure is remembered. */
    public boolean forgettable() {
        return !outOfOrder() && !suspicion.any() && reference.failures() < LEAST_FAILURES;
    }

    /** Expected share, (0, 1). */
    public double baseline() {
        return reference.share();
    }

    /** Share of failing attempts in the stretch out of order, or suspected to be, (0, 1); else the expected one. */
    public double share() {
        if (outOfOrder()) {
            return candidate.share();
        }
        return suspicion.any() ? suspicion.windows().share() : reference.share();
    }

    public boolean outOfOrder() {
        return outSinceMs != NEVER;
    }

    /** Start of the first window of the stretch out of order, or suspected to be; empty without one. */
    public OptionalLong sinceMs() {
        if (outOfOrder()) {
            return OptionalLong.of(outSinceMs);
        }
        return suspicion.any() ? OptionalLong.of(suspicion.sinceMs()) : OptionalLong.empty();
    }

    /** Whether a suspicion from before the last window supports the verdict, so that it does not rest on one window. */
    public boolean built() {
        return built;
    }

    /** Windows since the return to order began, [0, ..); 0 while out of order. */
    public long calm() {
        return calm;
    }

    /** Start of the first window with a held share as the reference; empty: never. */
    public OptionalLong acceptedAtMs() {
        return optional(acceptedAtMs);
    }

    /** Evidence that more fail than expected, as a share of the budget, [0, 1]. */
    public double evidence() {
        if (outOfOrder()) {
            return Math.max(0, 1 - back / budget);
        }
        return Math.min(1, suspicion.logEvidence() / budget);
    }

    private static OptionalLong optional(long ms) {
        return ms == NEVER ? OptionalLong.empty() : OptionalLong.of(ms);
    }

    /** Writes {@link #SIZE} bytes. */
    public void save(ByteBuffer out) {
        out.putLong(windows);
        reference.save(out);
        pending.save(out);
        suspicion.save(out);
        candidate.save(out);
        scatter.save(out);
        for (double log : logShapes) {
            out.putDouble(log);
        }
        out.putDouble(back).putDouble(held);
        out.putLong(outSinceMs).putLong(heldSinceMs).putLong(lastMs);
        out.putLong(acceptedAtMs).putLong(calm).put((byte) (built ? 1 : 0));
    }

    /** Reads what {@link #save} wrote. */
    public void restore(ByteBuffer in) {
        windows = in.getLong();
        reference.restore(in);
        pending.restore(in);
        suspicion.restore(in);
        candidate.restore(in);
        scatter.restore(in);
        for (int i = 0; i < logShapes.length; i++) {
            logShapes[i] = in.getDouble();
        }
        back = in.getDouble();
        held = in.getDouble();
        outSinceMs = in.getLong();
        heldSinceMs = in.getLong();
        lastMs = in.getLong();
        acceptedAtMs = in.getLong();
        calm = in.getLong();
        built = in.get() == 1;
    }

    /** Bytes of state. */
    public static final int SIZE =
            3 * FailurePool.SIZE + Suspicion.SIZE + 2 * Scatter.SIZE + 2 * Double.BYTES + 6 * Long.BYTES + 1;
}
