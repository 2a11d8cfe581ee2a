package io.aurea.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/** Writes a workload to the two input topics: the same values in the same order on the same partitions, under two keys. */
final class WorkloadWriter {
    private final String bootstrapServers;
    private final Serializer<Observation> serializer;
    private KafkaException failed;

    WorkloadWriter(String bootstrapServers, Serializer<Observation> serializer) {
        this.bootstrapServers = bootstrapServers;
        this.serializer = serializer;
    }

    /**
     * @param endMs event time of the tick that closes every window
     * @return bytes of all values
     * @throws KafkaException when a record could not be written
     */
    long write(Workload workload, long endMs) {
        long bytes = 0;
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            while (workload.hasNext()) {
                Observation o = workload.next();
                byte[] key = RecordKeys.of(o.getTenantId(), o.getSource()).getBytes(UTF_8);
                byte[] value = serializer.serialize(Topics.OBSERVATIONS.name(), o);
                int partition = Utils.toPositive(Utils.murmur2(key)) % BenchTopics.PARTITIONS;
                send(producer, Topics.OBSERVATIONS.name(), partition, key, value);
                send(
                        producer,
                        BenchTopics.BY_SERIES,
                        partition,
                        workload.seriesKey().getBytes(UTF_8),
                        value);
                bytes += value.length;
            }
            Observation tick = Observation.newBuilder()
                    .setKind(ObservationKind.TICK)
                    .setObservedAt(Instant.ofEpochMilli(endMs))
                    .build();
            byte[] value = serializer.serialize(Topics.OBSERVATIONS.name(), tick);
            for (int partition = 0; partition < BenchTopics.PARTITIONS; partition++) {
                send(producer, Topics.OBSERVATIONS.name(), partition, RecordKeys.NOBODY.getBytes(UTF_8), value);
                send(producer, BenchTopics.BY_SERIES, partition, RecordKeys.NOBODY.getBytes(UTF_8), value);
            }
        }
        synchronized (this) {
            if (failed != null) {
                throw failed;
            }
        }
        return bytes;
    }

    private void send(KafkaProducer<byte[], byte[]> producer, String topic, int partition, byte[] key, byte[] value) {
        producer.send(new ProducerRecord<>(topic, partition, key, value), (metadata, error) -> {
            if (error != null) {
                fail(error);
            }
        });
    }

    private synchronized void fail(Exception error) {
        if (failed == null) {
            failed = new KafkaException("the records could not be written: " + error.getMessage(), error);
        }
    }

    /** The settings of {@code aurea send}. */
    private Map<String, Object> settings() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);
        settings.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 64L * 1024 * 1024);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 20);
        return settings;
    }
}
