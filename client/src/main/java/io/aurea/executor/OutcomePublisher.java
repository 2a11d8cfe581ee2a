package io.aurea.executor;

import io.aurea.schema.Decision;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers decisions. Thread-safe. */
final class OutcomePublisher {
    private static final Logger LOG = LoggerFactory.getLogger(OutcomePublisher.class);

    private final Producer<String, Outcome> producer;
    private final String executor;
    private final SafeListener listener;

    /** @param executor its name in the outcomes */
    OutcomePublisher(Producer<String, Outcome> producer, String executor, SafeListener listener) {
        this.producer = producer;
        this.executor = executor;
        this.listener = listener;
    }

    /** Sends an outcome; the listener is notified of whether it arrived. */
    void publish(Decision decision, Result result, Instant started, Instant finished) {
        boolean error = result.status() == OutcomeStatus.FAILED || result.status() == OutcomeStatus.TIMED_OUT;
        Outcome outcome = new Outcome(
                decision.getTenantId(),
                decision.getDecisionId(),
                result.status(),
                executor,
                started,
                finished,
                error ? null : result.text(),
                error ? result.text() : null,
                result.details());
        String key = RecordKeys.of(decision.getTenantId(), decision.getDecisionId());
        try {
            producer.send(new ProducerRecord<>(Topics.OUTCOMES.name(), key, outcome), (stored, failed) -> {
                if (failed == null) {
                    listener.answered(decision, outcome);
                } else {
                    lost(key, decision, outcome, failed);
                }
            });
        } catch (KafkaException | IllegalStateException failed) {
            // A record that cannot be serialized or buffered, or a closed producer, throws at once.
            lost(key, decision, outcome, failed);
        }
    }

    private void lost(String key, Decision decision, Outcome outcome, Exception failed) {
        LOG.error(
                "The outcome {} of decision {} was not published: the decision will time out",
                outcome.getStatus(),
                key,
                failed);
        listener.unanswered(decision, outcome, failed);
    }

    /** Sends what was handed over, for at most the given time. */
    void close(Duration limit) {
        producer.close(limit);
    }
}
