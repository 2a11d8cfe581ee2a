package io.aurea.rule;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.NullableType;
import dev.cel.common.types.SimpleType;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentPattern;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The variables of the incident that a pattern is of. */
final class IncidentVariables {
    static final Map<String, CelType> TYPES = Map.of(
            "incident.id", SimpleType.STRING,
            "incident.origin", SimpleType.STRING,
            "incident.patterns", ListType.create(SimpleType.STRING),
            "incident.sources", ListType.create(SimpleType.STRING),
            "incident.age_seconds", NullableType.create(SimpleType.DOUBLE),
            "incident.severity", NullableType.create(SimpleType.DOUBLE),
            "incident.escalated", SimpleType.BOOL);

    private IncidentVariables() {}

    /** @param incident null for a pattern of none: its texts and lists are empty, its numbers null */
    static void put(Map<String, Object> v, Incident incident, long nowMs) {
        boolean none = incident == null;
        v.put("incident.id", none ? "" : incident.getIncidentId());
        v.put("incident.origin", none ? "" : RuleVariables.text(incident.getSuspectedOrigin()));
        v.put("incident.patterns", none ? List.of() : each(incident, IncidentPattern::getPatternType));
        v.put("incident.sources", none ? List.of() : each(incident, IncidentPattern::getSource));
        v.put(
                "incident.age_seconds",
                RuleVariables.number(
                        none ? null : (nowMs - incident.getOpenedAt().toEpochMilli()) / 1000.0));
        v.put("incident.severity", RuleVariables.number(none ? null : incident.getSeverity()));
        v.put("incident.escalated", !none && incident.getEscalated());
    }

    /** Of those that are on and those that are over: what has ended belongs to the fault too. */
    private static List<String> each(Incident incident, Function<IncidentPattern, String> of) {
        return incident.getPatterns().stream()
                .map(of)
                .filter(Objects::nonNull)
                .distinct()
                .sorted()
                .toList();
    }
}
