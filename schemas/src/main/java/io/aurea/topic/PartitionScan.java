package io.aurea.topic;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads partitions up to the end that they have when the scan begins. */
public final class PartitionScan {
    private static final Duration POLL = Duration.ofMillis(200);

    private PartitionScan() {}

    /**
     * Hands out every record from the first, in the order of each partition.
     *
     * @param consumer of no group; it is assigned these partitions, and stays the caller's to close. With {@code
     *     read_committed} the end is that of the last transaction that has ended
     * @param patience how long no record may come before the end is reached
     * @throws TimeoutException when none comes for longer than that
     * @throws org.apache.kafka.common.KafkaException what the consumer throws
     */
    public static <K, V> void read(
            Consumer<K, V> consumer,
            Collection<TopicPartition> partitions,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<K, V>> to) {
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        readOn(consumer, partitions, patience, to);
    }

    /** The same, of records appended at this time or later. */
    public static <K, V> void readSince(
            Instant since,
            Consumer<K, V> consumer,
            Collection<TopicPartition> partitions,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<K, V>> to) {
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, first) -> {
            if (first != null) {
                consumer.seek(partition, first.offset());
            }
        });
        readOn(consumer, partitions, patience, to);
    }

    private static <K, V> void readOn(
            Consumer<K, V> consumer,
            Collection<TopicPartition> partitions,
            Duration patience,
            java.util.function.Consumer<ConsumerRecord<K, V>> to) {
        Map<TopicPartition, Long> open = new HashMap<>(consumer.endOffsets(partitions));
        long silentSince = System.nanoTime();
        while (true) {
            open.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
            if (open.isEmpty()) {
                return;
            }
            for (ConsumerRecord<K, V> record : consumer.poll(POLL)) {
                Long end = open.get(new TopicPartition(record.topic(), record.partition()));
                if (end != null && record.offset() < end) {
                    to.accept(record);
                }
                silentSince = System.nanoTime();
            }
            if (System.nanoTime() - silentSince > patience.toNanos()) {
                throw new TimeoutException(
                        "no record of " + open.keySet() + " came for " + patience.toSeconds() + " s");
            }
        }
    }
}
