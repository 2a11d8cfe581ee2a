package io.aurea.learning;

import io.aurea.autonomy.AutonomyLevel;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Words for what was learned. */
final class Lessons {
    /** Mean confidence of failed decisions above which the loop was too sure of itself. */
    private static final double SURE = 0.7;

    private Lessons() {}

    static Lesson ofFailure(EndedDecision e, Posterior before, String symptom, boolean highImpact) {
        double after = before.alpha() / (before.alpha() + before.beta() + 1);
        Map<String, String> details = new TreeMap<>();
        details.put("action", e.action());
        details.put("target", e.target());
        details.put("context", e.context());
        details.put("ending", e.ending().name());
        details.put("confidence_before", Decimal.of(before.mean()));
        details.put("confidence_after", Decimal.of(after));
        if (!e.failureClass().isEmpty()) {
            details.put("failure_class", e.failureClass());
        }
        String cause =
                switch (e.ending()) {
                    case FAILED ->
                        "the executor failed: " + (e.failureClass().isEmpty() ? "unknown" : e.failureClass());
                    case TIMED_OUT -> "no executor answered in time";
                    default -> "the action does not reach the cause of this symptom, or the cause lies elsewhere";
                };
        return new Lesson(
                "outcome-" + e.decisionId(),
                "outcome",
                e.action() + " of " + e.target() + " against " + e.context() + " ended as " + e.ending(),
                "confidence in " + e.action() + " against " + e.context() + " falls from " + Decimal.of(before.mean())
                        + " to " + Decimal.of(after),
                cause,
                highImpact,
                e.decisionId(),
                symptom,
                details);
    }

    static Lesson ofCycle(List<EndedDecision> ended, double rate, long cycle, boolean highImpact) {
        long tried = ended.stream().filter(e -> e.ending().evidence()).count();
        long failed = ended.stream()
                .filter(e -> e.ending().evidence() && !e.ending().success())
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
                    + Decimal.of(sureOfFailed) + ", so the threshold rises";
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

    static Lesson ofThreshold(AutonomyLevel level, double before, double now, int helped, int inVain, long cycle) {
        Map<String, String> details = new TreeMap<>();
        details.put("level", level.name());
        details.put("before", Decimal.of(before));
        details.put("after", Decimal.of(now));
        details.put("helped", Integer.toString(helped));
        details.put("in_vain", Integer.toString(inVain));
        return new Lesson(
                "threshold-" + cycle + "-" + level,
                "confidence_threshold",
                inVain == 0 ? "none" : inVain + " actions taken alone did not help",
                "confidence needed at " + level + (now > before ? " rises" : " falls") + " from " + Decimal.of(before)
                        + " to " + Decimal.of(now),
                "outcomes since the last analysis: " + helped + " helped, " + inVain + " in vain",
                now > before,
                null,
                null,
                details);
    }

    static Lesson ofAutonomy(AutonomyLevel from, AutonomyLevel to, double rate, int judged, double floor, long cycle) {
        Map<String, String> details = new TreeMap<>();
        details.put("from", from.name());
        details.put("to", to.name());
        details.put("verified_rate", Decimal.of(rate));
        details.put("judged", Integer.toString(judged));
        details.put("floor", Decimal.of(floor));
        return new Lesson(
                "autonomy-" + cycle,
                "autonomy",
                "only " + Decimal.of(rate) + " of the last " + judged + " actions were verified, the floor is "
                        + Decimal.of(floor),
                "autonomy falls from " + from + " to " + to + "; a person raises it again by command",
                "the loop's actions do not heal what it sees",
                true,
                null,
                null,
                details);
    }

    /** What most of the failures have in common: their class, or how they ended. The first by name when equal. */
    private static String rootCause(List<EndedDecision> ended) {
        Map<String, Integer> counts = new TreeMap<>();
        for (EndedDecision e : ended) {
            if (e.ending().evidence() && !e.ending().success()) {
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
