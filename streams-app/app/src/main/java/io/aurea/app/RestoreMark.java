package io.aurea.app;

import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * A topic that is there while an installation is restored, and stays if that is interrupted. State without the offsets it
 * belongs to looks like an installation, and the app would count all of its input once more.
 */
public final class RestoreMark {
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));
    public static final String TOPIC = "aurea.restoring";

    private final Admin admin;

    /** @param admin stays the caller's to close */
    public RestoreMark(Admin admin) {
        this.admin = admin;
    }

    /**
     * Why nobody may work with this installation; empty when they may.
     *
     * @throws org.apache.kafka.common.KafkaException when the brokers do not answer
     */
    public Optional<String> problem() {
        Set<String> there = ANSWERS.await(admin.listTopics().names());
        return there.contains(TOPIC)
                ? Optional.of(
                        "a restore runs or was interrupted, and not all of the installation is there (topic " + TOPIC
                                + "); allowed: a complete one; remove it with `aurea clean`, or its data folder, and restore it again")
                : Optional.empty();
    }

    public void set() {
        ANSWERS.await(admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(1), Optional.empty())))
                .all());
    }

    /** @return whether it was there */
    public boolean remove() {
        if (problem().isEmpty()) {
            return false;
        }
        ANSWERS.await(admin.deleteTopics(List.of(TOPIC)).all());
        return true;
    }
}
