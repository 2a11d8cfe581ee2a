package io.aurea.drain;

import io.aurea.settings.KafkaClients;
import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * End offsets of logs and committed offsets of groups. Every method throws {@link KafkaException} without an answer in
 * time.
 */
public final class LogOffsets implements AutoCloseable {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(15));

    private final Admin admin;

    /** @param client names the admin client */
    public LogOffsets(KafkaClients clients, String client) {
        this.admin = Admin.create(clients.admin(client, Map.of()));
    }

    int partitionCount(String topic) {
        return ANSWERS.await(admin.describeTopics(List.of(topic)).allTopicNames())
                .get(topic)
                .partitions()
                .size();
    }

    /** The last stable offsets: where a read_committed reader ends now. */
    public Map<TopicPartition, Long> readable(List<String> topics) {
        return ends(topics, IsolationLevel.READ_COMMITTED);
    }

    /**
     * The ends of everything written so far. A transaction that a killed process left open hides what was committed
     * after it until the broker aborts it; these ends are after all of that.
     */
    public Map<TopicPartition, Long> written(List<String> topics) {
        return ends(topics, IsolationLevel.READ_UNCOMMITTED);
    }

    private Map<TopicPartition, Long> ends(List<String> topics, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        ANSWERS.await(admin.describeTopics(topics).topicNameValues()).forEach((topic, description) -> description
                .partitions()
                .forEach(p -> latest.put(new TopicPartition(topic, p.partition()), OffsetSpec.latest())));
        Map<TopicPartition, Long> ends = new HashMap<>();
        ANSWERS.await(admin.listOffsets(latest, new ListOffsetsOptions(isolation))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** The group's committed offsets, without partitions that it never read. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(ANSWERS.await(Map.of(
                        "group " + group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()))
                .get("group " + group));
        offsets.values().removeIf(Objects::isNull);
        return offsets;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
