package io.aurea.executor;

import io.aurea.schema.Decision;

/**
 * Carries decisions out, or tells a person of them. Called by several threads at once, but for decisions of one target of
 * a tenant one after the other.
 */
@FunctionalInterface
public interface DecisionHandler {

    /**
     * Carries a decision out. It is not called a second time for it, whatever comes of this call. Past the time limit
     * the calling thread is interrupted and the decision answered with TIMED_OUT; what is returned then is not published.
     *
     * @return what came of it; not null
     * @throws Exception when it failed: the outcome is FAILED with the exception's message, by which the loop classes the
     *     failure
     */
    Result handle(Decision decision) throws Exception;
}
