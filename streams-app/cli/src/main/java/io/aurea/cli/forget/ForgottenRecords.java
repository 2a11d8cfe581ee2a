package io.aurea.cli.forget;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.cli.TopicReplay;
import io.aurea.pattern.PatternKey;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.RecordKeys;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.window.Forgetting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The records of what is forgotten: those in topics that are compacted get tombstones, the others expire. Used by one thread.
 * Every method throws {@link org.apache.kafka.common.KafkaException} when the brokers do not answer.
 */
public final class ForgottenRecords {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(31));

    private final KafkaClients kafka;
    private final Forgetting what;

    public ForgottenRecords(KafkaClients kafka, Forgetting what) {
        this.kafka = kafka;
        this.what = what;
    }

    private record Key(TopicPartition at, String text) {}

    /**
     * Writes a tombstone for each key of it that has a value, to the partition where the value is.
     *
     * @return a line for each topic that is compacted and names it in its keys
     */
    public List<String> bury() {
        Map<String, Config> configs = configs();
        List<String> report = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            Config config = configs.get(topic.name());
            if (isCompacted(config) && (what.isOfTenant() || topic == Topics.PATTERNS)) {
                int buried = bury(topic.name());
                report.add(
                        "%s: %d keys marked as deleted; their values go with the next compaction, after %s at the earliest"
                                .formatted(
                                        topic, buried, days(value(config, TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG))));
            }
        }
        return report;
    }

    /**
     * Says when the records go that no tombstone takes away.
     *
     * @return a line for each topic that is not compacted
     */
    public List<String> expiry(Instant now) {
        Map<String, Config> configs = configs();
        List<String> report = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            Config config = configs.get(topic.name());
            if (!isCompacted(config)) {
                long keepMs = value(config, TopicConfig.RETENTION_MS_CONFIG);
                report.add(
                        keepMs < 0
                                ? topic + ": its records stay (retention.ms is " + keepMs + ")"
                                : "%s: its records are due to go by %s at the latest (retention.ms is %s), whole segments at a time"
                                        .formatted(topic, now.plusMillis(keepMs), days(keepMs)));
            }
        }
        return report;
    }

    private int bury(String topic) {
        Map<Key, Boolean> present = new HashMap<>();
        TopicReplay.read(kafka, "forget", topic, record -> {
            String key = record.key() == null ? "" : new String(record.key(), UTF_8);
            if (isOfIt(key)) {
                present.put(
                        new Key(new TopicPartition(record.topic(), record.partition()), key), record.value() != null);
            }
        });
        present.values().removeIf(value -> !value);
        Map<String, Object> settings = kafka.producer(
                "forget",
                Map.of(),
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
        try (Producer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (Key key : present.keySet()) {
                sent.add(producer.send(new ProducerRecord<>(
                        topic, key.at().partition(), key.text().getBytes(UTF_8), null)));
            }
            sent.forEach(ANSWERS::await);
        }
        return present.size();
    }

    private boolean isOfIt(String key) {
        if (!RecordKeys.tenantOf(key).equals(what.tenant())) {
            return false;
        }
        String rest = key.substring(Math.min(key.length(), what.tenant().length() + 1));
        return what.isOfTenant()
                || PatternKey.find(rest).map(pattern -> pattern.isOf(what)).orElse(false);
    }

    private Map<String, Config> configs() {
        List<ConfigResource> topics = Topics.ALL.stream()
                .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic.name()))
                .toList();
        Map<String, Config> configs = new HashMap<>();
        try (Admin admin = Admin.create(kafka.admin("forget", Map.of()))) {
            ANSWERS.await(admin.describeConfigs(topics).all())
                    .forEach((topic, config) -> configs.put(topic.name(), config));
        }
        return configs;
    }

    private static boolean isCompacted(Config config) {
        return config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value().contains(TopicConfig.CLEANUP_POLICY_COMPACT);
    }

    private static long value(Config config, String key) {
        return Long.parseLong(config.get(key).value());
    }

    private static String days(long ms) {
        Duration time = Duration.ofMillis(ms);
        return time.toDays() > 0 ? time.toDays() + " d" : time.toString();
    }
}
