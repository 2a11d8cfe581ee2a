package io.aurea.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks, before a command starts its work, whether the stack of the endpoints file is there. */
final class Servers {

    private static final int TIMEOUT_MS = 10_000;

    private Servers() {}

    /**
     * Returns when Kafka answers and has the topic.
     *
     * @param endpointsFile where the address is from, for the message
     * @throws UserError if it does not within 10 s
     */
    static void requireTopic(String bootstrapServers, String topic, Path endpointsFile) {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "aurea-command",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS / 2,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                TIMEOUT_MS);
        try (Admin admin = Admin.create(settings)) {
            admin.describeTopics(List.of(topic)).allTopicNames().get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new UserError("Kafka at bootstrap_servers %s (from %s) has no topic %s"
                        .formatted(bootstrapServers, endpointsFile, topic));
            }
            throw unreachable(bootstrapServers, endpointsFile, failed.getCause());
        } catch (KafkaException failed) {
            Throwable reason = failed.getCause() == null ? failed : failed.getCause();
            throw unreachable(bootstrapServers, endpointsFile, reason);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    private static UserError unreachable(String bootstrapServers, Path endpointsFile, Throwable reason) {
        return new UserError(
                "Kafka is not reachable at bootstrap_servers %s (from %s): %s; is the stack running? (./aurea up)"
                        .formatted(bootstrapServers, endpointsFile, reason.getMessage()),
                reason);
    }
}
