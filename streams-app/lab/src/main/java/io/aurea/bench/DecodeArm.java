package io.aurea.bench;

import io.aurea.app.AppSettings;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Consumer and Avro decoding only: as many consumers as the app has stream threads, with the settings of the app's, each
 * on its share of the partitions. Every value becomes an {@code Observation}.
 */
final class DecodeArm implements BenchArm {
    private static final Duration POLL = Duration.ofMillis(100);

    private final List<PartitionReader> readers = new ArrayList<>();
    private final LongAdder consumed = new LongAdder();
    private volatile boolean closed;
    private volatile Throwable failure;

    DecodeArm(AppSettings settings) {
        StreamsConfig streams = new StreamsConfig(settings.streams());
        TopicSerdes serdes = new TopicSerdes(settings.serdes(), RegistryClient.create(settings.serdes()));
        int threads = streams.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG);
        for (int number = 0; number < threads; number++) {
            List<TopicPartition> share = new ArrayList<>();
            for (int partition = number; partition < BenchTopics.PARTITIONS; partition += threads) {
                share.add(new TopicPartition(Topics.OBSERVATIONS.name(), partition));
            }
            // A restore consumer's settings are those of the app's consumers without the group.
            Map<String, Object> consumer = streams.getRestoreConsumerConfigs("bench-decode-" + number);
            consumer.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            readers.add(new PartitionReader(
                    consumer, share, serdes.value(Topics.OBSERVATIONS).deserializer()));
        }
    }

    /** One thread with its consumer. */
    private final class PartitionReader extends Thread {
        private final Map<String, Object> settings;
        private final List<TopicPartition> share;
        private final Deserializer<Observation> deserializer;
        private long count;
        private long attempts;
        private long successes;

        PartitionReader(
                Map<String, Object> settings, List<TopicPartition> share, Deserializer<Observation> deserializer) {
            super("bench-decode");
            this.settings = settings;
            this.share = share;
            this.deserializer = deserializer;
        }

        @Override
        public void run() {
            try (KafkaConsumer<byte[], byte[]> consumer =
                    new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
                consumer.assign(share);
                while (!closed) {
                    ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                    for (ConsumerRecord<byte[], byte[]> record : records) {
                        count(deserializer.deserialize(record.topic(), record.value()));
                    }
                    consumed.add(records.count());
                }
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        private void count(Observation o) {
            if (o.getKind() == ObservationKind.TICK) {
                return;
            }
            count++;
            Boolean success = o.getSuccess();
            if (success != null) {
                attempts++;
                if (success) {
                    successes++;
                }
            }
        }
    }

    @Override
    public void start() {
        readers.forEach(Thread::start);
    }

    @Override
    public long consumed() {
        return consumed.sum();
    }

    @Override
    public boolean done(long records) {
        return consumed.sum() >= records;
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        closed = true;
        for (PartitionReader reader : readers) {
            try {
                reader.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Call it once closed. */
    @Override
    public SeriesTotals decoded() {
        return readers.stream()
                .map(r -> new SeriesTotals(r.count, r.attempts, r.successes))
                .reduce(SeriesTotals.NONE, SeriesTotals::plus);
    }
}
