package io.aurea.decision;

import io.aurea.heal.Expectation;
import io.aurea.heal.MetricReading;
import io.aurea.heal.Recovery;
import io.aurea.heal.Recovery.Judgement;
import io.aurea.heal.Recovery.SymptomShown;
import io.aurea.learning.Ending;
import io.aurea.pattern.EndReason;
import io.aurea.rule.Effect.Measure;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.window.Wilson;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Follows the symptoms of decisions from cycle to cycle, and judges the actions.
 *
 * <p>A pattern ends some windows after its symptom, so what counts is the first window with data that did not show it:
 * by its number ({@link SymptomMetric}), which is closer to the reference than to its former value, or, without one, by
 * the pattern's evidence. That window counts as before the action could have worked if at least half of it is: had the
 * symptom lasted until then, so much of a window would have shown it.
 */
final class Verifying {
    /** A pattern's record gives this reason when its level has become the usual one. */
    private static final String ACCEPTED = "accepted";

    /** Ends the symptom of a goal that was achieved. */
    private static final String ACHIEVED = "achieved";

    /** Ends a symptom that nothing checks for any more, which says nothing about an action. */
    private static final String WITHDRAWN = "withdrawn";

    /** Fraction of the way from reference to symptom at which a number no longer shows it. */
    private static final double HALF = 0.5;

    /** In windows: a flapping pattern stays on this long without showing. */
    private static final int WAIT = 60;

    private static final Set<DecisionState> FOLLOWED =
            EnumSet.of(DecisionState.AWAITING_APPROVAL, DecisionState.DISPATCHED, DecisionState.SUCCEEDED);

    private final TenantState state;
    private final Endings endings;

    Verifying(TenantState state, Endings endings) {
        this.state = state;
        this.endings = endings;
    }

    /** Evaluates the symptoms after a cycle. */
    void look(Symptoms symptoms, EventContext event) {
        for (Decision d : List.copyOf(state.decisions.values())) {
            if (FOLLOWED.contains(d.getState())) {
                Decision seen = noted(d, symptoms, event);
                if (seen.getState() == DecisionState.SUCCEEDED) {
                    follow(seen, symptoms, event);
                }
            }
        }
    }

    /** The decision with this window's reading of its symptom; not a new state, so it is not published. */
    private Decision noted(Decision d, Symptoms symptoms, EventContext event) {
        Symptom on = symptoms.get(d.getSymptom());
        MetricReading sign = sign(d, symptoms);
        Decision noted = DecisionCodec.copy(d);
        noted.setSymptomEnd(on != null ? null : symptomEnd(d, symptoms));
        Boolean shows = WITHDRAWN.equals(noted.getSymptomEnd()) ? null : shows(d, on, sign, symptoms, event);
        if (Boolean.TRUE.equals(shows)) {
            noted.setSymptomGoneAt(null);
            noted.setSymptomCalmAttempts(0);
            noted.setSymptomCalmFailures(0);
        } else if (shows != null) {
            if (d.getSymptomGoneAt() == null) {
                noted.setSymptomGoneAt(Instant.ofEpochMilli(symptoms.windowStartMs()));
            }
            if (sign.attempts() > 0 && before(symptoms.windowStartMs(), d, symptoms)) {
                noted.setSymptomCalmAttempts(d.getSymptomCalmAttempts() + sign.attempts());
                noted.setSymptomCalmFailures(d.getSymptomCalmFailures() + sign.counted());
            }
        }
        if (!noted.equals(d)) {
            state.decisions.put(noted.getDecisionId(), noted);
        }
        return noted;
    }

    /**
     * The current value of the number that showed the symptom when the decision was made; none if another one counts.
     */
    private static MetricReading sign(Decision d, Symptoms symptoms) {
        return d.getSymptomBefore() == null || d.getEffectDecides()
                ? MetricReading.NONE
                : SymptomMetric.of(d.getPatternType(), d.getSymptomSource(), d.getSymptomSeries(), symptoms.metrics());
    }

