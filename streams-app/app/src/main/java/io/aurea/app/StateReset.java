package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Deletes the app's state and keeps its history: the changelogs are deleted, and the group starts at the end of its
 * input; policies are read again from the beginning, since those in force are part of the state. The tenants' numbers
 * continue in a new epoch when the app starts, see {@link PublishedStatuses}.
 */
public final class StateReset {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));
    private static final List<Topic<?>> READ =
            List.of(Topics.OBSERVATIONS, Topics.LOOP, Topics.OUTCOMES, Topics.COMMANDS, Topics.POLICIES);

    private final Admin admin;
    private final AppSettings settings;

    /** @param admin closed by the caller */
    public StateReset(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * The number of members in the app's group; the state must not be deleted under them. A stopped instance stays a
     * member until its session times out, since it might be back at once.
     *
     * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
     */
    public int running() {
        String group = settings.applicationId();
        try {
            return usesStreamsGroup()
                    ? ANSWERS.await(admin.describeStreamsGroups(List.of(group)).all())
                            .get(group)
                            .members()
                            .size()
                    : ANSWERS.await(admin.describeConsumerGroups(List.of(group)).all())
                            .get(group)
                            .members()
                            .size();
        } catch (GroupIdNotFoundException none) {
            return 0;
        }
    }

    /** Removes members that are known to have stopped. */
    public void removeStopped() {
        if (running() > 0 && !usesStreamsGroup()) {
            ANSWERS.await(admin.removeMembersFromConsumerGroup(
                            settings.applicationId(), new RemoveMembersFromConsumerGroupOptions())
                    .all());
        }
    }

    /**
     * Resets; nobody may be {@link #running}.
     *
     * @return what was done, for a person
     * @throws org.apache.kafka.common.KafkaException when the brokers refuse, or do not answer; it can be repeated
     */
    public List<String> apply() {
        List<String> done = new ArrayList<>();
        Set<String> changelogs = changelogs();
        // The offsets first: with its old offsets and no changelogs, the app would continue as if it had never had
        // state.
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets();
        if (usesStreamsGroup()) {
            ANSWERS.await(admin.alterStreamsGroupOffsets(settings.applicationId(), offsets)
                    .all());
        } else {
            ANSWERS.await(admin.alterConsumerGroupOffsets(settings.applicationId(), offsets)
                    .all());
        }
        done.add("group " + settings.applicationId() + ": at the end of what it reads, of policies at the beginning");
        if (!changelogs.isEmpty()) {
            ANSWERS.await(admin.deleteTopics(changelogs).all());
            changelogs.forEach(topic -> done.add("topic " + topic + ": deleted"));
        }
        return done;
    }

    private boolean usesStreamsGroup() {
        return settings.groupProtocol().equals("streams");
    }

    private Set<String> changelogs() {
        Set<String> ours = new TreeSet<>();
        for (String topic : ANSWERS.await(admin.listTopics().names())) {
            if (topic.startsWith(settings.applicationId() + "-") && topic.endsWith("-changelog")) {
                ours.add(topic);
            }
        }
        return ours;
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        ANSWERS.await(admin.describeTopics(READ.stream().map(Topic::name).toList())
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
