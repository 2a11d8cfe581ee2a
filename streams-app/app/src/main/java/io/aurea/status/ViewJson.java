package io.aurea.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Controls;
import io.aurea.chance.Beta;
import io.aurea.learning.Belief;
import io.aurea.learning.Posterior;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Incident;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.view.ActionBelief;
import io.aurea.view.RetentionMark;
import io.aurea.view.TenantFacts;
import io.aurea.view.TenantView;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A tenant as a whole, as JSON. */
final class ViewJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Each side of a 95 % interval. */
    private static final double TAIL = 0.025;

    private static final int RECENT = 10;

    private ViewJson() {}

    /**
     * The structure of {@code get_status()} in the product brief.
     *
     * @param atWork whether this response is from the tenant's owner
     */
    static ObjectNode status(TenantView view, boolean atWork) {
        AutonomyLevel level = level(view);
        Optional<Status> last = view.status();
        ObjectNode json = JSON.objectNode()
                .put("running", atWork && !view.paused())
                .put("autonomy_level", level.name())
                .put("autonomy_value", level.value())
                .put("cycles_completed", last.map(Status::getCyclesCompleted).orElse(0L))
                .put(
                        "decisions_made",
                        view.facts().map(TenantFacts::decisionsMade).orElse(0L));
        json.set("system_health", health(last));
        json.put("learning_insights", view.totals().learnings())
                .put(
                        "last_health_check",
                        last.map(s -> s.getLastCycleAt().toString()).orElse(null));
        List<CycleMetrics> recent = view.cycles().last(RECENT);
        json.set("performance_metrics", performance(view, recent));
        json.set("autonomous_goals", goals(view));
        json.putObject("learning")
                .put("total_insights", view.totals().learnings())
                .put("recent_patterns", recentPatterns(view, recent))
                .put("self_improvement_actions", view.totals().improvements());
        return json;
    }

    /** {@code origin}: who says so; a call that is denied does not count, also where it is seen. */
    static ObjectNode call(KnownCall call) {
        return JSON.objectNode()
                .put("caller", call.caller())
                .put("callee", call.callee())
                .put(
                        "origin",
                        call.denied()
                                ? "denied"
                                : call.learned() && call.declared() ? "both" : call.learned() ? "learned" : "declared")
                .put("last_seen", call.seen().map(Instant::toString).orElse(null));
    }

    private static ObjectNode health(Optional<Status> last) {
        Double success = last.map(Status::getSuccessRate).orElse(null);
        ObjectNode json = JSON.objectNode()
                .put("overall_score", last.map(Status::getHealthScore).orElse(null));
        json.set("components", numbers(last.map(Status::getHealthComponents).orElse(Map.of())));
        return json.put("success_rate", success).put("error_rate", success == null ? null : 1 - success);
    }

    private static ObjectNode numbers(Map<String, Double> named) {
        ObjectNode json = JSON.objectNode();
        new java.util.TreeMap<>(named).forEach((name, value) -> json.set(name, RecordJson.number(value)));
        return json;
    }

    private static ObjectNode performance(TenantView view, List<CycleMetrics> recent) {
        long attempts = recent.stream().mapToLong(CycleMetrics::getAttempts).sum();
        long successes = recent.stream().mapToLong(CycleMetrics::getSuccesses).sum();
        ObjectNode json = JSON.objectNode();
        json.set("recent_success_rate", RecordJson.number(attempts == 0 ? Double.NaN : (double) successes / attempts));
        json.set(
                "recent_cycle_time_avg",
                RecordJson.number(view.cycles()
                        .newestFirst()
                        .map(c -> c.value().getCycleDurationSeconds())
                        .filter(Objects::nonNull)
                        .limit(RECENT)
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElse(Double.NaN)));
        json.put("total_cycle_metrics", view.cycles().size());
        ArrayNode trend = json.putArray("success_rate_trend");
        view.cycles()
                .newestFirst()
                .map(c -> c.value().getSuccessRate())
                .filter(Objects::nonNull)
                .limit(RECENT)
                .forEach(rate -> trend.insert(0, rate));
        return json;
    }

    private static ObjectNode goals(TenantView view) {
        ObjectNode json = JSON.objectNode()
                .put("active", view.goals().count(RetentionMark.ON))
                .put("achieved", view.totals().goalsAchieved())
                .put("total", view.totals().goals());
        ArrayNode list = json.putArray("active_goals_list");
        view.goals().marked(RetentionMark.ON).forEach(goal -> list.addObject()
                .put("description", goal.getDescription())
                .put("progress", goal.getProgress())
                .put("target_metric", goal.getTargetMetric())
                .put("priority", goal.getPriority()));
        return json;
    }

    private static long recentPatterns(TenantView view, List<CycleMetrics> recent) {
        if (recent.isEmpty()) {
            return 0;
        }
        Instant since = recent.get(0).getWindowStart();
        return view.patterns()
                .newestFirst()
                .filter(p -> isRecent(p.value(), since))
                .count();
    }

    private static boolean isRecent(Pattern pattern, Instant since) {
        return pattern.getLastDetected().isAfter(since);
    }

    private static AutonomyLevel level(TenantView view) {
        return view.facts().map(f -> f.controls().level()).orElse(AutonomyLevel.MANUAL);
    }

    static ObjectNode tenant(TenantView view) {
        Optional<Status> last = view.status();
        ObjectNode json = JSON.objectNode()
                .put("tenant_id", view.tenant())
                .put("health_score", last.map(Status::getHealthScore).orElse(null));
        json.set(
                "health_components",
                numbers(last.map(Status::getHealthComponents).orElse(Map.of())));
        int unattended = view.incidents().count(RetentionMark.AWAITING);
        int awaiting = view.decisions().count(RetentionMark.AWAITING);
        return json.put("success_rate", last.map(Status::getSuccessRate).orElse(null))
                .put("cycles_completed", last.map(Status::getCyclesCompleted).orElse(0L))
                .put(
                        "last_cycle_at",
                        last.map(s -> s.getLastCycleAt().toString()).orElse(null))
                .put("dormant", last.map(Status::getDormant).orElse(true))
                .put("autonomy_level", level(view).value())
                .put("paused", view.paused())
                .put("open_incidents", view.incidents().count(RetentionMark.ON) + unattended)
                .put("unacknowledged_incidents", unattended)
                .put("escalated_incidents", (int) view.incidents()
                        .marked(RetentionMark.AWAITING)
                        .filter(Incident::getEscalated)
                        .count())
                .put("active_patterns", view.patterns().count(RetentionMark.ON))
                .put("active_goals", view.goals().count(RetentionMark.ON))
                .put("open_decisions", view.decisions().count(RetentionMark.ON) + awaiting)
                .put("awaiting_approval", awaiting);
    }

    static ObjectNode controls(TenantView view) {
        Controls said = view.facts().map(TenantFacts::controls).orElse(Controls.NEW);
        ObjectNode json = JSON.objectNode()
                .put("autonomy_level", level(view).name())
                .put("autonomy_value", level(view).value())
                .put(
                        "confidence_threshold",
                        view.facts().map(TenantFacts::threshold).orElse(1.0))
                .put("dry_run", view.facts().map(TenantFacts::dryRun).orElse(false))
                .put(
                        "policy_problem",
                        view.status().map(Status::getPolicyProblem).orElse(null));
        ArrayNode limits = json.putArray("limits");
        view.status().map(Status::getLimits).orElse(List.of()).forEach(limits::add);
        ArrayNode pauses = json.putArray("pauses");
        said.pauses().forEach((type, pause) -> pauses.addObject()
                .put("pattern_type", type.equals(Controls.ALL) ? null : type)
                .put("by", pause.by())
                .put("since", Instant.ofEpochMilli(pause.sinceMs()).toString())
                .put("reason", pause.reason()));
        ArrayNode maintenance = json.putArray("maintenance");
        said.maintenance().forEach(window -> maintenance
                .addObject()
                .put("starts_at", Instant.ofEpochMilli(window.startsMs()).toString())
                .put("ends_at", Instant.ofEpochMilli(window.endsMs()).toString())
                .put("by", window.by())
                .put("reason", window.reason()));
        return json;
    }

    /** As of the last cycle. */
    static ObjectNode posteriors(TenantView view) {
        ObjectNode json = JSON.objectNode();
        ArrayNode items = json.putArray("items");
        long now = view.status().map(s -> s.getLastCycleAt().toEpochMilli()).orElse(0L);
        long halfLife = view.facts().map(TenantFacts::halfLifeMs).orElse(Long.MAX_VALUE);
        for (ActionBelief e : view.evidence()) {
            Posterior posterior = e.posteriorAt(now, halfLife);
            Belief belief = e.beliefAt(now, halfLife);
            Beta chance = new Beta(posterior.alpha(), posterior.beta());
            items.addObject()
                    .put("context", e.context())
                    .put("pattern_type", e.patternType().isEmpty() ? null : e.patternType())
                    .put("action", e.action())
                    .put("alpha", posterior.alpha())
                    .put("beta", posterior.beta())
                    .put("mean", posterior.mean())
                    .put("confidence", posterior.confidence())
                    .put("low", chance.quantile(TAIL))
                    .put("high", chance.quantile(1 - TAIL))
                    .put("successes", belief.successes())
                    .put("failures", belief.failures())
                    .put("prior_mean", e.priorMean())
                    .put("prior_weight", e.priorWeight())
                    .put(
                            "updated_at",
                            e.belief().equals(Belief.NONE)
                                    ? null
                                    : Instant.ofEpochMilli(e.belief().atMs()).toString());
        }
        return json;
    }
}
