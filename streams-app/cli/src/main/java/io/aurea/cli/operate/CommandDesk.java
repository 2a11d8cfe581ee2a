package io.aurea.cli.operate;

import io.aurea.cli.Servers;
import io.aurea.cli.UserError;
import io.aurea.command.LoopCommands;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Sends an operator's commands to the loop of an installation. */
final class CommandDesk {

    /** Two retries at the registry, for a person who is waiting. */
    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final Installation at;

    CommandDesk(Installation at) {
        this.at = at;
    }

    /**
     * Sends commands, at most one per tenant, and waits until the loop has answered all of them.
     *
     * @param patience how long to wait for answers once all commands are stored; zero does not wait
     * @return the answers received, by tenant
     * @throws UserError if Kafka or the registry does not accept them
     */
    Map<String, CommandAnswer> say(List<Command> commands, Duration patience) {
        Servers.requireTopic(at, Topics.COMMANDS.name());
        KafkaClients kafka = at.kafka();
        try (LoopCommands loop = new LoopCommands(
                kafka.consumer("operator", Map.of(), Map.of()),
                kafka.producer("operator", Map.of(), Map.of()),
                at.serdes(IMPATIENT))) {
            return loop.give(commands, patience);
        } catch (KafkaException failed) {
            throw Servers.failure(at, "publishing to " + Topics.COMMANDS.name(), failed);
        }
    }
}
