package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.time.Instant;

/** Decisions for tests. */
final class Dispatched {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private Dispatched() {}

    /** Dispatched, valid for two minutes from {@link #NOW}. */
    static Decision decision(String id, String target) {
        return decision(id, target, DecisionState.DISPATCHED, NOW.plusSeconds(120));
    }

    static Decision decision(String id, String target, DecisionState state, Instant validUntil) {
        return Decision.newBuilder()
                .setTenantId("shop")
                .setDecisionId(id)
                .setRevision(2)
                .setState(state)
                .setAction("restart")
                .setTarget(target)
                .setPatternType("FAILURE_TIMEOUT")
                .setValidUntil(validUntil)
                .build();
    }
}
