package io.aurea.status;

import io.aurea.connector.ShippedConnector;
import io.aurea.topic.BrokerAnswers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lag of the PostgreSQL sink, read every {@link #INTERVAL} from its stored offsets. While unknown, the metric is
 * absent, not zero.
 */
final class SinkLag implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SinkLag.class);
    private static final Duration INTERVAL = Duration.ofSeconds(15);
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(5));

    private final Admin admin;
    private final Database database;
    private final MultiGauge gauge;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "aurea-sink-lag");
        thread.setDaemon(true);
        return thread;
    });
    private boolean known = true;

    /** @param admin closed with this */
    SinkLag(Admin admin, Database database, MeterRegistry registry) {
        this.admin = admin;
        this.database = database;
        this.gauge = MultiGauge.builder("aurea.sink.lag")
                .description("Records that the PostgreSQL sink has not stored yet; absent while that is not known.")
                .register(registry);
    }

    void start() {
        timer.scheduleWithFixedDelay(this::read, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void read() {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        try {
            Map<TopicPartition, Long> stored = database.sinkOffsets(ShippedConnector.POSTGRES_SINK.connectorName());
            ends().forEach((p, end) -> rows.add(MultiGauge.Row.of(
                    Tags.of("topic", p.topic(), "partition", Integer.toString(p.partition())),
                    Math.max(0, end - stored.getOrDefault(p, 0L)))));
            known = true;
        } catch (InterruptException ended) {
            LOG.debug("The reading of the sink's lag ends");
        } catch (SQLException | KafkaException e) {
            if (known) {
                LOG.warn("The lag of the sink is not known: {}", e.toString());
            }
            known = false;
        }
        gauge.register(rows, true);
    }

    private Map<TopicPartition, Long> ends() {
        List<String> topics = Arrays.asList(
                ShippedConnector.POSTGRES_SINK.config().get("topics").split(","));
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        ANSWERS.await(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> description
                .partitions()
                .forEach(p -> latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        ANSWERS.await(admin.listOffsets(latest).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        admin.close(Duration.ofSeconds(1));
    }
}
