package io.aurea.backup;

import io.aurea.backup.Manifest.BackedUpTopic;
import io.aurea.backup.Manifest.CommittedOffset;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Each partition is written as it was. */
final class SameLogs implements RestoredLogs {
    private final MovedOffsets moved = new MovedOffsets();

    @Override
    public long write(BackupFile from, LogWriter to) throws IOException {
        long[] records = {0};
        for (BackedUpTopic topic : from.manifest().topics()) {
            for (int p = 0; p < topic.partitions(); p++) {
                TopicPartition partition = new TopicPartition(topic.name(), p);
                from.readRecords(partition, record -> {
                    moved.add(partition, record.offset());
                    to.write(partition, record);
                    records[0]++;
                });
                to.flush();
            }
        }
        return records[0];
    }

    @Override
    public List<CommittedOffset> offsets(List<CommittedOffset> before) {
        return before.stream()
                .map(read -> read.at(read.partition(), moved.of(read.topicPartition(), read.offset())))
                .toList();
    }
}
