package io.aurea.bench;

import io.aurea.schema.LoopEvent;
import io.aurea.schema.Trend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.WindowedSerdes;

/**
 * Sums the windows that an arm has written and committed, by series and pass.
 *
 * <p>A window does not say which pass wrote it. So the first result for each window goes into the first sum, the second
 * into the next, and so on: if every pass wrote every window once and correctly, there are as many sums as passes, all
 * equal.
 */
final class WrittenTotals {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    WrittenTotals(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** One series in one window. */
    private record Closed(String series, long windowStartMs, SeriesTotals totals) {}

    @FunctionalInterface
    private interface Reading {
        Optional<Closed> of(ConsumerRecord<byte[], byte[]> written);
    }

    /** The sums of the trends in {@code aurea.loop} from these offsets on. */
    List<Map<String, SeriesTotals>> ofTrends(Map<TopicPartition, Long> from, Deserializer<LoopEvent> deserializer) {
        return sum(from, written -> {
            Object event =
                    deserializer.deserialize(written.topic(), written.value()).getEvent();
            return event instanceof Trend t
                    ? Optional.of(new Closed(
                            t.getTenantId() + '/' + t.getSource() + '/' + t.getName(),
                            t.getWindowStart().toEpochMilli(),
                            new SeriesTotals(t.getCount(), t.getAttempts(), t.getSuccesses())))
                    : Optional.empty();
        });
    }

    /** The sums of the DSL's results from these offsets on. */
    List<Map<String, SeriesTotals>> ofDsl(Map<TopicPartition, Long> from, long windowMs) {
        Deserializer<Windowed<String>> keys =
                WindowedSerdes.timeWindowedSerdeFrom(String.class, windowMs).deserializer();
        return sum(from, written -> {
            Windowed<String> key = keys.deserialize(written.topic(), written.key());
            return Optional.of(new Closed(
                    key.key(),
                    key.window().start(),
                    SeriesAggregate.decode(written.value()).totals()));
        });
    }

    private List<Map<String, SeriesTotals>> sum(Map<TopicPartition, Long> from, Reading reading) {
        List<Map<String, SeriesTotals>> sums = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(from.keySet());
            from.forEach(consumer::seek);
            Map<TopicPartition, Long> ends = consumer.endOffsets(from.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> written : consumer.poll(POLL)) {
                    reading.of(written).ifPresent(closed -> {
                        int times = seen.merge(closed.series() + '@' + closed.windowStartMs(), 1, Integer::sum);
                        if (times > sums.size()) {
                            sums.add(new HashMap<>());
                        }
                        sums.get(times - 1).merge(closed.series(), closed.totals(), SeriesTotals::plus);
                    });
                }
            }
        }
        return sums;
    }

    /** The topic's current end offsets. */
    Map<TopicPartition, Long> ends(String topic) {
        List<TopicPartition> partitions = IntStream.range(0, BenchTopics.PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            return consumer.endOffsets(partitions);
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }
}
