package io.aurea.executor;

import io.aurea.schema.Decision;

/**
 * Carries out decisions, or notifies a person of them. Called by several threads at once, but one after the other for
 * decisions of one target of a tenant.
 */
@FunctionalInterface
public interface DecisionHandler {

    /**
     * Carries out a decision. It is not called again for the same decision, whatever the result of this call. Past the
     * time limit the calling thread is interrupted and the decision answered with TIMED_OUT; a later result is not
     * published.
     *
     * @return the result; not null
     * @throws Exception when it failed: the outcome is FAILED with the exception's message, by which the loop
     *     classifies the failure
     */
    Result handle(Decision decision) throws Exception;
}
