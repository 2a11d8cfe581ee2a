package io.aurea.topic;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Waits for answers to Kafka's clients with a time limit for each, whatever the client's own settings are. Immutable.
 */
public final class BrokerAnswers {

    private final Duration limit;

    /** @param limit for each answer */
    public BrokerAnswers(Duration limit) {
        this.limit = limit;
    }

    /**
     * The answer.
     *
     * @throws TimeoutException if it does not come within the limit
     * @throws InterruptException if the thread is interrupted meanwhile; its interrupt flag stays set
     * @throws KafkaException what the client threw, unchanged
     */
    public <R> R await(Future<R> answer) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof KafkaException known ? known : new KafkaException(failed.getCause());
        } catch (java.util.concurrent.TimeoutException late) {
            throw new TimeoutException("no answer from the brokers within " + limit.toMillis() + " ms", late);
        } catch (InterruptedException interrupted) {
            throw new InterruptException(interrupted);
        }
    }

    /**
     * The answers to the same question about each of these.
     *
     * @throws KafkaException as above; one that denies it also says about which
     */
    public <K, R> Map<K, R> await(Map<K, ? extends Future<R>> answers) {
        Map<K, R> all = new LinkedHashMap<>();
        answers.forEach((about, answer) -> {
            try {
                all.put(about, await(answer));
            } catch (AuthorizationException denied) {
                throw new AuthorizationException(about + ": " + denied.getMessage(), denied);
            }
        });
        return all;
    }
}
