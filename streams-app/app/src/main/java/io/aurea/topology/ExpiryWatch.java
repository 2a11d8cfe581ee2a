package io.aurea.topology;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topology.UnreadRecords.Gap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out why the app has passed over offsets, and says and counts what had been deleted before it was read. Thread-safe. */
public final class ExpiryWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final UnreadRecords unread;
    private final Admin admin;
    private final String group;
    private final Thread thread = new Thread(this::watch, "aurea-expiry");
    private volatile boolean closed;

    /**
     * @param admin closed with this
     * @param group that reads
     */
    public ExpiryWatch(UnreadRecords unread, Admin admin, String group) {
        this.unread = unread;
        this.admin = admin;
        this.group = group;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void watch() {
        long looked = System.nanoTime();
        while (!closed) {
            try {
                Set<TopicPartition> begun = unread.awaitBegun(INTERVAL);
                if (!begun.isEmpty()) {
                    begin(begun);
                }
            } catch (InterruptedException stopped) {
                return;
            }
            if (System.nanoTime() - looked >= INTERVAL.toNanos()) {
                look();
                looked = System.nanoTime();
            }
        }
    }

    /**
     * Tasks have begun. How far others had read is asked at once: what the task itself commits later hides a gap before it. A
     * transaction that is open still is waited for.
     */
    void begin(Set<TopicPartition> begun) {
        ListConsumerGroupOffsetsSpec which = new ListConsumerGroupOffsetsSpec().topicPartitions(List.copyOf(begun));
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = ANSWERS.await(admin.listConsumerGroupOffsets(
                            Map.of(group, which), new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata(group));
            Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
            begun.forEach(at -> earliest.put(at, OffsetSpec.earliest()));
            Map<TopicPartition, ListOffsetsResultInfo> starts =
                    ANSWERS.await(admin.listOffsets(earliest).all());
            committed.forEach((at, offset) -> {
                if (offset != null) {
                    unread.began(at, offset.offset(), starts.get(at).offset());
                }
            });
        } catch (RuntimeException unknown) {
            if (!closed) {
                LOG.warn("Whether records of {} expired before they were read is not known", begun, unknown);
            }
        }
    }

    void look() {
        List<Gap> gaps = unread.takeGaps();
        if (gaps.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
        gaps.forEach(gap -> earliest.put(gap.at(), OffsetSpec.earliest()));
        try {
            Map<TopicPartition, ListOffsetsResultInfo> starts =
                    ANSWERS.await(admin.listOffsets(earliest).all());
            gaps.forEach(gap -> told(gap, starts.get(gap.at()).offset()));
        } catch (RuntimeException unknown) {
            // Whatever is thrown from here would end the watch.
            if (closed) {
                return;
            }
            LOG.warn("Whether records expired before they were read is not known; it is asked again", unknown);
            gaps.forEach(unread::add);
        }
    }

    private void told(Gap gap, long start) {
        long deleted = gap.deleted(start);
        if (deleted > 0) {
            unread.expired(gap.at().topic(), deleted);
            LOG.error(
                    "{}: the {} records from offset {} on were deleted before they were read; the app is further behind"
                            + " than the topic's retention.ms or retention.bytes",
                    gap.at(),
                    deleted,
                    gap.from());
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        admin.close(Duration.ofSeconds(1));
    }
}
