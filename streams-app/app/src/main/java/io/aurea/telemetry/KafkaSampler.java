package io.aurea.telemetry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;

/**
 * The broker's responses and their latency, and the metrics of the stack's own producers and consumers: request
 * latency, records produced and consumed, and each consumer group's lag behind the last stable offsets.
 */
public final class KafkaSampler implements Sampler {

    /** More groups than a stack has; a cluster with thousands would make as many series. */
    private static final int MOST_GROUPS = 50;

    private static final String PRODUCER = "producer-metrics";
    private static final String CONSUMER = "consumer-fetch-manager-metrics";

    private final Supplier<Map<MetricName, ? extends Metric>> clientMetrics;
    private final Admin admin;
    private final int timeoutMs;

    /**
     * @param clientMetrics metrics of the producers and consumers of interest, e.g. {@code KafkaStreams::metrics}
     * @param admin closed by the caller
     * @param timeout how long each of the four requests may take
     */
    public KafkaSampler(Supplier<Map<MetricName, ? extends Metric>> clientMetrics, Admin admin, Duration timeout) {
        this.clientMetrics = clientMetrics;
        this.admin = admin;
        this.timeoutMs = (int) timeout.toMillis();
    }

    @Override
    public String source() {
        return "kafka";
    }

    @Override
    public List<SampledValue> sample() throws InterruptedException {
        List<SampledValue> readings = new ArrayList<>();
        clients(readings);
        long started = System.nanoTime();
        try {
            int brokers = admin.describeCluster(new DescribeClusterOptions().timeoutMs(timeoutMs))
                    .nodes()
                    .get()
                    .size();
            readings.add(SampledValue.succeeded("kafka.describe_cluster", SelfObservation.millisSince(started)));
            readings.add(SampledValue.metric("kafka.brokers", brokers, "1"));
        } catch (ExecutionException failed) {
            readings.add(SampledValue.failed(
                    "kafka.describe_cluster", SelfObservation.millisSince(started), failed.getCause()));
            return readings;
        }
        started = System.nanoTime();
        try {
            lags(readings);
            readings.add(SampledValue.succeeded("kafka.list_offsets", SelfObservation.millisSince(started)));
        } catch (ExecutionException failed) {
            readings.add(
                    SampledValue.failed("kafka.list_offsets", SelfObservation.millisSince(started), failed.getCause()));
        }
        return readings;
    }

    private void clients(List<SampledValue> readings) {
        Map<MetricName, ? extends Metric> metrics = clientMetrics.get();
        values(metrics, PRODUCER, "request-latency-avg")
                .max()
                .ifPresent(latency -> readings.add(SampledValue.metric("kafka.produce_latency_ms", latency, "ms")));
        values(metrics, CONSUMER, "fetch-latency-avg")
                .max()
                .ifPresent(latency -> readings.add(SampledValue.metric("kafka.fetch_latency_ms", latency, "ms")));
        rate(readings, metrics, PRODUCER, "record-send-rate", "kafka.records_produced_per_second");
        rate(readings, metrics, PRODUCER, "record-error-rate", "kafka.produce_errors_per_second");
        rate(readings, metrics, CONSUMER, "records-consumed-rate", "kafka.records_consumed_per_second");
        rate(readings, metrics, CONSUMER, "fetch-rate", "kafka.fetches_per_second");
    }

    private static void rate(
            List<SampledValue> readings,
            Map<MetricName, ? extends Metric> metrics,
            String group,
            String metric,
            String name) {
        double[] rates = values(metrics, group, metric).toArray();
        if (rates.length > 0) {
            readings.add(SampledValue.metric(name, DoubleStream.of(rates).sum(), "1/s"));
        }
    }

    /** The metric's value for each client, without those that have none yet (NaN). */
    private static DoubleStream values(Map<MetricName, ? extends Metric> metrics, String group, String name) {
        return metrics.entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(group)
                        && metric.getKey().name().equals(name)
                        // The same names exist per topic and per partition.
                        && !metric.getKey().tags().containsKey("topic"))
                .map(metric -> metric.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .filter(Double::isFinite);
    }

    private void lags(List<SampledValue> readings) throws ExecutionException, InterruptedException {
        Map<String, ListConsumerGroupOffsetsSpec> wanted = new HashMap<>();
        groups().forEach(group -> wanted.put(group, new ListConsumerGroupOffsetsSpec()));
        if (wanted.isEmpty()) {
            return;
        }
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = admin.listConsumerGroupOffsets(
                        wanted, new ListConsumerGroupOffsetsOptions().timeoutMs(timeoutMs))
                .all()
                .get();
        Map<TopicPartition, ListOffsetsResultInfo> ends = ends(committed.values());
        committed.forEach((group, offsets) -> {
            long lag = 0;
            boolean any = false;
            for (Map.Entry<TopicPartition, OffsetAndMetadata> offset : offsets.entrySet()) {
                if (offset.getValue() != null) {
                    any = true;
                    lag += Math.max(
                            0,
                            ends.get(offset.getKey()).offset()
                                    - offset.getValue().offset());
                }
            }
            if (any) {
                readings.add(SampledValue.metric("kafka.consumer_lag." + nameOf(group), lag, "1"));
            }
        });
    }

    private List<String> groups() throws ExecutionException, InterruptedException {
        Collection<GroupListing> all = admin.listGroups(new ListGroupsOptions().timeoutMs(timeoutMs))
                .all()
                .get();
        return all.stream()
                // Share groups have no offsets to lag behind; Connect's own group of workers reads nothing.
                .filter(group -> group.type().filter(GroupType.SHARE::equals).isEmpty())
                .filter(group -> !group.protocol().equals("connect"))
                .map(GroupListing::groupId)
                .sorted()
                .limit(MOST_GROUPS)
                .toList();
    }

    private Map<TopicPartition, ListOffsetsResultInfo> ends(
            Collection<Map<TopicPartition, OffsetAndMetadata>> committed)
            throws ExecutionException, InterruptedException {
        Set<TopicPartition> partitions = new HashSet<>();
        committed.forEach(offsets -> partitions.addAll(offsets.keySet()));
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        return admin.listOffsets(wanted, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED).timeoutMs(timeoutMs))
                .all()
                .get();
    }

    /** A group's name may contain any character; a series' name may not. */
    private static String nameOf(String group) {
        String clean = group.replaceAll("[^A-Za-z0-9._:-]", "_");
        return clean.length() <= 100 ? clean : clean.substring(0, 100);
    }
}
