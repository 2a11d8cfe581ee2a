package io.aurea.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.view.TrendPoint;
import io.aurea.view.TrendWindow;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/** Records as JSON: the fields of the Avro schema by name, times in ISO 8601, enums by name. */
final class RecordJson {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Fields of a decision in a list. */
    private static final Set<String> SUMMARY = Set.of(
            "tenant_id",
            "decision_id",
            "revision",
            "cycle_number",
            "state",
            "decision_type",
            "action",
            "target",
            "description",
            "confidence",
            "propensity",
            "impact",
            "score",
            "symptom",
            "pattern_type",
            "symptom_source",
            "onset_at",
            "requires_approval",
            "dry_run",
            "autonomy_level",
            "created_at",
            "updated_at",
            "valid_until",
            "approval_deadline",
            "settle_until",
            "approved_by",
            "retry_of",
            "attempt",
            "reversible");

    /** Fields of an incident that are not in a list. */
    private static final Set<String> INCIDENT_DETAILS =
            Set.of("changes", "patterns", "decisions", "denials", "timeline");

    private RecordJson() {}

    static boolean inSummary(String field) {
        return SUMMARY.contains(field);
    }

    static ObjectNode of(SpecificRecord record) {
        ObjectNode json = JSON.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            json.set(field.name(), value(record.get(field.pos())));
        }
        return json;
    }

    static ObjectNode summary(Decision decision) {
        ObjectNode json = of(decision);
        json.retain(SUMMARY);
        return json;
    }

    /** An incident without its changes, patterns, decisions, denials and timeline. */
    static ObjectNode summary(Incident incident) {
        ObjectNode json = of(incident);
        json.remove(INCIDENT_DETAILS);
        return json;
    }

    /** Whether a field of an incident is in its summary. */
    static boolean inIncidentSummary(String field) {
        return !INCIDENT_DETAILS.contains(field);
    }

    private static JsonNode value(Object value) {
        if (value == null) {
            return JSON.nullNode();
        } else if (value instanceof SpecificRecord record) {
            return of(record);
        } else if (value instanceof Collection<?> many) {
            ArrayNode array = JSON.arrayNode();
            many.forEach(one -> array.add(value(one)));
            return array;
        } else if (value instanceof Map<?, ?> map) {
            Map<String, JsonNode> sorted = new TreeMap<>();
            map.forEach((key, one) -> sorted.put(key.toString(), value(one)));
            return JSON.objectNode().setAll(sorted);
        } else if (value instanceof Long number) {
            return JSON.numberNode(number);
        } else if (value instanceof Integer number) {
            return JSON.numberNode(number);
        } else if (value instanceof Double number) {
            return number(number);
        } else if (value instanceof Boolean yes) {
            return JSON.booleanNode(yes);
        }
        return JSON.textNode(value.toString());
    }

    /** JSON has neither NaN nor infinities. */
    static JsonNode number(double number) {
        return Double.isFinite(number) ? JSON.numberNode(number) : JSON.nullNode();
    }

    static ObjectNode of(TrendWindow window, TrendPoint p) {
        ObjectNode json = JSON.objectNode()
                .put("source", p.source())
                .put("name", p.name())
                .put("kind", p.kind().name())
                .put("unit", p.unit().isEmpty() ? null : p.unit())
                .put("role", p.role().isEmpty() ? null : p.role())
                .put("polarity", p.polarity().name())
                .put("direction", p.direction().name())
                .put("window_start", Instant.ofEpochMilli(window.startMs()).toString())
                .put("window_end", Instant.ofEpochMilli(window.endMs()).toString())
                .put("count", p.count())
                .put("attempts", p.attempts())
                .put("successes", p.successes());
        json.set("success_rate", number(p.attempts() == 0 ? Double.NaN : (double) p.successes() / p.attempts()));
        json.set("mean", number(p.mean()));
        json.set("p95", number(p.p95()));
        json.set("level", number(p.level()));
        json.set("baseline", number(p.baseline()));
        json.set("spread", number(p.spread()));
        json.set("anomaly_score", number(p.anomalyScore()));
        json.set("failure_score", number(p.failureScore()));
        return json;
    }
}
