package io.aurea.act;

import io.aurea.executor.DecisionFilter;
import io.aurea.name.NameGlob;
import io.aurea.schema.DecisionState;
import io.aurea.schema.DecisionType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One handler as the file describes it: which decisions, and what to do with them. Immutable.
 *
 * @param name unique in the file; outcomes carry it
 * @param on state of the decisions it takes; by default dispatched
 * @param tenant globs, as are the next three; by default everything
 * @param pattern type of the pattern that the decision responds to
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

    /** A state in which a handler may want decisions. */
    public enum On {
        DISPATCHED(DecisionState.DISPATCHED),
        AWAITING_APPROVAL(DecisionState.AWAITING_APPROVAL),
        ESCALATED(DecisionState.ESCALATED);

        private final DecisionState state;

        On(DecisionState state) {
            this.state = state;
        }

        public DecisionState state() {
            return state;
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
    }

    public DecisionState state() {
        return on.orElse(On.DISPATCHED).state();
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
