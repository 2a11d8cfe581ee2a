package io.aurea.policy;

/**
 * A problem in a policy file.
 *
 * @param line from 1
 * @param message names the key, its value and what is allowed
 */
public record PolicyProblem(int line, String message) {
    @Override
    public String toString() {
        return "line " + line + ": " + message;
    }
}
