package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** The group of the app's instances, of either protocol, as the brokers have it. */
public final class AppGroup {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));

    private final Admin admin;
    private final String name;
    private final boolean streams;

    /** @param admin stays the caller's to close */
    public AppGroup(Admin admin, AppSettings settings) {
        this.admin = admin;
        this.name = settings.applicationId();
        this.streams = settings.groupProtocol().equals("streams");
    }

    /**
     * Why nothing may be done that needs the app stopped; empty when it is. An instance that was stopped stays a member until
     * its session has timed out, since it might be back at once.
     *
     * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
     */
    public Optional<String> running() {
        int members = members();
        return members == 0
                ? Optional.empty()
                : Optional.of(
                        "the app %s runs, %d members are in its group; allowed: none, which is so 45 s after the last was stopped (application.id)"
                                .formatted(name, members));
    }

    private int members() {
        try {
            return streams
                    ? ANSWERS.await(admin.describeStreamsGroups(List.of(name)).all())
                            .get(name)
                            .members()
                            .size()
                    : ANSWERS.await(admin.describeConsumerGroups(List.of(name)).all())
                            .get(name)
                            .members()
                            .size();
        } catch (GroupIdNotFoundException none) {
            return 0;
        }
    }

    /** Ends the membership of instances that are known to have stopped. */
    public void removeStopped() {
        if (members() > 0 && !streams) {
            ANSWERS.await(admin.removeMembersFromConsumerGroup(name, new RemoveMembersFromConsumerGroupOptions())
                    .all());
        }
    }

    void setOffsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (streams) {
            ANSWERS.await(admin.alterStreamsGroupOffsets(name, offsets).all());
        } else {
            ANSWERS.await(admin.alterConsumerGroupOffsets(name, offsets).all());
        }
    }

    /** @return whether there was one */
    boolean delete() {
        try {
            if (streams) {
                ANSWERS.await(admin.deleteStreamsGroups(List.of(name)).all());
            } else {
                ANSWERS.await(admin.deleteConsumerGroups(List.of(name)).all());
            }
            return true;
        } catch (GroupIdNotFoundException none) {
            return false;
        }
    }
}
