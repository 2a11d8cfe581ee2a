package io.aurea.cli.read;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.cli.ResultTable;
import io.aurea.cli.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One incident in full, for a person it has woken. */
final class IncidentPage {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOLD = "\033[1m";
    private static final String RESET = "\033[0m";

    private final JsonNode incident;
    private final PrintWriter out;
    private final boolean colours;

    private IncidentPage(JsonNode incident, PrintWriter out, boolean colours) {
        this.incident = incident;
        this.out = out;
        this.colours = colours;
    }

    /** @param row of v_incidents, as JSON */
    static void print(String row, PrintWriter out, Terminal terminal) {
        try {
            new IncidentPage(JSON.readTree(row), out, terminal.colours()).print();
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("PostgreSQL writes JSON", impossible);
        }
    }

    private void print() {
        out.println("%s/%s  %s since %s%s%s"
                .formatted(
                        of(incident, "tenant_id"),
                        of(incident, "incident_id"),
                        of(incident, "state"),
                        of(incident, "opened_at"),
                        has("ended_at") ? ", over since " + of(incident, "ended_at") : "",
                        has("ended_how") ? ", " + of(incident, "ended_how") : ""));
        line("origin", has("suspected_origin") ? of(incident, "suspected_origin") : "the tenant");
        line("candidates", candidates());
        line("severity", number(incident.path("severity")) + (bool("escalated") ? ", a person has been called" : ""));
        if (has("acknowledged_by")) {
            line(
                    "acknowledged",
                    "%s at %s%s: %s"
                            .formatted(
                                    of(incident, "acknowledged_by"),
                                    of(incident, "acknowledged_at"),
                                    has("acknowledged_until") ? " until " + of(incident, "acknowledged_until") : "",
                                    of(incident, "acknowledged_why")));
        }
        if (has("called_at")) {
            line(
                    "waits",
                    "for a person since %s, %s reminders"
                            .formatted(of(incident, "called_at"), of(incident, "reminders")));
        }
        line(
                "success",
                "%s before, %s at its worst, %s last, percent"
                        .formatted(
                                number(incident.path("success_percent_before")),
                                number(incident.path("success_percent_worst")),
                                number(incident.path("success_percent_now"))));
        if (has("question")) {
            line(
                    "question",
                    "./aurea approve %s/%s or reject".formatted(of(incident, "tenant_id"), of(incident, "question")));
        }
        title("patterns");
        incident.path("patterns")
                .forEach(p -> out.println("  %s  %-28s  %s%s"
                        .formatted(
                                of(p, "onset_at"),
                                of(p, "pattern_type"),
                                place(p),
                                p.path("on").asBoolean()
                                        ? ""
                                        : ", over at " + of(p, "abated_at") + " (" + of(p, "abated_reason") + ")")));
        long others = incident.path("patterns_count").asLong()
                - incident.path("patterns").size();
        if (others > 0) {
            out.println("  and " + others + " more");
        }
        section("changed before", "changes", c -> of(c, "at") + "  " + change(c));
        section("decisions", "decisions", d -> "%s  %-17s  %s  %s of %s"
                .formatted(
                        of(d, "updated_at"), of(d, "state"), of(d, "decision_id"), of(d, "action"), of(d, "target")));
        section("not done", "denials", d -> "%s  %s, %s: %s (%s times)"
                .formatted(of(d, "last_at"), of(d, "what"), of(d, "guard"), of(d, "reason"), of(d, "count")));
        section("what happened", "timeline", step -> of(step, "at") + "  " + of(step, "what"));
    }

    private void section(String title, String field, Function<JsonNode, String> line) {
        if (!incident.path(field).isEmpty()) {
            title(title);
            incident.path(field).forEach(each -> out.println("  " + line.apply(each)));
        }
    }

    private String candidates() {
        List<String> names = new ArrayList<>();
        incident.path("candidates").properties().stream()
                .sorted(Comparator.comparingDouble(c -> -c.getValue().asDouble()))
                .forEach(c -> names.add(c.getKey() + " " + number(c.getValue())));
        return String.join(", ", names);
    }

    private static String change(JsonNode c) {
        StringBuilder text = new StringBuilder(of(c, "kind").replace('_', ' ') + " of " + of(c, "source"));
        if (c.hasNonNull("version")) {
            text.append(", ");
            text.append(c.hasNonNull("version_before") ? of(c, "version_before") + " -> " : "");
            text.append(of(c, "version"));
        }
        text.append(c.hasNonNull("who") ? ", by " + of(c, "who") : "");
        text.append(", suspected ").append(number(c.path("score")));
        return text.append(c.hasNonNull("link") ? ", " + of(c, "link") : "").toString();
    }

    private static String place(JsonNode pattern) {
        String source = pattern.hasNonNull("source") ? of(pattern, "source") : "the tenant";
        return pattern.hasNonNull("series") && !of(pattern, "series").isEmpty()
                ? source + '/' + of(pattern, "series")
                : source;
    }

    private void title(String name) {
        out.println();
        out.println(colours ? BOLD + name + RESET : name);
    }

    private void line(String name, String value) {
        if (!value.isEmpty()) {
            out.println("  %-12s %s".formatted(name, value));
        }
    }

    private boolean has(String field) {
        return incident.hasNonNull(field);
    }

    private boolean bool(String field) {
        return incident.path(field).asBoolean();
    }

    private static String number(JsonNode value) {
        return value.isNumber() ? String.format(Locale.ROOT, "%.2f", value.asDouble()) : "-";
    }

    private static String of(JsonNode node, String field) {
        return ResultTable.printable(node.path(field).asText());
    }
}
