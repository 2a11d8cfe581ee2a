package io.aurea.act;

import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/**
 * Stands for a value of the decision, <code>${decision.target}</code> or <code>${decision.parameters.NAME}</code>, or of
 * the incident, <code>${incident.severity}</code>. Immutable.
 *
 * @param incident whether it is the incident's
 * @param field a single value, not a list
 * @param parameter if the field is {@code parameters}; else null
 */
record Placeholder(boolean incident, String field, String parameter) {
    private static final String PARAMETERS = "parameters";
    private static final Pattern FORM =
            Pattern.compile("\\$\\{(decision|incident)\\.([a-z_]+)(?:\\.([A-Za-z0-9._-]+))?}");

    /**
     * The argument as a placeholder; empty for a literal argument.
     *
     * @throws IllegalArgumentException if it contains something like a placeholder, or names an unknown field
     */
    static Optional<Placeholder> in(String argument) {
        if (!argument.contains("${")) {
            return Optional.empty();
        }
        Matcher form = FORM.matcher(argument);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "is not a whole placeholder; allowed: ${decision.FIELD}, ${decision.parameters.NAME} or"
                            + " ${incident.FIELD} as a separate argument");
        }
        String field = form.group(2);
        String name = form.group(3);
        if (form.group(1).equals("incident")) {
            if (name != null || !IncidentFields.names().contains(field)) {
                throw new IllegalArgumentException(
                        "names no field of an incident; allowed: " + String.join(", ", IncidentFields.names()));
            }
            return Optional.of(new Placeholder(true, field, null));
        }
        List<String> fields = single(Decision.getClassSchema());
        boolean parameter = field.equals(PARAMETERS);
        if (parameter != (name != null) || !parameter && !fields.contains(field)) {
            throw new IllegalArgumentException(
                    "names no field of a decision; allowed: parameters.NAME, " + String.join(", ", fields));
        }
        return Optional.of(new Placeholder(false, field, name));
    }

    /** The fields of a record that are single values. */
    static List<String> single(Schema schema) {
        List<String> single = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            Schema.Type type = field.schema().getType();
            if (type != Schema.Type.ARRAY && type != Schema.Type.MAP) {
                single.add(field.name());
            }
        }
        return single;
    }

    /**
     * Its value.
     *
     * @throws IllegalArgumentException if the decision has none or an empty one, or one that a program could take for an
     *     option
     */
    String of(Decision decision) {
        Object value = parameter == null
                ? decision.get(field)
                : decision.getParameters().get(parameter);
        if (value == null) {
            throw new IllegalArgumentException("the decision has no " + this);
        }
        String text = value.toString();
        if (text.isEmpty()) {
            throw new IllegalArgumentException(this + " of the decision is empty; nothing was run");
        }
        return noOption(text);
    }

    /**
     * Its value, which may be empty: somebody is to hear of it all the same.
     *
     * @throws IllegalArgumentException if a program could take it for an option
     */
    String of(IncidentNews news, Incident of) {
        return noOption(IncidentFields.value(field, news, of));
    }

    private String noOption(String text) {
        if (text.startsWith("-")) {
            throw new IllegalArgumentException(
                    this + " is '" + text + "', which a program could take for an option; nothing was run");
        }
        return text;
    }

    @Override
    public String toString() {
        return parameter == null ? field : field + '.' + parameter;
    }
}
