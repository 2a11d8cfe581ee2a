package io.aurea.bench;

import io.aurea.topic.TopicSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** Topics for the benchmark only. */
final class BenchTopics {

    /**
     * The values of {@code aurea.observations} on the same partitions, keyed by series, so the DSL needs no
     * repartition.
     */
    static final String BY_SERIES = "bench.observations-by-series";

    /** The DSL's final results. */
    static final String SERIES_WINDOWS = "bench.series-windows";

    static final int PARTITIONS = TopicSettings.PARTITIONS_DEFAULT;

    private BenchTopics() {}

    static List<NewTopic> toCreate() {
        // Event time is long past, and is the timestamp of the DSL's output: retention must not delete it.
        Map<String, String> keepAll = Map.of("retention.ms", "-1");
        return List.of(
                new NewTopic(BY_SERIES, Optional.of(PARTITIONS), Optional.of((short) 1)).configs(keepAll),
                new NewTopic(SERIES_WINDOWS, Optional.of(PARTITIONS), Optional.of((short) 1)).configs(keepAll));
    }
}
