package io.aurea.command;

import io.aurea.schema.CycleMetrics;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the cycles that are made from now on and tells of the first revision of each. */
final class CycleWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CycleWatch.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long CLOSE_LIMIT_MS = 2_000;

    private final KafkaConsumer<String, CycleMetrics> consumer;
    private final Consumer<CycleMetrics> listener;
    private final Consumer<String> failure;
    private final Thread thread = new Thread(this::watch, "aurea-cycle-watch");

    private CycleWatch(
            KafkaConsumer<String, CycleMetrics> consumer, Consumer<CycleMetrics> listener, Consumer<String> failure) {
        this.consumer = consumer;
        this.listener = listener;
        this.failure = failure;
    }

    /**
     * Starts to watch. Only cycles committed after this returns are told of.
     *
     * @param listener called from the watch's own thread
     * @param failure told, once, why nothing more is told to the listener
     */
    static CycleWatch start(
            KafkaClients clients,
            Deserializer<CycleMetrics> values,
            Consumer<CycleMetrics> listener,
            Consumer<String> failure) {
        Map<String, Object> settings = clients.consumer(
                "cycle-watch",
                Map.of(),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"));
        KafkaConsumer<String, CycleMetrics> consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values);
        List<TopicPartition> partitions = consumer.partitionsFor(Topics.CYCLES.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        // Seeking is lazy; asking for the position makes it happen now.
        partitions.forEach(consumer::position);
        CycleWatch watch = new CycleWatch(consumer, listener, failure);
        watch.thread.setDaemon(true);
        watch.thread.start();
        return watch;
    }

    private void watch() {
        try (consumer) {
            while (true) {
                consumer.poll(POLL).forEach(cycle -> {
                    if (cycle.value() != null && cycle.value().getRevision() == 1) {
                        listener.accept(cycle.value());
                    }
                });
            }
        } catch (WakeupException closing) {
            LOG.debug("cycle watch ends");
        } catch (KafkaException failed) {
            LOG.error("cycles are no longer shown", failed);
            failure.accept("cycles are no longer shown: " + failed.getMessage());
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
