package io.aurea.autonomy;

import io.aurea.chance.RateTest;
import io.aurea.state.Codec;

/**
 * The confidence that one rule needs at one level to act alone, as its own outcomes have moved it. A value.
 *
 * <p>It begins at the start of the level's {@link Threshold}. Two tests watch the rule's judged outcomes: whether they
 * are verified more often than the start asks for, and whether less often. When one of them has its evidence, the bar
 * goes to the end of the threshold on that side and both begin anew. By Ville's inequality a rule whose true rate is
 * exactly what is asked has its bar moved with a chance of at most twice the error, ever, and a better one has it raised,
 * or a worse one lowered, before it first moves rightly, with at most the error. From there it goes back to its start
 * as the evidence ages: half of the way after each half-life.
 *
 * @param better evidence against 'in vain at least as often as the start leaves room for'
 * @param worse evidence against 'verified at least as often as the start asks for'
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

    /** Of a rule that has no judged outcome. */
    public static Bar at(Threshold threshold) {
        return new Bar(RateTest.of(1 - threshold.start()), RateTest.of(threshold.start()), 0, 0, 0);
    }

    /**
     * A judged outcome of the rule.
     *
     * @param minimum outcomes since it last moved below which it stays, [1, ..)
     * @param error of the tests, (0, 1)
     */
    public Bar after(boolean verified, Threshold threshold, int minimum, double error, long nowMs) {
        if (worse.rate() != threshold.start()) {
            // Another policy asks for something else; what was counted says nothing about it.
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