    /** Whether this window shows what the action is meant to end; null if unknown. */
    private static Boolean shows(Decision d, Symptom on, MetricReading sign, Symptoms symptoms, EventContext event) {
        Expectation expected = expectation(d);
        if (expected.decides() && expected.before().baseline() != null) {
            MetricReading now = symptoms.metrics().reading(d.getEffectMetric(), measure(d));
            return now.value() == null
                    ? null
                    : Boolean.valueOf(!expected.looksBack(now, event.policy().heal()));
        }
        if (d.getSymptomBefore() != null) {
            return sign.value() == null ? null : Boolean.valueOf(way(d, sign.value()) > HALF);
        }
        if (on != null && on.shows()) {
            return true;
        }
        return heard(d, on, symptoms) ? Boolean.FALSE : null;
    }

    /** Position of a value between the reference, 0, and its value when the decision was made, 1. */
    private static double way(Decision d, double value) {
        return (value - d.getSymptomReference()) / (d.getSymptomBefore() - d.getSymptomReference());
    }

    private static boolean heard(Decision d, Symptom on, Symptoms symptoms) {
        return on != null ? on.present() : symptoms.present(d.getSymptomSource(), d.getSymptomSeries());
    }

    /** What ended the symptom, if that rules the action in or out; the first reason stays. */
    private static String symptomEnd(Decision d, Symptoms symptoms) {
        if (accepted(d, symptoms)) {
            return ACCEPTED;
        }
        if (d.getSymptomEnd() != null) {
            return d.getSymptomEnd();
        }
        if (symptoms.withdrawn(d.getSymptom(), d.getPatternType())
                || symptoms.ended(d.getSymptom()).equals(EndReason.RETIRED)) {
            return WITHDRAWN;
        }
        return symptoms.isAchieved(d.getSymptom()) ? ACHIEVED : null;
    }

    private static boolean accepted(Decision d, Symptoms symptoms) {
        return symptoms.ended(d.getSymptom()).startsWith(EndReason.ACCEPTED)
                || d.getOnsetAt() != null
                        && symptoms.acceptedSince(
                                d.getPatternType(), d.getSymptomSource(), d.getSymptomSeries(), d.getOnsetAt());
    }

    /** Follows a carried-out action until its symptom decides. */
    private void follow(Decision d, Symptoms symptoms, EventContext event) {
        boolean over = symptoms.get(d.getSymptom()) == null;
        if (over && ACCEPTED.equals(d.getSymptomEnd())) {
            end(
                    d,
                    DecisionState.EXPIRED,
                    "the level that showed the symptom was accepted as the usual one, which cures nothing",
                    Ending.ACCEPTED,
                    event);
        } else if (over && !d.getEffectDecides() && WITHDRAWN.equals(d.getSymptomEnd())) {
            end(
                    d,
                    DecisionState.INEFFECTIVE,
                    "not verified: what it answers is no longer looked for, its rule was taken from the policy, its goal has"
                            + " ended unachieved, or its source was forgotten",
                    Ending.UNJUDGED,
                    event);
        } else if (over && !d.getEffectDecides() && goneBefore(d, symptoms)) {
            recoveredBefore(d, event);
        } else if (event.windowEndMs() >= d.getSettleUntil().toEpochMilli()) {
            judge(d, symptoms, event);
        }
    }

    /** Whether the symptom was gone before the action could have worked; for a share of attempts, with certainty. */
    private static boolean goneBefore(Decision d, Symptoms symptoms) {
        if (!perhapsGoneBefore(d, symptoms)) {
            return false;
        }
        long attempts = d.getSymptomCalmAttempts();
        return attempts == 0
                || way(d, Wilson.of(d.getSymptomCalmFailures(), attempts).high()) <= HALF;
    }

    private static boolean perhapsGoneBefore(Decision d, Symptoms symptoms) {
        return d.getSymptomGoneAt() != null && before(d.getSymptomGoneAt().toEpochMilli(), d, symptoms);
    }

    /** Whether at least half of the window with this start is before the action could have worked. */
    private static boolean before(long windowStartMs, Decision d, Symptoms symptoms) {
        return d.getWorksFrom() == null
                || windowStartMs + symptoms.windowMs() / 2 <= d.getWorksFrom().toEpochMilli();
    }

    private void recoveredBefore(Decision d, EventContext event) {
        String reason = "the window from " + d.getSymptomGoneAt()
                + " no longer showed the symptom, and the action can have" + " worked from " + d.getWorksFrom() + " on";
        end(d, DecisionState.RECOVERED_BEFORE, reason, Ending.RECOVERED_BEFORE, event);
    }

