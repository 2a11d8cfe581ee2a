package io.aurea.pattern.life;

import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.Hysteresis;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What one member of a pattern, usually one series, has shown window by window, and whether that is enough.
 *
 * <p>The usual share of windows with evidence, r, is learned from windows that did not become part of an onset, with a
 * prior of {@value #PRIOR_RATE} worth {@value #PRIOR_WINDOWS} windows; windows before the first evidence count as calm.
 * It forgets with a time constant of {@value #MEMORY} windows.
 */
final class HysteresisState {
    static final double PRIOR_RATE = 0.01;
    static final double PRIOR_WINDOWS = 50;
    static final double MEMORY = 1000;

    private long shown;
    private int judged;
    private int calm;
    private boolean firing;
    private double evidenceWindows;
    private double usualWindows;
    private long lastJudgedMs;
    private long onsetMs;

    private HysteresisState() {}

    /** @param history windows without evidence before this watch began */
    static HysteresisState begin(long history) {
        HysteresisState w = new HysteresisState();
        w.usualWindows = Math.min(history, (long) MEMORY);
        return w;
    }

    /** Adds a window with evidence. */
    void present(EvidenceStrength strength, long windowEndMs, Hysteresis rule) {
        judge(true, windowEndMs, rule);
        calm = 0;
        if (!firing
                && strength != EvidenceStrength.DOUBTFUL
                && counted(rule, strength) >= rule.evidence()
                && accident(rule, strength) <= rule.maxChance()) {
            firing = true;
            onsetMs = windowEndMs;
        }
    }

    /**
     * Adds a window with data but without evidence.
     *
     * @param calmWindows windows known to be calm, including this one, [1, ..)
     */
    void absent(long calmWindows, long windowEndMs, Hysteresis rule) {
        judge(false, windowEndMs, rule);
        calm = (int) Math.min(Integer.MAX_VALUE, Math.max(calm + 1L, calmWindows));
        if (firing && calm >= rule.quiet()) {
            clear();
        }
    }

    private void judge(boolean evidence, long windowEndMs, Hysteresis rule) {
        lastJudgedMs = windowEndMs;
        learnFromWindowThatLeaves(rule);
        shown = shown << 1 | (evidence ? 1 : 0);
        judged = Math.min(judged + 1, Long.SIZE);
    }

    private void learnFromWindowThatLeaves(Hysteresis rule) {
        if (!firing && judged >= rule.windows()) {
            double keep = 1 - 1 / MEMORY;
            evidenceWindows = evidenceWindows * keep + (shown >>> (rule.windows() - 1) & 1);
            usualWindows = usualWindows * keep + 1;
        }
    }

    /** Whether there was enough evidence, and not enough calm since. */
    boolean firing() {
        return firing;
    }

    /** End of the window in which it began to fire, epoch milliseconds; the last time if it does not. */
    long onsetMs() {
        return onsetMs;
    }

    /** Discards everything shown so far. */
    void clear() {
        firing = false;
        shown = 0;
        judged = 0;
        calm = 0;
    }

    /** Whether this watch can be dropped: it is calm, and what it learned differs little from the prior. */
    boolean forgettable() {
        return !firing && shown == 0 && evidenceWindows < 0.5;
    }

    /** The probability that this much evidence is an accident, given its former frequency; 0 if proven. */
    double accident(Hysteresis rule, EvidenceStrength strength) {
        if (strength == EvidenceStrength.PROVEN) {
            return 0;
        }
        int windows = strength == EvidenceStrength.DECISIVE ? rule.windows() : Math.min(judged, rule.windows());
        return Binomial.atLeast(counted(rule, strength), windows, usualRate());
    }

    private int counted(Hysteresis rule, EvidenceStrength strength) {
        int shown = shownIn(rule.windows());
        return switch (strength) {
            case DOUBTFUL, WINDOW -> shown;
            case DECISIVE, PROVEN -> Math.max(shown, rule.evidence());
        };
    }

    double usualRate() {
        return (evidenceWindows + PRIOR_RATE * PRIOR_WINDOWS) / (usualWindows + PRIOR_WINDOWS);
    }

    int shownIn(int windows) {
        return Long.bitCount(shown & mask(windows));
    }

    private static long mask(int windows) {
        return (1L << windows) - 1;
    }

    long lastJudgedMs() {
        return lastJudgedMs;
    }

    void encode(DataOutputStream out) throws IOException {
        out.writeLong(shown);
        out.writeByte(judged);
        out.writeInt(calm);
        out.writeBoolean(firing);
        out.writeDouble(evidenceWindows);
        out.writeDouble(usualWindows);
        out.writeLong(lastJudgedMs);
        out.writeLong(onsetMs);
    }

    static HysteresisState decode(DataInputStream in) throws IOException {
        HysteresisState w = new HysteresisState();
        w.shown = in.readLong();
        w.judged = in.readByte();
        w.calm = in.readInt();
        w.firing = in.readBoolean();
        w.evidenceWindows = in.readDouble();
        w.usualWindows = in.readDouble();
        w.lastJudgedMs = in.readLong();
        w.onsetMs = in.readLong();
        return w;
    }
}
