package io.aurea.executor;

import io.aurea.name.NameGlob;
import io.aurea.schema.Incident;
import java.util.List;

/**
 * Selects incidents. An empty list matches everything. Immutable.
 *
 * @param tenants globs, as are the next
 * @param patterns types of patterns, of which the incident has at least one, on or over
 */
public record IncidentFilter(List<NameGlob> tenants, List<NameGlob> patterns) {

    /** Matches every incident. */
    public static final IncidentFilter ALL = new IncidentFilter(List.of(), List.of());

    public IncidentFilter {
        tenants = List.copyOf(tenants);
        patterns = List.copyOf(patterns);
    }

    /** Only of these tenants; {@code *} stands for any run of characters. */
    public IncidentFilter tenant(String... globs) {
        return new IncidentFilter(NameGlob.all(globs), patterns);
    }

    /** Only those with a pattern of these types, for example {@code failure_*}. */
    public IncidentFilter pattern(String... globs) {
        return new IncidentFilter(tenants, NameGlob.all(globs));
    }

    public boolean matches(Incident incident) {
        return (tenants.isEmpty() || NameGlob.any(tenants, incident.getTenantId()))
                && (patterns.isEmpty()
                        || incident.getPatterns().stream()
                                .anyMatch(pattern -> NameGlob.any(patterns, pattern.getPatternType())));
    }
}
