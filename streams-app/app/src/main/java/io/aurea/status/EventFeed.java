package io.aurea.status;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the {@link EventBuffer} with records committed to the topics of cycles, patterns, goals, decisions and
 * learnings from now on, for every tenant, so that any instance streams all events. When Kafka fails it goes on after a
 * while, where it was. A record that is no event is counted, logged and passed over.
 */
final class EventFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final Duration POLL = Duration.ofSeconds(1);
    private static final long PAUSE_MS = 5_000;

    /** Of the registry at one record; then others have their turn. */
    private static final int MOST_OUTAGES = 4;

    private record Source(String type, Deserializer<?> values, Function<SpecificRecord, ObjectNode> shown) {}

    private final KafkaClients clients;
    private final EventBuffer log;
    private final Map<String, Source> sources = new HashMap<>();
    private final Map<TopicPartition, Long> read = new HashMap<>();
    private final LongAdder unreadable = new LongAdder();
    private final Thread thread = new Thread(this::run, "aurea-events");
    private int outages;
    private volatile boolean closed;
    private volatile Consumer<byte[], byte[]> consumer;

    EventFeed(KafkaClients clients, TopicSerdes serdes, EventBuffer log) {
        this.clients = clients;
        this.log = log;
        add(serdes, Topics.CYCLES, "cycle", RecordJson::of);
        add(serdes, Topics.PATTERNS, "pattern", RecordJson::of);
        add(serdes, Topics.GOALS, "goal", RecordJson::of);
        add(serdes, Topics.INCIDENTS, "incident", RecordJson::summary);
        add(serdes, Topics.DECISIONS, "decision", RecordJson::summary);
        add(serdes, Topics.LEARNINGS, "learning", RecordJson::of);
    }

    private <V extends SpecificRecord> void add(
            TopicSerdes serdes, Topic<V> topic, String type, Function<V, ObjectNode> shown) {
        sources.put(
                topic.name(),
                new Source(
                        type,
                        serdes.value(topic).deserializer(),
                        record -> shown.apply(topic.valueClass().cast(record))));
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                follow();
            } catch (WakeupException | InterruptException ended) {
                return;
            } catch (RuntimeException failed) {
                LOG.warn("The stream of events is interrupted for {} ms: {}", PAUSE_MS, failed.toString());
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE_MS);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    private void follow() {
        Map<String, Object> settings = clients.consumer(
                "events",
                Map.of(),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"));
        try (Consumer<byte[], byte[]> from =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer = from;
            if (closed) {
                return;
            }
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : sources.keySet()) {
                for (PartitionInfo p : from.partitionsFor(topic)) {
                    partitions.add(new TopicPartition(topic, p.partition()));
                }
            }
            from.assign(partitions);
            // After an interruption, where it was.
            from.seekToEnd(partitions);
            for (TopicPartition partition : partitions) {
                Long next = read.get(partition);
                if (next != null) {
                    from.seek(partition, next);
                }
                read.put(partition, from.position(partition));
            }
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : from.poll(POLL)) {
                    tell(record);
                    read.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
                }
            }
        } finally {
            consumer = null;
        }
    }

    private void tell(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        Source source = sources.get(record.topic());
        try {
            SpecificRecord value = (SpecificRecord) source.values().deserialize(record.topic(), record.value());
            log.add(source.type(), tenantOf(value), source.shown().apply(value).toString());
        } catch (RetriableException outage) {
            if (++outages < MOST_OUTAGES) {
                throw outage;
            }
            passOver(record, outage);
        } catch (RuntimeException noEvent) {
            passOver(record, noEvent);
        }
        outages = 0;
    }

    private void passOver(ConsumerRecord<byte[], byte[]> record, RuntimeException noEvent) {
        unreadable.increment();
        LOG.warn(
                "{} partition {} offset {} is not an event: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                noEvent.toString());
    }

    /** Records that were no event. */
    long unreadable() {
        return unreadable.sum();
    }

    static String tenantOf(SpecificRecord record) {
        if (record instanceof CycleMetrics cycle) {
            return cycle.getTenantId();
        } else if (record instanceof Pattern pattern) {
            return pattern.getTenantId();
        } else if (record instanceof Goal goal) {
            return goal.getTenantId();
        } else if (record instanceof Decision decision) {
            return decision.getTenantId();
        }
        return ((Learning) record).getTenantId();
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> now = consumer;
        if (now != null) {
            now.wakeup();
        }
        thread.interrupt();
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
