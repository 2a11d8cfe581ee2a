package io.aurea.autonomy;

import io.aurea.chance.RateTest;
import io.aurea.state.Codec;

/**
 * The confidence that one rule needs at one level to act alone, as moved by its own outcomes. Immutable.
 *
 * <p>It begins at the start of the level's {@link Threshold}. Two tests watch the rule's judged outcomes: whether they
 * are verified more often than the start requires, and whether less often. When one of them has enough evidence, the
 * bar moves to the threshold's bound on that side and both restart. By Ville's inequality the bar of a rule whose true
 * rate is exactly as required ever moves with a probability of at most twice the error; a better rule's is raised, or a
 * worse one's lowered, before its first correct move with at most the error. From there it returns to its start as the
 * evidence ages: half of the way with each half-life.
 *
 * @param better evidence against 'in vain at least as often as the start allows'
 * @param worse evidence against 'verified at least as often as the start requires'
 * @param moved -1 down, 1 up, 0 never
 * @param movedAtMs when its evidence was complete, epoch milliseconds
 * @param lastMs its last outcome, epoch milliseconds
 */
public record Bar(RateTest better, RateTest worse, int moved, long movedAtMs, long lastMs) {
    public static final Codec<Bar> CODEC = Codec.of(
            2,
            (b, out) -> {
                b.better.write(out);
                b.worse.write(out);
                out.writeByte(b.moved);
                out.writeLong(b.movedAtMs);
                out.writeLong(b.lastMs);
            },
            in -> new Bar(RateTest.read(in), RateTest.read(in), in.readByte(), in.readLong(), in.readLong()));

    /** For a rule without a judged outcome. */
    public static Bar at(Threshold threshold) {
        return new Bar(RateTest.of(1 - threshold.start()), RateTest.of(threshold.start()), 0, 0, 0);
    }

    /**
     * A judged outcome of the rule.
     *
     * @param minimum outcomes needed since its last move, [1, ..)
     * @param error of the tests, (0, 1)
     */
    public Bar after(boolean verified, Threshold threshold, int minimum, double error, long nowMs) {
        if (worse.rate() != threshold.start()) {
            // Another policy requires something else; what was counted does not apply.
            Bar anew = at(threshold);
            return new Bar(anew.better, anew.worse, moved, movedAtMs, lastMs)
                    .after(verified, threshold, minimum, error, nowMs);
        }
        RateTest good = better.after(!verified);
        RateTest bad = worse.after(verified);
        boolean enough = bad.trials() >= minimum;
        if (enough && bad.refuted(error)) {
            return moved(1, threshold, nowMs);
        }
        if (enough && good.refuted(error)) {
            return moved(-1, threshold, nowMs);
        }
        return new Bar(good, bad, moved, movedAtMs, nowMs);
    }

    private static Bar moved(int where, Threshold threshold, long nowMs) {
        Bar anew = at(threshold);
        return new Bar(anew.better, anew.worse, where, nowMs, nowMs);
    }

    /** The confidence needed at this time, within the threshold's bounds. */
    public double height(Threshold threshold, long nowMs, long halfLifeMs) {
        if (moved == 0) {
            return threshold.start();
        }
        double left = StrictMath.pow(0.5, Math.max(0, nowMs - movedAtMs) / (double) halfLifeMs);
        double end = moved < 0 ? threshold.low() : threshold.high();
        return threshold.clamp(threshold.start() + (end - threshold.start()) * left);
    }
}
