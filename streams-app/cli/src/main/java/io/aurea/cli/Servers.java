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
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Checks, before a command starts its work, that the brokers are available. */
public final class Servers {

    /** For a person who is waiting. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Servers() {}

    /**
     * A client that the brokers have answered.
     *
     * @throws UserError if they do not answer within 10 s
     */
    public static Admin admin(Installation at, String purpose) {
        return admin(at, purpose, LIMIT);
    }

    /**
     * The same.
     *
     * @throws UserError if they do not answer within the limit
     */
    public static Admin admin(Installation at, String purpose, Duration limit) {
        int limitMs = (int) limit.toMillis();
        Admin admin;
        try {
            admin = Admin.create(at.kafka()
                    .admin(
                            purpose,
                            Map.of(
                                    AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                    Math.max(1, limitMs / 2),
                                    AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                                    limitMs)));
        } catch (KafkaException failed) {
            throw new UserError("Kafka is not reachable at %s: %s".formatted(at.brokers(), reasons(failed)), failed);
        }
        try {
            answers(limit).await(admin.describeCluster().nodes());
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
        requireTopic(at, topic, LIMIT);
    }

    /**
     * The same.
     *
     * @throws UserError if it does not within the limit
     */
    public static void requireTopic(Installation at, String topic, Duration limit) {
        try (Admin admin = admin(at, "command", limit)) {
            answers(limit).await(admin.describeTopics(List.of(topic)).allTopicNames());
        } catch (UnknownTopicOrPartitionException absent) {
            throw new UserError(
                    "Kafka at %s has no topic %s; `aurea topics create` creates it".formatted(at.brokers(), topic));
        } catch (AuthorizationException denied) {
            throw denied(at, "topic " + topic, denied);
        } catch (KafkaException failed) {
            throw unreachable(at, failed);
        }
    }

    /** That Kafka or the registry did not take or give what a command was about. */
    public static UserError failure(Installation at, String doing, KafkaException failed) {
        if (failed instanceof AuthorizationException) {
            return denied(at, doing, failed);
        }
        return new UserError(
                "%s at %s and %s failed: %s"
                        .formatted(
                                doing,
                                at.brokers(),
                                at.describe(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, ""),
                                failed.getMessage()),
                failed);
    }

    /** The client gives up first, and knows why. */
    private static BrokerAnswers answers(Duration limit) {
        return new BrokerAnswers(limit.plusSeconds(1));
    }

    /** Why it failed, and where a right is missing, what prints it. */
    public static String reason(Exception failed) {
        return failed instanceof AuthorizationException
                ? failed.getMessage().replaceFirst("\\.$", "") + "; `aurea acls` prints the rights that it takes"
                : failed.getMessage();
    }

    private static UserError denied(Installation at, String what, KafkaException reason) {
        return new UserError(
                "Kafka at %s does not allow this, %s: %s".formatted(at.brokers(), what, reason(reason)), reason);
    }

    /** A file that cannot be read, say, is told only by the last of several causes, and which file by the one before. */
    private static String reasons(KafkaException failed) {
        StringBuilder all = new StringBuilder();
        for (Throwable t = failed.getCause() == null ? failed : failed.getCause(); t != null; t = t.getCause()) {
            String reason = String.valueOf(t.getMessage());
            if (all.indexOf(reason) < 0) {
                all.append(all.isEmpty() ? "" : ": ").append(reason);
            }
        }
        return all.toString();
    }

    private static UserError unreachable(Installation at, Throwable reason) {
        if (reason instanceof AuthenticationException) {
            return new UserError(
                    "Kafka at %s does not let you in: %s".formatted(at.brokers(), reason.getMessage()), reason);
        }
        return new UserError(
                "Kafka is not reachable at %s: %s; are the servers running?"
                        .formatted(at.brokers(), reason.getMessage()),
                reason);
    }
}
