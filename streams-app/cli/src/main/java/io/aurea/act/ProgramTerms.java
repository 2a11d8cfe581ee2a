package io.aurea.act;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Which program to run for a decision, or for the news of an incident. Immutable.
 *
 * @param run the program, which {@code allow} must list, and its arguments; a whole argument may be a
 *     {@link Placeholder}
 * @param timeLimit after which it is killed; by default one minute
 */
public record ProgramTerms(List<String> run, Optional<Duration> timeLimit) {

    static final Duration TIME_LIMIT = Duration.ofMinutes(1);

    public ProgramTerms {
        run = List.copyOf(run);
        if (run.isEmpty()) {
            throw new IllegalArgumentException("run is empty; allowed: a program and its arguments");
        }
        for (String argument : run.subList(1, run.size())) {
            try {
                Placeholder.in(argument);
            } catch (IllegalArgumentException refused) {
                throw new IllegalArgumentException(
                        "run has '" + argument + "', which " + refused.getMessage(), refused);
            }
        }
        HandlersFile.requireLimit("time_limit", timeLimit);
    }

    /** The first argument that stands for a value of an incident, or of a decision; empty without one. */
    Optional<String> firstOf(boolean incident) {
        return run.stream()
                .skip(1)
                .filter(argument -> Placeholder.in(argument)
                        .filter(placeholder -> placeholder.incident() == incident)
                        .isPresent())
                .findFirst();
    }
}
