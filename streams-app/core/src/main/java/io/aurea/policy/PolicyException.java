package io.aurea.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy, or another file that is read like one, is invalid. Lists every problem, in line order. */
public final class PolicyException extends RuntimeException {
    private final transient List<PolicyProblem> problems;

    public PolicyException(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::toString).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    public List<PolicyProblem> problems() {
        return problems;
    }
}
