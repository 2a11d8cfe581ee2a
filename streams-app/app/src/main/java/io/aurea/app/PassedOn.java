package io.aurea.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.streams.StreamsConfig;

/** What of the app's settings goes on to Kafka Streams, its clients and the registry's client. */
final class PassedOn {
    /** What belongs to other parts of the installation. */
    private static final List<String> OTHERS = List.of("jdbc.", "connect.", "topics.", "http.", "behind.");

    /** The app's own, but Kafka Streams' or the registry client's too. */
    private static final Set<String> SHARED = Set.of(
            AppSettings.BOOTSTRAP_SERVERS_CONFIG,
            AppSettings.SCHEMA_REGISTRY_URL_CONFIG,
            AppSettings.APPLICATION_ID_CONFIG,
            AppSettings.GROUP_PROTOCOL_CONFIG,
            AppSettings.GROUP_INSTANCE_ID_CONFIG,
            AppSettings.NUM_STANDBY_REPLICAS_CONFIG,
            AppSettings.PROCESSING_GUARANTEE_CONFIG);

    private final AppSettings app;

    PassedOn(AppSettings app) {
        this.app = app;
    }

    Map<String, Object> toClients() {
        Map<String, Object> settings = new HashMap<>(app.originals());
        settings.keySet()
                .removeIf(key -> AppSettings.DEFINITION.names().contains(key) && !SHARED.contains(key)
                        || OTHERS.stream().anyMatch(key::startsWith));
        return settings;
    }

    Map<String, Object> toStreams() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        settings.put(StreamsConfig.producerPrefix("compression.type"), "lz4");
        // Trends and changed series come in bursts, when a window closes and with each commit: in few large requests.
        settings.put(StreamsConfig.producerPrefix("batch.size"), 131_072);
        // A dead letter is larger than its source by the headers that tell why.
        settings.put(StreamsConfig.producerPrefix("max.request.size"), 2_097_152);
        // One tenant's cycle is not cut: it may have tens of thousands of series, on a busy machine.
        if (!app.originals().containsKey("transaction.timeout.ms")) {
            settings.put(StreamsConfig.producerPrefix("transaction.timeout.ms"), 20_000);
        }
        settings.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        // A commit writes every series that changed since the last one, and two transactions. A second at most, twice
        // on the way to a cycle, is little beside a window and its grace.
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 1_000);
        // Kafka Streams need not look at all partitions of a task before each record: no order across topics is asked.
        settings.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, -1L);
        settings.putAll(toClients());
        if (app.groupProtocol().equals("streams")) {
            // There it is a setting of the group, see StreamsGroup, and Kafka Streams warns of one of ours.
            settings.remove(AppSettings.NUM_STANDBY_REPLICAS_CONFIG);
        } else {
            settings.put(AppSettings.NUM_STANDBY_REPLICAS_CONFIG, app.standbyReplicas());
        }
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, app.applicationId());
        settings.put(AppSettings.PROCESSING_GUARANTEE_CONFIG, AppSettings.PROCESSING_GUARANTEE_DEFAULT);
        return settings;
    }
}
