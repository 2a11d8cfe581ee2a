package io.aurea.cli.policy;

import io.aurea.cli.Servers;
import io.aurea.cli.TopicReplay;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Policy;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topics;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/** Reads and publishes policies for a command. Used by one thread. */
public final class PolicyTopic implements AutoCloseable {

    /** How long the brokers may not respond. */
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The producer gives up first, and knows why. */
    private static final BrokerAnswers STORED = new BrokerAnswers(LIMIT.plusSeconds(1));

    private static final String NAME = Topics.POLICIES.name();

    /** Two retries at the registry, for a person who is waiting. */
    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final KafkaClients kafka;
    private final Serde<Policy> serde;
    private final Installation at;
    private final PrintWriter err;

    private PolicyTopic(Installation at, PrintWriter err) {
        this.kafka = at.kafka();
        this.serde = at.serdes(IMPATIENT).value(Topics.POLICIES);
        this.at = at;
        this.err = err;
    }

    /**
     * @param err gets a line for each record in the topic that is not a policy
     * @throws UserError if Kafka does not answer or has no such topic
     */
    public static PolicyTopic open(Installation at, PrintWriter err) {
        Servers.requireTopic(at, NAME);
        return new PolicyTopic(at, err);
    }

    /** The policy published last with this key. */
    public Optional<Policy> present(String key) {
        byte[] wanted = key.getBytes(StandardCharsets.UTF_8);
        List<Policy> published = new ArrayList<>();
        try {
            TopicReplay.read(kafka, "policy", NAME, record -> {
                if (Arrays.equals(wanted, record.key())) {
                    decode(record).ifPresent(published::add);
                }
            });
        } catch (KafkaException failed) {
            throw Servers.failure(at, "reading " + NAME, failed);
        }
        // A key may have moved between partitions, so the greatest version counts, not the last record; of two, the
        // first.
        return published.stream().reduce((last, next) -> next.getVersion() > last.getVersion() ? next : last);
    }

    /** Whether the loop has said anything of this tenant. */
    public boolean hasStatus(String tenant) {
        byte[] wanted = tenant.getBytes(StandardCharsets.UTF_8);
        AtomicBoolean found = new AtomicBoolean();
        try {
            TopicReplay.read(kafka, "policy", Topics.STATUS.name(), record -> {
                if (Arrays.equals(wanted, record.key())) {
                    found.set(record.value() != null);
                }
            });
        } catch (KafkaException failed) {
            throw Servers.failure(at, "reading " + Topics.STATUS, failed);
        }
        return found.get();
    }

    private Optional<Policy> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Optional.ofNullable(serde.deserializer().deserialize(NAME, record.value()));
        } catch (SerializationException notAPolicy) {
            err.println("%s-%d offset %d is not a policy and is skipped: %s"
                    .formatted(NAME, record.partition(), record.offset(), notAPolicy.getMessage()));
            return Optional.empty();
        }
    }

    /**
     * Returns when Kafka has stored it. Of two with the same version the first one counts, and the loop refuses the other.
     *
     * @return empty if this one counts, otherwise the one that does
     */
    public Optional<Policy> publish(Policy policy) {
        RecordMetadata stored = store(policy);
        byte[] key = policy.getTenantId().getBytes(StandardCharsets.UTF_8);
        List<Policy> before = new ArrayList<>();
        try {
            TopicReplay.read(kafka, "policy", NAME, record -> {
                if (record.partition() == stored.partition()
                        && record.offset() < stored.offset()
                        && Arrays.equals(key, record.key())) {
                    decode(record)
                            .filter(earlier -> earlier.getVersion() >= policy.getVersion())
                            .ifPresent(before::add);
                }
            });
        } catch (KafkaException failed) {
            throw Servers.failure(at, "reading " + NAME, failed);
        }
        return before.stream().findFirst();
    }

    private RecordMetadata store(Policy policy) {
        Map<String, Object> settings = kafka.producer(
                "policy",
                Map.of(
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        (int) LIMIT.toMillis(),
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        (int) LIMIT.toMillis() / 2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        LIMIT.toMillis()),
                Map.of(ProducerConfig.ACKS_CONFIG, "all"));
        try (Producer<String, Policy> producer =
                new KafkaProducer<>(settings, new StringSerializer(), serde.serializer())) {
            return STORED.await(producer.send(new ProducerRecord<>(NAME, policy.getTenantId(), policy)));
        } catch (KafkaException failed) {
            throw Servers.failure(at, "publishing " + NAME, failed);
        }
    }

    @Override
    public void close() {
        serde.close();
    }
}
