package io.aurea.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;

class HandlerExecutorTest {
    private static final Clock CLOCK = Clock.fixed(Dispatched.NOW, ZoneOffset.UTC);

    private final BlockingQueue<String> answered = new LinkedBlockingQueue<>();
    private final AtomicBoolean broken = new AtomicBoolean(true);
    private final SafeListener listener = new SafeListener(new DecisionListener() {
        @Override
        public void answered(Decision decision, Outcome outcome) {
            answered.add(decision.getDecisionId());
            throw new AssertionError("the listener itself is broken");
        }
    });
    /** The class of a library that is missing, say, shows in the first answer only. */
    private final MockProducer<String, Outcome> producer = new MockProducer<>(true, null, null, null) {
        @Override
        public synchronized Future<RecordMetadata> send(ProducerRecord<String, Outcome> outcome, Callback callback) {
            if (broken.getAndSet(false)) {
                throw new NoClassDefFoundError("gone");
            }
            callback.onCompletion(null, null);
            return null;
        }
    };

    @Test
    void shouldGoOnWithATargetWhateverBecameOfTheDecisionBefore() throws InterruptedException {
        HandlerExecutor executor = new HandlerExecutor(3, Duration.ofSeconds(30), CLOCK);
        DecisionClaims claims =
                new DecisionClaims(null, List.of(), new OutcomePublisher(producer, "test", listener), listener);
        HandlerRegistration handling = new HandlerRegistration(
                DecisionState.DISPATCHED, DecisionFilter.ALL, decision -> Result.succeeded("done"));
        for (int n = 1; n <= 3; n++) {
            assertThat(executor.reserve()).isTrue();
            executor.begin(claims.of(handling, Dispatched.decision("7-" + n, "cart")));
        }

        assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("7-2");
        assertThat(answered.poll(20, TimeUnit.SECONDS)).isEqualTo("7-3");
        executor.close(Duration.ofSeconds(20));
        assertThat(executor.full()).as("all places are held by closing").isTrue();
        assertThat(answered).isEmpty();
    }
}
