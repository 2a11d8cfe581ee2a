package io.aurea.heal;

import java.util.Locale;

/**
 * Judges a cure by its symptom: it is gone, with data, and the metric that should move has returned from beyond its
 * reference at the time of the decision (a reference learned since may have adapted to the fault). Neither an
 * executor's word nor silence counts.
 */
public final class Recovery {

    public enum CureVerdict {
        VERIFIED,
        INEFFECTIVE,
        /** There is no time left, and the effect is unknown. */
        UNJUDGED,
        /** To be judged again later. */
        UNDECIDED
    }

    /** @param reason for a person */
    public record Judgement(CureVerdict verdict, String reason) {}

    /** The symptom in the window. */
    public enum SymptomShown {
        /** It shows. */
        ON,
        /** The window has data and does not show it, but it is not over yet. */
        CALM,
        /** It is over. */
        OVER
    }

    private Recovery() {}

    /**
     * @param heard whether the window has data on what showed the symptom
     * @param now the metric since the settle time
     * @param lastCall whether there is no more time to wait for data
     */
    public static Judgement judge(
            Expectation expected,
            SymptomShown symptom,
            boolean heard,
            MetricReading now,
            boolean lastCall,
            HealSettings settings) {
        if (expected.decides()) {
            String said = symptom == SymptomShown.OVER ? "the symptom is gone" : "the symptom goes on";
            return expected.hasReference()
                    ? judgeMetric(said, expected, now, lastCall, settings)
                    : unjudged(said + ", and " + expected.metric() + " had no reference when the decision was made");
        }
        if (!heard) {
            return unknown(
                    symptom == SymptomShown.OVER
                            ? "the symptom does not show, but nothing was heard of it after the action"
                            : "nothing was heard after the action, so whether the symptom is still there is not known",
                    lastCall);
        }
        return switch (symptom) {
            case ON -> new Judgement(CureVerdict.INEFFECTIVE, "the symptom is still there after the settle time");
            case CALM -> new Judgement(CureVerdict.UNDECIDED, "the symptom does not show, but is not over yet");
            case OVER -> judgeOver(expected, now, lastCall, settings);
        };
    }

    private static Judgement judgeOver(
            Expectation expected, MetricReading now, boolean lastCall, HealSettings settings) {
        if (expected.metric().isEmpty()) {
            return new Judgement(CureVerdict.VERIFIED, "the symptom is gone");
        }
        return expected.hasReference()
                ? judgeMetric("the symptom is gone", expected, now, lastCall, settings)
                : judgeMove(expected, now, lastCall);
    }

    private static Judgement judgeMetric(
            String symptom, Expectation expected, MetricReading now, boolean lastCall, HealSettings settings) {
        if (expected.before().value() == null) {
            return unjudged(symptom + ", but what " + expected.metric() + " was before is not known");
        }
        if (!expected.hasSomethingToClose(settings)) {
            return unjudged(symptom + ", but " + expected.metric()
                    + String.format(
                            Locale.ROOT,
                            " was %.6g when the decision was made, within its reference of %.6g: there was no gap to close",
                            expected.before().value(),
                            expected.before().baseline()));
        }
        if (now.value() == null) {
            return unknown(symptom + ", but nothing was heard of " + expected.metric() + " after the action", lastCall);
        }
        String where = expected.told(now);
        if (expected.isBack(now, settings)) {
            return new Judgement(CureVerdict.VERIFIED, symptom + "; " + where);
        }
        if (!lastCall) {
            return new Judgement(CureVerdict.UNDECIDED, symptom + ", " + where);
        }
        return expected.isNotBack(now, settings)
                ? new Judgement(CureVerdict.INEFFECTIVE, symptom + ", but " + where)
                : unjudged(symptom + ", but " + where + ": too few attempts to tell");
    }

    /** Without a reference the symptom decides, and the metric must have moved; for a rate, with its whole interval. */
    private static Judgement judgeMove(Expectation expected, MetricReading now, boolean lastCall) {
        Double was = expected.before().value();
        if (was == null || now.value() == null) {
            String what = was == null ? " was before is not known" : " is now is not known";
            return unknown("the symptom is gone, but what " + expected.metric() + what, lastCall);
        }
        String where = String.format(
                Locale.ROOT, "%s went from %.6g to %.6g, without a reference", expected.metric(), was, now.value());
        if (expected.hasMoved(now)) {
            return new Judgement(CureVerdict.VERIFIED, "the symptom is gone; " + where);
        }
        if (!lastCall) {
            return new Judgement(CureVerdict.UNDECIDED, "the symptom is gone, " + where);
        }
        return expected.mayHaveMoved(now)
                ? unjudged("the symptom is gone, but " + where + ": too few attempts to tell")
                : new Judgement(CureVerdict.INEFFECTIVE, "the symptom is gone, but " + where);
    }

    private static Judgement unknown(String reason, boolean lastCall) {
        return lastCall ? unjudged(reason) : new Judgement(CureVerdict.UNDECIDED, reason);
    }

    private static Judgement unjudged(String reason) {
        return new Judgement(CureVerdict.UNJUDGED, "not verified: " + reason);
    }
}
