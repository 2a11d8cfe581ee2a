package io.aurea.incident;

import io.aurea.change.KnownChange;
import io.aurea.pattern.origin.CallGraph;
import io.aurea.schema.Pattern;
import java.time.Instant;
import java.util.List;

/**
 * A closed cycle, as far as incidents are concerned.
 *
 * @param patterns all active ones, and those that have ended in this cycle
 * @param calls who calls whom
 * @param halfLifeMs after which two onsets have half as much to do with each other, (0, ..)
 * @param changes of the last day
 * @param successRate of the cycle, [0, 1]; null without attempts
 */
public record IncidentCycle(
        long number,
        long windowStartMs,
        long windowEndMs,
        List<Pattern> patterns,
        CallGraph calls,
        long halfLifeMs,
        List<KnownChange> changes,
        Double successRate,
        long policyVersion) {

    long sizeMs() {
        return windowEndMs - windowStartMs;
    }

    Instant end() {
        return Instant.ofEpochMilli(windowEndMs);
    }
}
