package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.topology.AureaTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Whether the offsets of a stopped app still belong to the logs that it reads. Kafka Streams passes over what was deleted
 * before it was read, takes a topic that was made anew for the old one, and begins at the first record once its offsets have
 * expired; a lost approval or pause, or input that is counted twice, is worse than an app that does not start.
 *
 * <p>The topics' ids are remembered as the metadata of a group of their own, {@code <application.id>-inputs}; with a topic
 * brokers delete its offsets in every group, so each mark has them all. Brokers forget a group without members after {@code offsets.retention.minutes}, a week unless set, so {@link #remember} is to be repeated.
 */
public final class InputLogs {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final AppSettings settings;
    private final String rememberedIn;

    /** @param admin stays the caller's to close */
    public InputLogs(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.settings = settings;
        this.rememberedIn = group(settings.applicationId());
    }

    /** The group in which the topics' ids are remembered. */
    public static String group(String applicationId) {
        return applicationId + "-inputs";
    }

    /**
     * Why an app that does not run must not be started; empty when nothing speaks against it. Observations that have expired do
     * not: their tasks find and count them.
     *
     * @throws org.apache.kafka.common.KafkaException when the brokers do not answer, or a topic is missing
     */
    public Optional<String> look() {
        Map<String, String> known = remembered();
        Map<String, String> ids = ids();
        for (Map.Entry<String, String> id : ids.entrySet()) {
            String before = known.get(id.getKey());
            if (before != null && !before.equals(id.getValue())) {
                return refused("topic %s was made anew (its id is %s, it was %s), and the state belongs to the old one"
                        .formatted(id.getKey(), id.getValue(), before));
            }
        }
        List<InputLog> logs = logs();
        if (logs.stream().allMatch(log -> log.next().isEmpty()) && hasState()) {
            return refused(
                    "the group %s has no offsets, and its changelogs have state: they have expired, or were deleted"
                            .formatted(settings.applicationId()));
        }
        for (InputLog log : logs) {
            Optional<String> shorter = log.shorter();
            if (shorter.isPresent()) {
                return refused(shorter.get());
            }
            if (log.expired() > 0 && !log.topic().equals(Topics.OBSERVATIONS.name())) {
                return Optional.of(log.expiry()
                        + ", a pause or an approval may have been among them; to go on without them: kafka-consumer-groups --group "
                        + settings.applicationId() + " --topic " + log.topic() + ":" + log.partition()
                        + " --reset-offsets --to-earliest --execute");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> refused(String reason) {
        return Optional.of(
                reason
                        + "; allowed: the logs that the state was made from. Restore a backup, or begin with new state and the records to come: aurea reset, or up --reset-state");
    }

    /** Remembers which topics these are. */
    public void remember() {
        Map<String, String> ids = ids();
        String all = ids.entrySet().stream()
                .map(id -> id.getKey() + "=" + id.getValue())
                .collect(Collectors.joining(","));
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        ids.keySet().forEach(topic -> marks.put(new TopicPartition(topic, 0), new OffsetAndMetadata(0, all)));
        ANSWERS.await(admin.alterConsumerGroupOffsets(rememberedIn, marks).all());
    }

    /** Forgets it: the state begins anew. */
    void forget() {
        try {
            ANSWERS.await(admin.deleteConsumerGroups(List.of(rememberedIn)).all());
        } catch (GroupIdNotFoundException none) {
            // Nothing was remembered.
            return;
        }
    }

    private Map<String, String> remembered() {
        Map<String, String> ids = new HashMap<>();
        committed(rememberedIn).values().forEach(mark -> {
            for (String id : mark.metadata().split(",")) {
                int equals = id.indexOf('=');
                if (equals > 0) {
                    ids.put(id.substring(0, equals), id.substring(equals + 1));
                }
            }
        });
        return ids;
    }

    private Map<String, String> ids() {
        Map<String, String> ids = new TreeMap<>();
        descriptions().forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
        return ids;
    }

    private Map<String, TopicDescription> descriptions() {
        return ANSWERS.await(admin.describeTopics(
                        AureaTopology.READ.stream().map(Topic::name).toList())
                .topicNameValues());
    }

    private List<InputLog> logs() {
        Map<TopicPartition, OffsetSpec> first = new HashMap<>();
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        descriptions().forEach((topic, description) -> description.partitions().forEach(partition -> {
            first.put(new TopicPartition(topic, partition.partition()), OffsetSpec.earliest());
            last.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
        }));
        Map<TopicPartition, OffsetAndMetadata> next = committed(settings.applicationId());
        Map<TopicPartition, ListOffsetsResultInfo> starts =
                ANSWERS.await(admin.listOffsets(first).all());
        List<InputLog> logs = new ArrayList<>();
        ANSWERS.await(admin.listOffsets(last).all()).forEach((partition, end) -> {
            OffsetAndMetadata at = next.get(partition);
            logs.add(new InputLog(
                    partition.topic(),
                    partition.partition(),
                    starts.get(partition).offset(),
                    end.offset(),
                    at == null ? OptionalLong.empty() : OptionalLong.of(at.offset())));
        });
        return logs;
    }

    private boolean hasState() {
        Set<String> changelogs = new HashSet<>(new AppTopics(admin, settings).changelogs());
        Map<TopicPartition, OffsetSpec> last = new HashMap<>();
        ANSWERS.await(admin.describeTopics(changelogs).allTopicNames()).forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> last.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest())));
        return ANSWERS.await(admin.listOffsets(last).all()).values().stream().anyMatch(end -> end.offset() > 0);
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(ANSWERS.await(Map.of(
                        "group " + group, admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()))
                .get("group " + group));
        offsets.values().removeIf(Objects::isNull);
        return offsets;
    }
}
