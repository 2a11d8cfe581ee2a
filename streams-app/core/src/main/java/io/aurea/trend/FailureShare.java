package io.aurea.trend;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What share of the attempts of one series usually fails, and whether more do now; one window at a time, no look ahead.
 *
 * <p>The reference is a Beta posterior ({@link FailurePool}) that learns from windows in order only. A window's failures are
 * judged by the posterior predictive, widened by how much the share moves by itself ({@link Scatter}): so few attempts, or a
 * short history, make no surprise. A share whose odds are up to {@value #SAME} times those of the reference is the same.
 *
 * <p>That more fail is told by a {@link Suspicion}. While there is one its windows are kept apart: learned when it passes, or
 * the first of a stretch that is out of order when it reaches log(budgetWindows).
 *
 * <p>Out of order, the reference stands still and the share that is held is learned beside it, the candidate. The stretch
 * ends when the sum of log likelihood ratios of reference to candidate says with the same budget that the reference holds
 * again, or the candidate has come back to it; or the candidate, held for acceptAfterMs without its odds having moved by
 * {@value #HELD}, becomes the reference.
 *
 * <p>Not thread-safe.
 */
public final class FailureShare {
    private static final double SAME = 1.25;
    private static final double HELD = 2;

    /** Windows after which a candidate share is what is held. */
    private static final int SETTLED = 30;

    /** Evidence before a window from which on it does not stand alone. */
    private static final double BUILT = 0.2;

    /** Fewer failures than this, discounted, are as good as none. */
    private static final double LEAST_FAILURES = 0.01;

    private static final long NEVER = Long.MIN_VALUE;

    private final int minWindows;
    private final long acceptAfterMs;
    private final double budget;

    private final FailurePool reference = new FailurePool();
    private final Scatter scatter = new Scatter();
    private long windows;

    /** Windows of a suspicion; while out of order, of the suspicion that it is over. */
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
     * What is said of a window.
     *
     * @param baseline share that was expected, [0, 1]
     * @param score probability of fewer failures than there were, [0, 1]
     * @param evidence that more fail than expected, as a share of the budget, [0, 1]
     * @param outOfOrderSinceMs start of the first window of the stretch that is out of order; empty when in order
     * @param acceptedAtMs start of the window since which a share that was held is the reference; empty: never
     */
    public record FailureVerdict(
            double baseline,
            double score,
            double evidence,
            OptionalLong outOfOrderSinceMs,
            OptionalLong acceptedAtMs) {}

    /**
     * @param minWindows windows with attempts that must have been seen before one is judged, [1, ..)
     * @param acceptAfterMs how long a share must be held to become the reference, milliseconds of event time, [1, ..)
     * @param budgetWindows windows in which one false alarm may come, [100, ..)
     */
    public FailureShare(int minWindows, long acceptAfterMs, long budgetWindows) {
        this.minWindows = minWindows;
        this.acceptAfterMs = acceptAfterMs;
        this.budget = StrictMath.log(budgetWindows);
    }

    public FailureShare(ModelSettings settings) {
        this(settings.minWindows(), settings.acceptAfterMs(), settings.budgetWindows());
    }

    /**
     * One for failures of a kind that was never seen so far, among attempts that this one knows: it has the same history
     * without a failure.
     */
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

    /** The windows of the likeliest alternative are out of order, those of the suspicion before them were not. */
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

    /** The share that counts as usual and is nearest to that of the window. */
    private double nearestUsual(long failed, long of) {
        double usual = reference.share();
        return Math.max(usual, Math.min((double) failed / of, timesOdds(SAME, usual)));
    }

    /** Log of the probability under the mixture if the odds to fail were greater than those of the reference. */
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

    /** What was kept apart is like the windows of that pool. */
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

    /**
     * From the window that begins at startMs on, the share that is held is the reference, or the one that is suspected;
     * nothing while neither is.
     */
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

    /** Whether there were windows enough to judge one by. */
    public boolean canSay() {
        return windows >= minWindows;
    }

    /** Whether hardly anything of a failure is known any more. */
    public boolean forgettable() {
        return !outOfOrder() && !suspicion.any() && reference.failures() < LEAST_FAILURES;
    }

    /** Expected share, (0, 1). */
    public double baseline() {
        return reference.share();
    }

    /** Share of attempts that fail in the stretch that is out of order, or suspected to be, (0, 1); else the expected one. */
    public double share() {
        if (outOfOrder()) {
            return candidate.share();
        }
        return suspicion.any() ? suspicion.windows().share() : reference.share();
    }

    public boolean outOfOrder() {
        return outSinceMs != NEVER;
    }

    /** Start of the first window of the stretch that is out of order, or suspected to be; empty when there is none. */
    public OptionalLong sinceMs() {
        if (outOfOrder()) {
            return OptionalLong.of(outSinceMs);
        }
        return suspicion.any() ? OptionalLong.of(suspicion.sinceMs()) : OptionalLong.empty();
    }

    /** Whether a suspicion from before the last window was part of what is said now: not one window alone says it. */
    public boolean built() {
        return built;
    }

    /** Windows since the one that the return to order began with, [0, ..); 0 while out of order. */
    public long calm() {
        return calm;
    }

    /** Start of the window since which a share that was held is the reference; empty: never. */
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
