package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.topology.AureaTopology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletes the app's state and keeps its history: the changelogs are deleted, and the group starts at the end of its
 * input; policies are read again from the beginning, since those in force are part of the state. The tenants' numbers
 * continue in a new epoch when the app starts, see {@link PublishedStatuses}.
 */
public final class StateReset {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final AppSettings settings;

    /** @param admin closed by the caller */
    public StateReset(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Does it; the app must not be {@link AppGroup#running}.
     *
     * @return what was done, for a person
     * @throws org.apache.kafka.common.KafkaException when the brokers refuse, or do not answer; it can be repeated
     */
    public List<String> apply() {
        List<String> done = new ArrayList<>();
        TreeSet<String> changelogs = new AppTopics(admin, settings).changelogs();
        // The offsets first: without its changelogs, and with its old offsets, the app would go on as if nothing had
        // been.
        new AppGroup(admin, settings).setOffsets(offsets());
        new InputLogs(admin, settings).forget();
        done.add("group " + settings.applicationId() + ": at the end of what it reads, of policies at the beginning");
        if (!changelogs.isEmpty()) {
            ANSWERS.await(admin.deleteTopics(changelogs).all());
            changelogs.forEach(topic -> done.add("topic " + topic + ": deleted"));
        }
        return done;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        ANSWERS.await(admin.describeTopics(
                                AureaTopology.READ.stream().map(Topic::name).toList())
                        .allTopicNames())
                .forEach((topic, description) -> description.partitions().forEach(partition -> {
                    boolean again = topic.equals(Topics.POLICIES.name());
                    wanted.put(
                            new TopicPartition(topic, partition.partition()),
                            again ? OffsetSpec.earliest() : OffsetSpec.latest());
                }));
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> found =
                ANSWERS.await(admin.listOffsets(wanted).all());
        found.forEach((partition, at) -> offsets.put(partition, new OffsetAndMetadata(at.offset())));
        return offsets;
    }
}
