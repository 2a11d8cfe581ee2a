package io.aurea.heal;

import java.util.Locale;

/**
 * Judges a cure by its symptom: the pattern is gone, and what should have moved is back within the baseline that held
 * when the decision was made (a baseline learned since may have got used to the fault). An executor's word counts for
 * nothing here, and neither does silence: without data nothing is verified.
 */
public final class Recovery {

    /** What the judgement is. */
    public enum Verdict {
        VERIFIED,
        INEFFECTIVE,
        /** Not enough data yet; to be asked again. */
        UNDECIDED
    }

    /** @param reason for a person */
    public record Judgement(Verdict verdict, String reason) {}

    /**
     * What was expected of an action.
     *
     * @param metric name of what should move; empty when the symptom alone tells
     * @param up where it should go
     * @param size share of the distance to the baseline that should close, (0, 1]
     * @param decides whether the metric alone tells, though the symptom goes on
     * @param before the metric when the decision was made
     */
    public record Expectation(String metric, boolean up, double size, boolean decides, Reading before) {}

    private Recovery() {}

    /**
     * @param symptomOn whether the symptom still shows
     * @param symptomSeen whether the window has data of what showed the symptom
     * @param now the metric in the window
     * @param lastCall whether there is no more time to wait
     */
    public static Judgement judge(
            Expectation expected,
            boolean symptomOn,
            boolean symptomSeen,
            Reading now,
            boolean lastCall,
            HealSettings settings) {
        if (expected.decides()) {
            String symptom = symptomOn ? "the symptom goes on" : "the symptom is gone";
            return now.value() == null
                    ? unknown(symptom + ", but there is no data of " + expected.metric(), lastCall)
                    : judgeMetric(symptom, expected, now, lastCall, settings);
        }
        if (symptomOn) {
            return symptomSeen || lastCall
                    ? new Judgement(Verdict.INEFFECTIVE, "the symptom is still there after the settle time")
                    : new Judgement(Verdict.UNDECIDED, "no data of the symptom");
        }
        if (!symptomSeen) {
            return unknown("the symptom does not show, but there is no data of it", lastCall);
        }
        if (expected.metric().isEmpty()) {
            return new Judgement(Verdict.VERIFIED, "the symptom is gone");
        }
        if (now.value() == null) {
            return unknown("the symptom is gone, but there is no data of " + expected.metric(), lastCall);
        }
        return judgeMetric("the symptom is gone", expected, now, lastCall, settings);
    }

    private static Judgement judgeMetric(
            String symptom, Expectation expected, Reading now, boolean lastCall, HealSettings settings) {
        Reading before = expected.before();
        if (before.baseline() == null) {
            return judgeMove(symptom, expected, now, lastCall);
        }
        double spread = Math.max(
                before.spread() == null ? 0 : before.spread(), settings.minSpreadShare() * Math.abs(before.baseline()));
        double off = (now.value() - before.baseline()) * (expected.up() ? -1 : 1);
        String where = String.format(
                Locale.ROOT,
                "%s is %.6g, expected was %.6g, spread %.6g",
                expected.metric(),
                now.value(),
                before.baseline(),
                spread);
        if (off <= settings.spreads() * spread) {
            return new Judgement(Verdict.VERIFIED, symptom + "; " + where);
        }
        double gap = before.value() == null ? 0 : (before.value() - before.baseline()) * (expected.up() ? -1 : 1);
        if (gap > 0 && 1 - off / gap >= expected.size()) {
            return new Judgement(
                    Verdict.VERIFIED,
                    symptom + "; " + where + ", " + Math.round(100 * (1 - off / gap)) + " % of the distance is closed");
        }
        return lastCall
                ? new Judgement(Verdict.INEFFECTIVE, symptom + ", but " + where)
                : new Judgement(Verdict.UNDECIDED, symptom + ", " + where);
    }

    /** Without a baseline: whether it moved where it should. */
    private static Judgement judgeMove(String symptom, Expectation expected, Reading now, boolean lastCall) {
        Double was = expected.before().value();
        if (was == null) {
            return unknown(symptom + ", but what " + expected.metric() + " was before is not known", lastCall);
        }
        boolean moved = expected.up() ? now.value() > was : now.value() < was;
        String where = String.format(Locale.ROOT, "%s went from %.6g to %.6g", expected.metric(), was, now.value());
        if (moved) {
            return new Judgement(Verdict.VERIFIED, symptom + "; " + where);
        }
        return lastCall
                ? new Judgement(Verdict.INEFFECTIVE, symptom + ", but " + where)
                : new Judgement(Verdict.UNDECIDED, symptom + ", " + where);
    }

    private static Judgement unknown(String reason, boolean lastCall) {
        return lastCall
                ? new Judgement(Verdict.INEFFECTIVE, "not verified: " + reason)
                : new Judgement(Verdict.UNDECIDED, reason);
    }
}
