package io.aurea.schema;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.Incompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaCompatibility.SchemaPairCompatibility;

/** The rules for every topic's schema. Each violation is a sentence that names the place. */
final class SchemaRules {

    /** Fields without which a record means nothing: no default could stand in for them. */
    private static final Set<String> WITHOUT_DEFAULT = Set.of("LoopEvent.event", "Observation.observed_at");

    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    private SchemaRules() {}

    /** Where a schema breaks the rules of form. */
    static List<String> violations(Schema schema) {
        List<String> violations = new ArrayList<>();
        visit(schema, new HashSet<>(), violations);
        return violations;
    }

    /** Why records of one cannot be read with the other, in either direction. */
    static List<String> incompatibilities(Schema one, Schema other) {
        List<String> reasons = new ArrayList<>();
        reasons.addAll(unreadable(one, other));
        reasons.addAll(unreadable(other, one));
        return reasons;
    }

    private static List<String> unreadable(Schema reader, Schema writer) {
        SchemaPairCompatibility pair = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
        if (pair.getType() == SchemaCompatibilityType.COMPATIBLE) {
            return List.of();
        }
        return pair.getResult().getIncompatibilities().stream()
                .map(Incompatibility::toString)
                .toList();
    }

    private static void visit(Schema schema, Set<String> seen, List<String> violations) {
        switch (schema.getType()) {
            case RECORD -> {
                if (seen.add(schema.getFullName())) {
                    needDoc(schema.getDoc(), schema.getName(), violations);
                    schema.getFields().forEach(field -> visit(schema, field, seen, violations));
                }
            }
            case ENUM -> {
                if (seen.add(schema.getFullName())) {
                    needDoc(schema.getDoc(), schema.getName(), violations);
                    if (schema.getEnumDefault() == null) {
                        violations.add(schema.getName() + " has no default symbol");
                    }
                }
            }
            case UNION -> schema.getTypes().forEach(type -> visit(type, seen, violations));
            case MAP -> visit(schema.getValueType(), seen, violations);
            case ARRAY -> visit(schema.getElementType(), seen, violations);
            default -> {}
        }
    }

    private static void visit(Schema record, Schema.Field field, Set<String> seen, List<String> violations) {
        String place = record.getName() + "." + field.name();
        needDoc(field.doc(), place, violations);
        if (!field.hasDefaultValue() && !WITHOUT_DEFAULT.contains(place)) {
            violations.add(place + " has no default");
        }
        if (!SNAKE_CASE.matcher(field.name()).matches()) {
            violations.add(place + " is not in snake_case");
        }
        if (field.schema().getLogicalType() != null
                && !field.schema().getLogicalType().equals(LogicalTypes.timestampMillis())) {
            violations.add(place + " has the logical type "
                    + field.schema().getLogicalType().getName() + ", only timestamp-millis passes through Connect");
        }
        visit(field.schema(), seen, violations);
    }

    private static void needDoc(String doc, String place, List<String> violations) {
        if (doc == null || doc.isBlank()) {
            violations.add(place + " has no doc");
        }
    }
}
