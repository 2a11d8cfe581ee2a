package io.aurea.executor;

import java.time.Instant;
import java.util.Optional;

/** What is claimed and then run once: a decision for its handler, or one of an incident's news. Its text is for the log. */
interface Claim {

    /** What {@link RecentClaims} keep of it. */
    long hash();

    /** Those of one queue run one after the other. */
    String queue();

    /** Why it is not run at this time; empty if it is. */
    Optional<Result> lapsed(Instant now);

    /** Calls its handler. */
    Result run() throws Exception;

    /** Passes on what became of it. */
    void end(Result result, Instant started, Instant finished);
}
