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

/** Where an operator speaks to the loop of an installation. */
final class CommandDesk {

    /** Asks the registry twice more, for a person who waits. */
    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final Installation at;

    CommandDesk(Installation at) {
        this.at = at;
    }

    /**
     * Sends commands, one for each tenant at most, and waits until the loop has answered all of them.
     *
     * @param patience how long it waits for answers once all commands are stored; zero: not at all
     * @return the answers that came, by tenant
     * @throws UserError if Kafka or the registry does not take them
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
