package io.aurea.learning;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Floor;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Texts of learnings. */
final class Lessons {
    /** Mean confidence of failed decisions above which the loop was overconfident. */
    private static final double SURE = 0.7;

    private Lessons() {}

    static Lesson ofFailure(EndedDecision e, Posterior before, String symptom, boolean highImpact) {
        double after = before.after(false).confidence();
        Map<String, String> details = new TreeMap<>();
        details.put("action", e.action());
        details.put("target", e.target());
        details.put("context", e.context());
        details.put("ending", e.ending().name());
        details.put("confidence_before", Decimal.of(before.confidence()));
        details.put("confidence_after", Decimal.of(after));
        return new Lesson(
                "outcome-" + e.decisionId(),
                "outcome",
                e.action() + " of " + e.target() + " against " + e.context() + " ended as " + e.ending(),
                "confidence in " + e.action() + " against " + e.context() + " falls from "
                        + Decimal.of(before.confidence())
                        + " to " + Decimal.of(after),
                "the action does not reach the cause of this symptom, or the cause lies elsewhere",
                highImpact,
                e.decisionId(),
                symptom,
                details);
    }

    /** It was not carried out, or nobody knows; that says nothing about whether it helps. */
    static Lesson ofExecution(EndedDecision e, String symptom) {
        Map<String, String> details = new TreeMap<>();
        details.put("action", e.action());
        details.put("target", e.target());
        details.put("context", e.context());
        details.put("ending", e.ending().name());
        if (!e.failureClass().isEmpty()) {
            details.put("failure_class", e.failureClass());
        }
        String cause = e.ending() == Ending.TIMED_OUT
                ? "no executor answered in time"
                : "the executor failed: " + (e.failureClass().isEmpty() ? "unknown" : e.failureClass());
        return new Lesson(
                "outcome-" + e.decisionId(),
                "execution",
                e.action() + " of " + e.target() + " against " + e.context() + " ended as " + e.ending(),
                "confidence in " + e.action() + " against " + e.context()
                        + " stays: whether it helps was not seen; look at the executor",
                cause,
                false,
                e.decisionId(),
                symptom,
                details);
    }

    static Lesson ofCycle(List<EndedDecision> ended, double rate, long cycle, boolean highImpact) {
        long tried = ended.stream().filter(e -> e.ending().judged()).count();
        long failed = ended.stream()
                .filter(e -> e.ending().judged() && !e.ending().success())
                .count();
        Map<String, String> details = new TreeMap<>();
        details.put("tried", Long.toString(tried));
        details.put("success_rate", Decimal.of(rate));
        return new Lesson(
                "cycle-" + cycle,
                "cycle",
                failed == 0 ? "none" : failed + " of " + tried + " actions did not help",
                failed == 0 ? "what was tried helped" : "what did not help is trusted less from now on",
                failed == 0 ? "none" : rootCause(ended),
                highImpact,
                null,
                null,
                details);
    }

    static Lesson ofType(String type, List<EndedDecision> tried, double rate, long cycle, boolean highImpact) {
        List<EndedDecision> failed =
                tried.stream().filter(e -> !e.ending().success()).toList();
        double sureOfFailed =
                failed.stream().mapToDouble(EndedDecision::confidence).average().orElse(0);
        Map<String, String> details = new TreeMap<>();
        details.put("decision_type", type);
        details.put("tried", Integer.toString(tried.size()));
        details.put("success_rate", Decimal.of(rate));
        details.put("mean_confidence_of_failed", failed.isEmpty() ? "null" : Decimal.of(sureOfFailed));
        String lesson;
        if (failed.isEmpty()) {
            lesson = "decisions of type " + type + " can be relied on";
        } else if (sureOfFailed > SURE) {
            lesson = "the loop is too sure of decisions of type " + type + ": those that failed had a confidence of "
                    + Decimal.of(sureOfFailed);
        } else {
            lesson = "decisions of type " + type + " fail mostly where confidence is low, as it should be";
        }
        return new Lesson(
                "analysis-" + cycle + "-" + type,
                "decision_analysis",
                failed.isEmpty()
                        ? "none"
                        : failed.size() + " of " + tried.size() + " decisions of type " + type
                                + " did not help within a day",
                lesson,
                failed.isEmpty() ? "none" : rootCause(failed),
                highImpact,
                null,
                null,
                details);
    }

    static Lesson ofBar(Bars.Move move, double error, String decisionId) {
        boolean rises = move.after() > move.before();
        Map<String, String> details = new TreeMap<>();
        details.put("rule", move.rule());
        details.put("level", move.level().name());
        details.put("before", Decimal.of(move.before()));
        details.put("after", Decimal.of(move.after()));
        details.put("outcomes", Long.toString(move.outcomes()));
        details.put("error", Decimal.of(error));
        return new Lesson(
                "bar-" + decisionId,
                "confidence_threshold",
                rises ? "rule " + move.rule() + " helps less often than " + move.level() + " asks for" : "none",
                "confidence that rule " + move.rule() + " needs at " + move.level() + (rises ? " rises" : " falls")
                        + " from " + Decimal.of(move.before()) + " to " + Decimal.of(move.after()),
                "its last " + move.outcomes() + " judged outcomes; by chance with probability at most "
                        + Decimal.of(error),
                rises,
                decisionId,
                null,
                details);
    }

    static Lesson ofAutonomy(AutonomyLevel from, AutonomyLevel to, Floor.Fall fall, long cycle) {
        Map<String, String> details = new TreeMap<>();
        details.put("from", from.name());
        details.put("to", to.name());
        details.put("verified_rate", Decimal.of(fall.rate()));
        details.put("judged", Long.toString(fall.judged()));
        details.put("floor", Decimal.of(fall.floor()));
        details.put("error", Decimal.of(fall.error()));
        return new Lesson(
                "autonomy-" + cycle,
                "autonomy",
                "only " + Decimal.of(fall.rate()) + " of " + fall.judged()
                        + " judged actions were verified, the floor is " + Decimal.of(fall.floor()),
                "autonomy falls from " + from + " to " + to + "; a person raises it again by command",
                "the loop's actions do not heal what it sees; by chance with probability at most "
                        + Decimal.of(fall.error()),
                true,
                null,
                null,
                details);
    }

    /** What most of the failures have in common: their class, or how they ended. Ties go to the first by name. */
    private static String rootCause(List<EndedDecision> ended) {
        Map<String, Integer> counts = new TreeMap<>();
        for (EndedDecision e : ended) {
            if (e.ending().judged() && !e.ending().success()) {
                String cause = e.failureClass().isEmpty() ? e.ending().name() : e.ending() + ": " + e.failureClass();
                counts.merge(cause, 1, Integer::sum);
            }
        }
        String most = "unknown";
        int n = 0;
        for (Map.Entry<String, Integer> c : counts.entrySet()) {
            if (c.getValue() > n) {
                n = c.getValue();
                most = c.getKey();
            }
        }
        return "mostly " + most + " (" + n + ")";
    }
}
