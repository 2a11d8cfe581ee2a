package io.aurea.sink;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a worker gives a task, with everything recorded for the test. */
final class FakeContext implements SinkTaskContext {

    record Report(SinkRecord sinkRecord, String reason) {}

    final Map<TopicPartition, Long> offsets = new HashMap<>();
    final List<Long> timeouts = new ArrayList<>();
    final List<Report> reports = new ArrayList<>();
    private final boolean withReporter;

    FakeContext(boolean withReporter) {
        this.withReporter = withReporter;
    }

    @Override
    public ErrantRecordReporter errantRecordReporter() {
        return withReporter ? this::report : null;
    }

    private CompletableFuture<Void> report(SinkRecord sinkRecord, Throwable error) {
        reports.add(new Report(sinkRecord, error.getMessage()));
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public Map<String, String> configs() {
        return Map.of();
    }

    @Override
    public void offset(Map<TopicPartition, Long> wanted) {
        offsets.putAll(wanted);
    }

    @Override
    public void offset(TopicPartition partition, long offset) {
        offsets.put(partition, offset);
    }

    @Override
    public void timeout(long timeoutMs) {
        timeouts.add(timeoutMs);
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.of();
    }

    @Override
    public void pause(TopicPartition... partitions) {}

    @Override
    public void resume(TopicPartition... partitions) {}

    @Override
    public void requestCommit() {}

    @Override
    public PluginMetrics pluginMetrics() {
        return null;
    }
}
