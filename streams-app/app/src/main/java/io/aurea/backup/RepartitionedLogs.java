package io.aurea.backup;

import io.aurea.backup.Manifest.BackedUpTopic;
import io.aurea.backup.Manifest.CommittedOffset;
import io.aurea.backup.PartitionFile.BackedUpRecord;
import io.aurea.state.PartitionedEntries;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topics;
import io.aurea.topology.StoreRepartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;

/**
 * Each record goes to the partition that its key has among another number of them, and each entry of the state with its tenant.
 * No group may have anything left to read: an offset says nothing about a log in another order.
 */
final class RepartitionedLogs implements RestoredLogs {
    private static final String CHANGELOG = "-changelog";
    private static final List<Header> NO_HEADERS = List.of();

    private final int partitions;
    private final Map<String, PartitionedEntries> changelogs;
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    private RepartitionedLogs(int partitions, Map<String, PartitionedEntries> changelogs) {
        this.partitions = partitions;
        this.changelogs = changelogs;
    }

    /**
     * Looks through the backup, and changes nothing.
     *
     * @throws BackupException if a group has something left to read
     * @throws IllegalStateException if something in the state is under way
     */
    static RepartitionedLogs of(BackupFile from, String applicationId, int partitions) throws IOException {
        MovedOffsets moved = new MovedOffsets();
        Map<String, PartitionedEntries> changelogs = new TreeMap<>();
        for (BackedUpTopic topic : from.manifest().topics()) {
            PartitionedEntries entries = new PartitionedEntries(topic.partitions());
            boolean changelog = topic.name().endsWith(CHANGELOG);
            for (int p = 0; p < topic.partitions(); p++) {
                TopicPartition partition = new TopicPartition(topic.name(), p);
                from.readRecords(partition, record -> {
                    moved.add(partition, record.offset());
                    if (changelog) {
                        entries.put(partition.partition(), record.key(), record.value());
                    }
                });
            }
            if (changelog) {
                String store = topic.name()
                        .substring(applicationId.length() + 1, topic.name().length() - CHANGELOG.length());
                changelogs.put(topic.name(), StoreRepartition.of(store, entries, partitions));
            }
        }
        requireAllRead(from.manifest(), moved);
        return new RepartitionedLogs(partitions, changelogs);
    }

    /** A group that reads a topic has read all of it, also partitions of which it has no offset because they were empty. */
    private static void requireAllRead(Manifest manifest, MovedOffsets moved) {
        Map<String, Long> read = new HashMap<>();
        Map<String, CommittedOffset> one = new TreeMap<>();
        for (CommittedOffset offset : manifest.offsets()) {
            String key = offset.group() + '#' + offset.topic();
            read.merge(key, moved.of(offset.topicPartition(), offset.offset()), Long::sum);
            one.put(key, offset);
        }
        one.forEach((key, offset) -> {
            long all = 0;
            for (int p = 0; p < manifest.partitionsOf(offset.topic()); p++) {
                all += moved.end(new TopicPartition(offset.topic(), p));
            }
            long left = all - read.get(key);
            if (left > 0) {
                throw new BackupException("group %s has %d records of %s left to read; allowed: none of any topic"
                        .formatted(offset.group(), left, offset.topic()));
            }
        });
    }

    @Override
    public long write(BackupFile from, LogWriter to) throws IOException {
        long[] records = {0};
        for (BackedUpTopic topic : from.manifest().topics()) {
            PartitionedEntries entries = changelogs.get(topic.name());
            if (entries != null) {
                records[0] += write(topic.name(), entries, to);
                continue;
            }
            for (int p = 0; p < topic.partitions(); p++) {
                from.readRecords(new TopicPartition(topic.name(), p), record -> {
                    if (!isWatermark(topic.name(), record)) {
                        write(new TopicPartition(topic.name(), partitionOf(topic.name(), record)), record, to);
                        records[0]++;
                    }
                });
            }
            to.flush();
        }
        return records[0];
    }

    private long write(String topic, PartitionedEntries entries, LogWriter to) {
        long[] records = {0};
        for (int p = 0; p < entries.count(); p++) {
            TopicPartition partition = new TopicPartition(topic, p);
            entries.forEach(p, (key, value) -> {
                write(partition, new BackedUpRecord(0, 0, key, value, NO_HEADERS), to);
                records[0]++;
            });
        }
        to.flush();
        return records[0];
    }

    private void write(TopicPartition partition, BackedUpRecord record, LogWriter to) {
        to.write(partition, record);
        ends.merge(partition, 1L, Long::sum);
    }

    /** One of a partition that is not there any more would be waited for. */
    private static boolean isWatermark(String topic, BackedUpRecord record) {
        return topic.equals(Topics.LOOP.name())
                && RecordKeys.tenantOf(text(record.key())).equals(RecordKeys.NOBODY);
    }

    private int partitionOf(String topic, BackedUpRecord record) {
        if (record.key() == null) {
            return 0;
        }
        boolean byKey = topic.equals(Topics.OBSERVATIONS.name()) || topic.equals(Topics.DEAD_LETTERS.name());
        return byKey
                ? StoreRepartition.ofKey(record.key(), partitions)
                : StoreRepartition.ofTenant(text(record.key()), partitions);
    }

    private static String text(byte[] key) {
        return new String(key, StandardCharsets.UTF_8);
    }

    @Override
    public List<CommittedOffset> offsets(List<CommittedOffset> before) {
        Map<String, List<CommittedOffset>> read = new TreeMap<>();
        before.forEach(offset -> read.computeIfAbsent(offset.group() + '#' + offset.topic(), k -> new ArrayList<>())
                .add(offset));
        List<CommittedOffset> after = new ArrayList<>();
        for (List<CommittedOffset> ofTopic : read.values()) {
            for (int p = 0; p < partitions; p++) {
                CommittedOffset old = ofTopic.get(p % ofTopic.size());
                after.add(old.at(p, ends.getOrDefault(new TopicPartition(old.topic(), p), 0L)));
            }
        }
        return after;
    }
}
