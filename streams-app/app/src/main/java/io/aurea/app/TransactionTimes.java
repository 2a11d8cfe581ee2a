package io.aurea.app;

import io.aurea.registry.RegistryConfig;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.streams.StreamsConfig;

/** What must not outlast a transaction, which the brokers then abort: its work would be read again for ever. */
final class TransactionTimes {
    private static final List<String> DEADLINES =
            List.of(RegistryConfig.DEADLINE_CONFIG, RegistryConfig.PREFIX + RegistryConfig.DEADLINE_CONFIG);

    private final Map<String, Object> given;
    private final Map<String, Object> streams;

    /**
     * @param given what the user has set
     * @param streams what Kafka Streams gets
     */
    TransactionTimes(Map<String, Object> given, Map<String, Object> streams) {
        this.given = given;
        this.streams = streams;
    }

    /** How long a transaction may be open. */
    Duration transaction() {
        return Duration.ofMillis(first(
                10_000,
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG),
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG));
    }

    private long mostForRegistryMs() {
        return transaction().toMillis() / 2;
    }

    /** @throws ConfigException naming the key, its value and what is allowed */
    void requireThatTheyFit() {
        for (String key : DEADLINES) {
            if (given.get(key) != null) {
                Range.between(0, mostForRegistryMs())
                        .ensureValid(
                                key + " (at most half of transaction.timeout.ms)",
                                ConfigDef.parseType(key, given.get(key), Type.LONG));
            }
        }
        long pollMs = first(
                300_000,
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG),
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);
        if (pollMs < transaction().toMillis()) {
            throw new ConfigException(
                    ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                    pollMs,
                    "must be at least transaction.timeout.ms, " + transaction().toMillis());
        }
    }

    /** The settings with a deadline for questions to the registry: where none is given, or 0, half of a transaction. */
    Map<String, Object> withDeadline(Map<String, Object> settings) {
        Map<String, Object> with = new HashMap<>(settings);
        with.putIfAbsent(RegistryConfig.DEADLINE_CONFIG, mostForRegistryMs());
        for (String key : DEADLINES) {
            with.computeIfPresent(
                    key, (k, deadline) -> deadline.toString().equals("0") ? (Object) mostForRegistryMs() : deadline);
        }
        return with;
    }

    /** The number under the first of these keys. */
    private long first(long otherwise, String... keys) {
        for (String key : keys) {
            if (streams.get(key) != null) {
                return (Long) ConfigDef.parseType(key, streams.get(key).toString(), Type.LONG);
            }
        }
        return otherwise;
    }
}
