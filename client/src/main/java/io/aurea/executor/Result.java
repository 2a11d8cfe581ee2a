package io.aurea.executor;

import io.aurea.schema.OutcomeStatus;
import java.util.Map;
import java.util.Objects;

/**
 * The result of carrying out a decision. Immutable.
 *
 * @param status SUCCEEDED, FAILED, TIMED_OUT or SKIPPED
 * @param text for a person: what was done, or the error of FAILED and TIMED_OUT; the loop classifies a failure by it.
 *     {@value #MAX_TEXT} characters of it are published
 * @param details anything else to keep with the outcome
 */
public record Result(OutcomeStatus status, String text, Map<String, String> details) {

    /** Longer text is cut. */
    public static final int MAX_TEXT = 2_000;

    public Result {
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(text, "text");
        if (status == OutcomeStatus.UNKNOWN) {
            throw new IllegalArgumentException("status is UNKNOWN; allowed: SUCCEEDED, FAILED, TIMED_OUT, SKIPPED");
        }
        text = text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT - 3) + "...";
        details = Map.copyOf(details);
    }

    private Result(OutcomeStatus status, String text) {
        this(status, text, Map.of());
    }

    /** It was carried out. Whether it helped is not for the executor to say. */
    public static Result succeeded(String message) {
        return new Result(OutcomeStatus.SUCCEEDED, message);
    }

    /** It was not carried out, or only in part. */
    public static Result failed(String error) {
        return new Result(OutcomeStatus.FAILED, error);
    }

    /** Nobody knows whether it was carried out. */
    public static Result timedOut(String error) {
        return new Result(OutcomeStatus.TIMED_OUT, error);
    }

    /** Nothing was done, and nothing is wrong. */
    public static Result skipped(String reason) {
        return new Result(OutcomeStatus.SKIPPED, reason);
    }
}