    private void judge(Decision d, Symptoms symptoms, EventContext event) {
        Symptom on = symptoms.get(d.getSymptom());
        MetricReading window = symptoms.metrics().reading(d.getEffectMetric(), measure(d));
        Decision counted = counted(d, window);
        boolean lastCall = event.windowEndMs()
                >= d.getSettleUntil().toEpochMilli() + event.policy().heal().patienceMs();
        Judgement judgement = Recovery.judge(
                expectation(counted),
                on == null ? SymptomShown.OVER : d.getSymptomGoneAt() == null ? SymptomShown.ON : SymptomShown.CALM,
                heard(d, on, symptoms),
                counted.getEffectAttempts() == 0
                        ? window
                        : MetricReading.rate(
                                counted.getEffectCounted(), counted.getEffectAttempts(), window.baseline()),
                lastCall,
                event.policy().heal());
        String reason = judgement.reason();
        switch (judgement.verdict()) {
            case VERIFIED -> {
                if (goneBefore(counted, symptoms)) {
                    recoveredBefore(counted, event);
                } else if (perhapsGoneBefore(counted, symptoms)) {
                    String unsure = "not verified: the symptom may have been gone before the action can have worked";
                    end(counted, DecisionState.INEFFECTIVE, unsure, Ending.UNJUDGED, event);
                } else if (isAsItWas(counted)) {
                    wait(d, counted, lastCall, "the number that showed the symptom is as it was", event);
                } else {
                    end(counted, DecisionState.VERIFIED, reason, Ending.VERIFIED, event);
                }
            }
            case INEFFECTIVE -> end(counted, DecisionState.INEFFECTIVE, reason, Ending.INEFFECTIVE, event);
            case UNJUDGED -> end(counted, DecisionState.INEFFECTIVE, reason, Ending.UNJUDGED, event);
            case UNDECIDED ->
                wait(d, counted, lastCall && event.windowEndMs() >= endless(d, symptoms, event), reason, event);
        }
    }

    private void wait(Decision d, Decision counted, boolean over, String reason, EventContext event) {
        if (over) {
            end(counted, DecisionState.INEFFECTIVE, "not verified: " + reason, Ending.UNJUDGED, event);
        } else if (counted != d) {
            state.decisions.put(counted.getDecisionId(), counted);
        }
    }

    /** Whether the symptom's number is unchanged although its pattern is over, as after a change of policy. */
    private static boolean isAsItWas(Decision d) {
        return d.getSymptomBefore() != null && !d.getEffectDecides() && d.getSymptomGoneAt() == null;
    }

    /** When to stop waiting for a symptom that neither shows nor ends. */
    private static long endless(Decision d, Symptoms symptoms, EventContext event) {
        return d.getSettleUntil().toEpochMilli() + event.policy().heal().patienceMs() + WAIT * symptoms.windowMs();
    }

    /** Accumulates the attempts behind a rate over windows until they are conclusive. */
    private static Decision counted(Decision d, MetricReading window) {
        if (window.attempts() == 0) {
            return d;
        }
        Decision counted = DecisionCodec.copy(d);
        counted.setEffectAttempts(d.getEffectAttempts() + window.attempts());
        counted.setEffectCounted(d.getEffectCounted() + window.counted());
        return counted;
    }

    private void end(Decision d, DecisionState to, String reason, Ending ending, EventContext event) {
        endings.ended(state.move(d, to, reason, event), ending, event.cycleNumber(), event);
    }

    private static Expectation expectation(Decision d) {
        return new Expectation(
                d.getEffectMetric(),
                d.getEffectDirection().equals("up"),
                d.getEffectSize(),
                d.getEffectDecides(),
                new MetricReading(
                        d.getEffectBefore(), d.getEffectBeforeAttempts(), d.getEffectBaseline(), d.getEffectSpread()));
    }

    private static Measure measure(Decision d) {
        return d.getEffectMetric().isEmpty()
                ? Measure.LEVEL
                : Measure.valueOf(d.getEffectMeasure().toUpperCase(Locale.ROOT));
    }
}
