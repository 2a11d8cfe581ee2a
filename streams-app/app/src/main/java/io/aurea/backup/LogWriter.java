package io.aurea.backup;

import io.aurea.backup.PartitionFile.BackedUpRecord;
import io.aurea.serde.WireFormat;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes backed up records, with the ids that their schemas have here. Not thread-safe. */
final class LogWriter implements AutoCloseable {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(90));
    private static final Set<String> CATALOGUE =
            Topics.ALL.stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    /** A record was accepted once; what the brokers take is their business. */
    private static final int LARGEST_REQUEST = 128 << 20;

    private static final int MOST_UNANSWERED = 10_000;

    private final Map<Integer, Integer> ids;
    private final Producer<byte[], byte[]> producer;
    private final List<Future<RecordMetadata>> unanswered = new ArrayList<>();

    /** @param ids of schemas here, by those in the backup */
    LogWriter(KafkaClients kafka, Map<Integer, Integer> ids) {
        this.ids = ids;
        this.producer = new KafkaProducer<>(
                kafka.producer(
                        "restore",
                        Map.of(ProducerConfig.LINGER_MS_CONFIG, 20),
                        Map.of(
                                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                true,
                                ProducerConfig.ACKS_CONFIG,
                                "all",
                                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                LARGEST_REQUEST)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @throws org.apache.kafka.common.KafkaException when this or an earlier record was refused */
    void write(TopicPartition partition, BackedUpRecord record) {
        unanswered.add(producer.send(new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                record.timestamp() < 0 ? null : record.timestamp(),
                record.key(),
                withId(partition.topic(), record.value()),
                record.headers())));
        if (unanswered.size() == MOST_UNANSWERED) {
            flush();
        }
    }

    /** Returns when all of them are written. */
    void flush() {
        producer.flush();
        unanswered.forEach(ANSWERS::await);
        unanswered.clear();
    }

    private byte[] withId(String topic, byte[] value) {
        if (value != null && CATALOGUE.contains(topic) && WireFormat.hasHeader(value)) {
            Integer id = ids.get(WireFormat.schemaId(value));
            if (id != null) {
                WireFormat.writeHeader(value, id);
            }
        }
        return value;
    }

    @Override
    public void close() {
        producer.close();
    }
}
