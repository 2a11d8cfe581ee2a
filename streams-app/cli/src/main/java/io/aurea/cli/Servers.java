package io.aurea.cli;

import io.aurea.installation.Installation;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
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
            admin.describeCluster().nodes().get();
            return admin;
        } catch (ExecutionException failed) {
            admin.close();
            throw unreachable(at, failed.getCause());
        } catch (InterruptedException interrupted) {
            admin.close();
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    /**
     * Returns when Kafka answers and has the topic.
     *
     * @throws UserError if it does not within 10 s
     */
    public static void requireTopic(Installation at, String topic) {
        try (Admin admin = admin(at, "command")) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new UserError(
                        "Kafka at %s has no topic %s; `aurea topics create` creates it".formatted(at.brokers(), topic));
            }
            throw unreachable(at, failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    private static UserError unreachable(Installation at, Throwable reason) {
        return new UserError(
                "Kafka is not reachable at %s: %s; are the servers running?"
                        .formatted(at.brokers(), reason.getMessage()),
                reason);
    }
}
