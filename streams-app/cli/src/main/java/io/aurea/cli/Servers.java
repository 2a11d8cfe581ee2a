package io.aurea.cli;

import io.aurea.app.AppSettings;
import io.aurea.installation.Installation;
import io.aurea.topic.BrokerAnswers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks, before a command starts its work, that the brokers are available. */
public final class Servers {

    private static final int TIMEOUT_MS = 10_000;

    /** Defaults for a person who is waiting. */
    private static final Map<String, Object> IMPATIENT = Map.of(
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            TIMEOUT_MS / 2,
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            TIMEOUT_MS);

    /** The client gives up first, and knows why. */
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofMillis(TIMEOUT_MS + 1_000));

    private Servers() {}

    /**
     * A client that the brokers have answered.
     *
     * @throws UserError if they do not answer within 10 s
     */
    public static Admin admin(Installation at, String purpose) {
        Admin admin;
        try {
            admin = Admin.create(at.kafka().admin(purpose, IMPATIENT));
        } catch (KafkaException failed) {
            throw unreachable(at, failed.getCause() == null ? failed : failed.getCause());
        }
        try {
            ANSWERS.await(admin.describeCluster().nodes());
            return admin;
        } catch (KafkaException failed) {
            admin.close();
            throw unreachable(at, failed);
        }
    }

    /**
     * Returns when Kafka answers and has the topic.
     *
     * @throws UserError if it does not within 10 s
     */
    public static void requireTopic(Installation at, String topic) {
        try (Admin admin = admin(at, "command")) {
            ANSWERS.await(admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (UnknownTopicOrPartitionException absent) {
            throw new UserError(
                    "Kafka at %s has no topic %s; `aurea topics create` creates it".formatted(at.brokers(), topic));
        } catch (KafkaException failed) {
            throw unreachable(at, failed);
        }
    }

    /** That Kafka or the registry did not take or give what a command was about. */
    public static UserError failure(Installation at, String doing, KafkaException failed) {
        return new UserError(
                "%s at %s and %s failed: %s"
                        .formatted(
                                doing,
                                at.brokers(),
                                at.describe(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, ""),
                                failed.getMessage()),
                failed);
    }

    private static UserError unreachable(Installation at, Throwable reason) {
        return new UserError(
                "Kafka is not reachable at %s: %s; are the servers running?"
                        .formatted(at.brokers(), reason.getMessage()),
                reason);
    }
}
