package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.topic.RecordKeys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Each decision for the first handler that wants it. What is dispatched is answered with an outcome. */
record DecisionClaims(
        Deserializer<Decision> decisions,
        List<HandlerRegistration> handlings,
        OutcomePublisher outcomes,
        SafeListener listener)
        implements ClaimSource {

    DecisionClaims {
        handlings = List.copyOf(handlings);
    }

    @Override
    public List<Claim> of(ConsumerRecord<byte[], byte[]> record) {
        Decision decision = decisions.deserialize(record.topic(), record.value());
        if (decision == null) {
            return List.of();
        }
        Optional<HandlerRegistration> handling = HandlerRegistration.first(handlings, decision);
        if (handling.isEmpty() && decision.getState() == DecisionState.DISPATCHED && !decision.getDryRun()) {
            listener.unhandled(decision);
        }
        return handling.map(first -> List.of(of(first, decision))).orElse(List.of());
    }

    Claim of(HandlerRegistration handling, Decision decision) {
        return new DecisionClaim(handling, decision);
    }

    private final class DecisionClaim implements Claim {
        private final HandlerRegistration handling;
        private final Decision decision;

        private DecisionClaim(HandlerRegistration handling, Decision decision) {
            this.handling = handling;
            this.decision = decision;
        }

        @Override
        public long hash() {
            return RecentClaims.of(
                    decision.getTenantId(),
                    decision.getDecisionId(),
                    decision.getState().name());
        }

        @Override
        public String queue() {
            // Notifications keep their order per decision.
            return handling.answers()
                    ? "target " + RecordKeys.of(decision.getTenantId(), decision.getTarget())
                    : "decision " + RecordKeys.of(decision.getTenantId(), decision.getDecisionId());
        }

        @Override
        public Optional<Result> lapsed(Instant now) {
            return handling.answers() && now.isAfter(decision.getValidUntil())
                    ? Optional.of(Result.skipped("it arrived after its valid_until " + decision.getValidUntil()))
                    : Optional.empty();
        }

        @Override
        public Result run() throws Exception {
            return handling.handler().handle(decision);
        }

        @Override
        public void end(Result result, Instant started, Instant finished) {
            if (handling.answers()) {
                outcomes.publish(decision, result, started, finished);
            } else {
                listener.told(decision, result);
            }
        }

        @Override
        public String toString() {
            return "decision %s of %s, %s"
                    .formatted(decision.getDecisionId(), decision.getTenantId(), decision.getState());
        }
    }
}
