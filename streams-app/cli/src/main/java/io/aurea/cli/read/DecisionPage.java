package io.aurea.cli.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.autonomy.AutonomyLevel;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One decision in full, for a person it has woken. */
final class DecisionPage {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOLD = "\033[1m";
    private static final String RED = "\033[31m";
    private static final String RESET = "\033[0m";

    private final JsonNode d;
    private final PrintWriter out;
    private final boolean colours;

    private DecisionPage(JsonNode d, PrintWriter out, boolean colours) {
        this.d = d;
        this.out = out;
        this.colours = colours;
    }

    /** @param row of v_decisions, as JSON */
    static void print(String row, PrintWriter out, Terminal terminal) {
        try {
            new DecisionPage(JSON.readTree(row), out, terminal.colours()).print();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL writes JSON", impossible);
        }
    }

    private void print() {
        out.println("%s/%s  %s of %s  %s since %s"
                .formatted(
                        text("tenant_id"),
                        text("decision_id"),
                        text("action"),
                        text("target"),
                        paint(Colours.of(text("state")), text("state")),
                        text("updated_at")));
        line("for a person", text("description"));
        line("now", text("state_reason"));
        line("next", text("next_at"));
        why();
        choice();
        guards();
        title("history");
        d.path("history")
                .forEach(step -> out.println(
                        "  %s  %-17s  %s".formatted(of(step, "entered_at"), of(step, "state"), of(step, "reason"))));
        outcome();
    }

    private void why() {
        title("why");
        if (has("incident_id")) {
            line("incident", text("tenant_id") + "/" + text("incident_id"));
        }
        line("symptom", text("symptom") + (has("onset_at") ? " since " + text("onset_at") : ""));
        line("patterns", list("patterns"));
        line("goals", list("goals"));
        line("trends", list("trends"));
        line("rule", text("rule") + ", policy version " + text("policy_version"));
        if (has("effect_metric") && !text("effect_metric").isEmpty()) {
            line(
                    "expects",
                    "%s of %s goes %s: before %s, reference %s, spread %s; %s of the way back counts"
                            .formatted(
                                    text("effect_measure"),
                                    text("effect_metric"),
                                    text("effect_direction"),
                                    number("effect_before"),
                                    number("effect_baseline"),
                                    number("effect_spread"),
                                    number("effect_size")));
        }
    }

    private void choice() {
        title("choice");
        String needed = has("min_confidence")
                ? "; the rule needs " + number("min_confidence")
                : has("confidence_threshold")
                        ? "; needed " + number("confidence_threshold")
                        : "; a person is always asked";
        line(
                "confidence",
                "%s or more, from a prior of %s worth %s outcomes and what was learned under %s%s"
                        .formatted(
                                number("confidence"),
                                number("prior_mean"),
                                number("prior_weight"),
                                text("context"),
                                needed));
        line("autonomy", level() + (bool("dry_run") ? ", dry run" : ""));
        List<String> terms = new ArrayList<>();
        d.path("score_terms").properties().forEach(t -> terms.add(t.getKey() + " " + number(t.getValue())));
        line("score", number("score") + " = " + String.join(", ", terms));
        if (has("propensity") && d.path("propensity_draws").asInt() == 0) {
            line("propensity", "1, nothing else was possible");
        } else if (has("propensity")) {
            line("propensity", number("propensity") + " of " + text("propensity_draws") + " draws chose it");
        }
        line("attempt", text("attempt") + (has("retry_of") ? ", after " + text("retry_of") : ""));
        line(
                "terms",
                (bool("reversible") ? "can be undone" : "cannot be undone")
                        + (bool("judged") ? ", judged by the symptom" : ", only informs"));
        d.path("alternatives")
                .forEach(a -> line(
                        "instead of",
                        "%s of %s, score %s: %s"
                                .formatted(
                                        of(a, "action"), of(a, "target"), number(a.path("score")), of(a, "reason"))));
    }

    private void guards() {
        title("guards");
        for (JsonNode guard : d.path("guards")) {
            boolean allowed = guard.path("allowed").asBoolean();
            out.println("  %s  %-21s  %s"
                    .formatted(allowed ? "yes" : paint(RED, "NO "), of(guard, "guard"), of(guard, "reason")));
        }
    }

    private void outcome() {
        line("approved by", text("approved_by"));
        if (has("outcome_status")) {
            title("outcome");
            line("answer", text("outcome_status") + " by " + text("executor") + " at " + text("outcome_finished_at"));
            line("message", text("outcome_message"));
            line("error", text("outcome_error"));
            line("class", text("failure_class"));
            line("works from", text("works_from"));
            line("gone from", text("symptom_gone_at"));
        }
    }

    private String level() {
        return AutonomyLevel.of(d.path("autonomy_level").asInt())
                .map(Enum::name)
                .orElse(text("autonomy_level"));
    }

    private void title(String title) {
        out.println(paint(BOLD, title));
    }

    private void line(String label, String text) {
        if (!text.isEmpty() && !text.equals("-")) {
            out.println("  %-12s  %s".formatted(label, text));
        }
    }

    private String list(String field) {
        List<String> all = new ArrayList<>();
        d.path(field).forEach(one -> all.add(ResultTable.printable(one.asText())));
        return String.join(", ", all);
    }

    private boolean has(String field) {
        return !d.path(field).isNull() && !d.path(field).isMissingNode();
    }

    private boolean bool(String field) {
        return d.path(field).asBoolean();
    }

    private String text(String field) {
        return of(d, field);
    }

    private static String of(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isNull() || value.isMissingNode() ? "-" : ResultTable.printable(value.asText());
    }

    private String number(String field) {
        return number(d.path(field));
    }

    private static String number(JsonNode value) {
        if (!value.isNumber()) {
            return "-";
        }
        String text = String.format(Locale.ROOT, "%.3f", value.asDouble());
        return text.replaceFirst("\\.?0+$", "");
    }

    private String paint(String how, String text) {
        return colours && !how.isEmpty() ? how + text + RESET : text;
    }
}
