package io.aurea.cli.read;

import io.aurea.app.AppSettings;
import io.aurea.brain.BrainClient;
import io.aurea.cli.Servers;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.topic.Topics;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;

/** Lets a command write into the brain of an installation. */
final class BrainWriting {

    private static final int LIMIT_MS = 30_000;

    private BrainWriting() {}

    /** @throws UserError if what is written is invalid, or Kafka or the registry do not accept it */
    static void with(Installation at, Consumer<BrainClient> write) {
        Servers.requireTopic(at, Topics.BRAIN.name());
        Map<String, Object> settings = new HashMap<>();
        settings.put(RegistryConfig.MAX_RETRIES_CONFIG, 2);
        settings.putAll(at.app().serdes());
        settings.putAll(at.kafka()
                .producer(
                        "brain",
                        Map.of(
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                LIMIT_MS,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                LIMIT_MS / 2,
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                (long) LIMIT_MS),
                        Map.of()));
        BrainClient.Connections none = () -> {
            throw new SQLException("this client only writes");
        };
        try (BrainClient brain = new BrainClient(settings, none)) {
            write.accept(brain);
        } catch (IllegalArgumentException unfit) {
            throw new UserError(unfit.getMessage(), unfit);
        } catch (KafkaException failed) {
            throw new UserError(
                    "publishing to %s at %s and %s failed: %s"
                            .formatted(
                                    Topics.BRAIN.name(),
                                    at.brokers(),
                                    at.describe(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, ""),
                                    failed.getMessage()),
                    failed);
        }
    }
}
