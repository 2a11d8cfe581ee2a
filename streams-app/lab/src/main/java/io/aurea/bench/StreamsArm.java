package io.aurea.bench;

import io.aurea.app.AppSettings;
import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** A topology with the app's settings. Done when the offsets behind the last records are committed. */
final class StreamsArm implements BenchArm {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(60));

    private final String applicationId;
    private final Map<TopicPartition, Long> ends;
    private final Admin admin;
    private final KafkaStreams streams;
    /** Looked up once: there are hundreds of metrics, and the counts are polled constantly. */
    private final List<Metric> consumedTotals;

    private volatile Throwable failure;

    /** @param ends end offsets of the input partitions */
    StreamsArm(AppSettings settings, Topology topology, Map<TopicPartition, Long> ends) {
        this.applicationId = settings.applicationId();
        this.ends = ends;
        this.admin = Admin.create(settings.serdes());
        this.streams = new KafkaStreams(topology, new StreamsConfig(settings.streams()));
        streams.setUncaughtExceptionHandler(error -> {
            failure = error;
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        this.consumedTotals = streams.metrics().entrySet().stream()
                .filter(entry -> isConsumedTotal(entry.getKey()))
                .<Metric>map(Map.Entry::getValue)
                .toList();
    }

    @Override
    public void start() {
        streams.start();
    }

    /** As counted by the stream threads' consumers, ahead of the processors by what is buffered. */
    @Override
    public long consumed() {
        return (long) consumedTotals.stream()
                .mapToDouble(total -> (double) total.metricValue())
                .sum();
    }

    private static boolean isConsumedTotal(MetricName name) {
        String client = name.tags().get("client-id");
        return name.name().equals("records-consumed-total")
                && name.group().equals("consumer-fetch-manager-metrics")
                && !name.tags().containsKey("topic")
                && client.endsWith("-consumer")
                && !client.endsWith("-restore-consumer");
    }

    @Override
    public boolean done(long records) {
        if (consumed() < records) {
            return false;
        }
        Map<TopicPartition, OffsetAndMetadata> committed =
                ANSWERS.await(admin.listConsumerGroupOffsets(applicationId).partitionsToOffsetAndMetadata());
        return ends.entrySet().stream().allMatch(end -> {
            OffsetAndMetadata offset = committed.get(end.getKey());
            return offset != null && offset.offset() >= end.getValue();
        });
    }

    @Override
    public Throwable failure() {
        return failure;
    }

    @Override
    public void close() {
        streams.close(Duration.ofSeconds(30));
        admin.close(Duration.ofSeconds(1));
    }
}
