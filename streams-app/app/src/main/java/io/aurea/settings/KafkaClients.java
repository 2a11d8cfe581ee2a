package io.aurea.settings;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The settings of Kafka clients outside of Kafka Streams: the user's, without those known to be for something else.
 * Lowest first: the purpose's own defaults, the user's settings, those with the client's prefix ({@code producer.},
 * {@code consumer.}, {@code admin.}), and those that the purpose requires. Immutable.
 */
public final class KafkaClients {

    private static final String ADMIN_PREFIX = StreamsConfig.ADMIN_CLIENT_PREFIX;
    private static final String CONSUMER_PREFIX = StreamsConfig.CONSUMER_PREFIX;
    private static final String PRODUCER_PREFIX = StreamsConfig.PRODUCER_PREFIX;

    /** Settings of the app's own group: these clients join none. */
    private static final Set<String> GROUP = Set.of(
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG);

    private final Map<String, Object> settings;

    /** @param settings the user's, without those of this program */
    public KafkaClients(Map<String, ?> settings) {
        this.settings = Map.copyOf(settings);
    }

    public Map<String, Object> admin(String purpose, Map<String, ?> defaults) {
        return client(purpose, ADMIN_PREFIX, AdminClientConfig.configNames(), defaults, Map.of());
    }

    /** Settings of a consumer with assigned partitions, without those of groups. */
    public Map<String, Object> consumer(String purpose, Map<String, ?> defaults, Map<String, ?> forced) {
        Map<String, Object> consumer =
                client(purpose, CONSUMER_PREFIX, ConsumerConfig.configNames(), defaults, Map.of());
        consumer.keySet().removeAll(GROUP);
        consumer.putAll(forced);
        return consumer;
    }

    public Map<String, Object> producer(String purpose, Map<String, ?> defaults, Map<String, ?> forced) {
        return client(purpose, PRODUCER_PREFIX, ProducerConfig.configNames(), defaults, forced);
    }

    private Map<String, Object> client(
            String purpose, String prefix, Set<String> known, Map<String, ?> defaults, Map<String, ?> forced) {
        Set<String> others = new HashSet<>(StreamsConfig.configDef().names());
        others.removeAll(known);
        Map<String, Object> client = new HashMap<>(defaults);
        settings.forEach((key, value) -> {
            // Unknown keys stay: interceptors, callback handlers and the like have settings of their own.
            if (!others.contains(key)) {
                client.put(key, value);
            }
        });
        settings.forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                client.put(key.substring(prefix.length()), value);
            }
        });
        client.putAll(forced);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, name() + "-" + purpose);
        return client;
    }

    /** What the user calls their clients, or {@code aurea}. */
    private String name() {
        Object given = settings.get(CommonClientConfigs.CLIENT_ID_CONFIG);
        return given == null || given.toString().isEmpty() ? "aurea" : given.toString();
    }
}
