package io.aurea.cli.stack;

import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads everything written to a topic from now on. What cannot be read is said and passed over. */
final class TopicWatch<V> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long CLOSE_LIMIT_MS = 2_000;

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Deserializer<V> values;
    private final Consumer<V> listener;
    private final Consumer<String> failure;
    private final Thread thread = new Thread(this::watch, "aurea-topic-watch");

    private TopicWatch(
            String topic,
            KafkaConsumer<byte[], byte[]> consumer,
            Deserializer<V> values,
            Consumer<V> listener,
            Consumer<String> failure) {
        this.topic = topic;
        this.consumer = consumer;
        this.values = values;
        this.listener = listener;
        this.failure = failure;
    }

    /**
     * Starts to watch. Reports only records committed after this returns, and no tombstones.
     *
     * @param listener called from the watch's own thread
     * @param failure told of each record that cannot be read, and once, with the reason, when the watch fails
     */
    static <V> TopicWatch<V> start(
            KafkaClients clients,
            Topic<V> topic,
            Deserializer<V> values,
            Consumer<V> listener,
            Consumer<String> failure) {
        Map<String, Object> settings = clients.consumer(
                "watch-" + topic.name(),
                Map.of(),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"));
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy; asking for the position makes it happen now.
        partitions.forEach(consumer::position);
        TopicWatch<V> watch = new TopicWatch<>(topic.name(), consumer, values, listener, failure);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(this::show);
            }
        } catch (WakeupException closing) {
            LOG.debug("stopped watching {}", topic);
        } catch (KafkaException failed) {
            LOG.error("{} is no longer shown", topic, failed);
            failure.accept(topic + " is no longer shown: " + failed.getMessage());
        }
    }

    private void show(ConsumerRecord<byte[], byte[]> record) {
        try {
            V value = values.deserialize(topic, record.value());
            if (value != null) {
                listener.accept(value);
            }
        } catch (RuntimeException unreadable) {
            LOG.warn("{}-{} offset {} is not shown", topic, record.partition(), record.offset(), unreadable);
            failure.accept("%s-%d offset %d is not shown: %s"
                    .formatted(topic, record.partition(), record.offset(), unreadable.getMessage()));
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join(CLOSE_LIMIT_MS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
