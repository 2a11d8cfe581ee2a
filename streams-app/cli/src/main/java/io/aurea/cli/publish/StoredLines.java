package io.aurea.cli.publish;

import io.aurea.topic.Topics;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the lines of one run were stored, a bit for each offset, of at most 2^31 in a partition. Written by the producer's thread, read after its
 * flush.
 */
final class StoredLines {

    private static final class Offsets {
        private final long first;
        private final BitSet after = new BitSet();
        private long last;

        Offsets(long first) {
            this.first = first;
        }

        void add(long offset) {
            last = Math.max(last, offset);
            after.set(Math.toIntExact(offset - first));
        }

        boolean has(long offset) {
            return offset >= first && offset <= last && after.get((int) (offset - first));
        }
    }

    private final Map<Integer, Offsets> byPartition = new TreeMap<>();

    void add(RecordMetadata stored) {
        byPartition
                .computeIfAbsent(stored.partition(), partition -> new Offsets(stored.offset()))
                .add(stored.offset());
    }

    boolean has(int partition, long offset) {
        Offsets offsets = byPartition.get(partition);
        return offsets != null && offsets.has(offset);
    }

    /** Offset of the last line by partition. */
    Map<TopicPartition, Long> last() {
        Map<TopicPartition, Long> last = new HashMap<>();
        byPartition.forEach((partition, offsets) ->
                last.put(new TopicPartition(Topics.OBSERVATIONS.name(), partition), offsets.last));
        return last;
    }
}
