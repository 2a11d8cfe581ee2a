package io.aurea.act;

import io.aurea.executor.DecisionFilter;
import io.aurea.executor.IncidentFilter;
import io.aurea.name.NameGlob;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionType;
import io.aurea.schema.IncidentNews;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One handler as the file describes it: which decisions or incidents, and what to do with them. Immutable.
 *
 * @param name unique in the file; outcomes carry it
 * @param on state of the decisions it takes, or the news of incidents; by default dispatched
 * @param tenant globs, as are the next three; by default everything
 * @param pattern type of the pattern that the decision responds to, or of one of the incident's
 * @param type decision type; by default any
 * @param http exactly one of http, command and log is required
 */
public record HandlerTerms(
        String name,
        Optional<On> on,
        Optional<List<NameGlob>> tenant,
        Optional<List<NameGlob>> action,
        Optional<List<NameGlob>> target,
        Optional<List<NameGlob>> pattern,
        Optional<List<DecisionType>> type,
        Optional<HttpTerms> http,
        Optional<ProgramTerms> command,
        Optional<LogLevel> log) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** A state in which a handler may want decisions, or news of incidents. */
    public enum On {
        DISPATCHED(DecisionState.DISPATCHED, null),
        AWAITING_APPROVAL(DecisionState.AWAITING_APPROVAL, null),
        ESCALATED(DecisionState.ESCALATED, null),
        INCIDENT_OPENED(null, IncidentNews.INCIDENT_OPENED),
        /** {@code escalated} is that of decisions, which goals have too. */
        INCIDENT_ESCALATED(null, IncidentNews.ESCALATED),
        REMINDER(null, IncidentNews.REMINDER),
        ENDED(null, IncidentNews.ENDED);

        private final DecisionState state;
        private final IncidentNews news;

        On(DecisionState state, IncidentNews news) {
            this.state = state;
            this.news = news;
        }

        /** Of decisions; empty if it is about incidents. */
        public Optional<DecisionState> state() {
            return Optional.ofNullable(state);
        }

        /** Of incidents; empty if it is about decisions. */
        public Optional<IncidentNews> news() {
            return Optional.ofNullable(news);
        }
    }

    public enum LogLevel {
        INFO,
        WARN
    }

    public HandlerTerms {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("name is '" + name + "'; allowed: 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        long given = Stream.of(http, command, log).filter(Optional::isPresent).count();
        if (given != 1) {
            throw new IllegalArgumentException("has " + (given == 0 ? "none" : "more than one")
                    + " of http, command and log; allowed: one of them");
        }
        On wants = on.orElse(On.DISPATCHED);
        boolean incidents = wants.news().isPresent();
        String when = "on: " + wants.name().toLowerCase(Locale.ROOT);
        if (incidents && (action.isPresent() || target.isPresent() || type.isPresent())) {
            throw new IllegalArgumentException("has action, target or type with " + when
                    + ", and an incident has none of them; allowed: tenant and pattern");
        }
        command.flatMap(program -> program.firstOf(!incidents)).ifPresent(argument -> {
            throw new IllegalArgumentException("has " + argument + " with " + when + "; allowed: "
                    + (incidents ? "${incident.FIELD}" : "${decision.FIELD}, ${decision.parameters.NAME}"));
        });
    }

    public On wants() {
        return on.orElse(On.DISPATCHED);
    }

    public IncidentFilter incidentFilter() {
        return new IncidentFilter(tenant.orElse(List.of()), pattern.orElse(List.of()));
    }

    public DecisionFilter filter() {
        return new DecisionFilter(
                tenant.orElse(List.of()),
                action.orElse(List.of()),
                target.orElse(List.of()),
                pattern.orElse(List.of()),
                type.orElse(List.of()));
    }
}
