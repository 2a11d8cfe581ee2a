package io.aurea.topology;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topology.UnreadRecords.Gap;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
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
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread watch = new Thread(work, "aurea-expiry");
        watch.setDaemon(true);
        return watch;
    });

    /** @param admin closed with this */
    public ExpiryWatch(UnreadRecords unread, Admin admin) {
        this.unread = unread;
        this.admin = admin;
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
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
            if (thread.isShutdown()) {
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
        thread.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
