package io.aurea.cli.operate;

import io.aurea.app.AppSettings;
import io.aurea.cli.Servers;
import io.aurea.cli.UserError;
import io.aurea.installation.Installation;
import io.aurea.registry.RegistryConfig;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.Status;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Where an operator speaks to the loop: commands go in, and the answers are read from the tenants' statuses. */
final class CommandDesk {

    /** How long the brokers may take to store a command. */
    private static final int LIMIT_MS = 30_000;

    /** Asks the registry twice more, for a person who waits. */
    private static final Map<String, Object> IMPATIENT = Map.of(RegistryConfig.MAX_RETRIES_CONFIG, 2);

    private final Installation at;
    private final KafkaClients kafka;
    private final TopicSerdes serdes;

    CommandDesk(Installation at) {
        this.at = at;
        this.kafka = at.kafka();
        this.serdes = at.serdes(IMPATIENT);
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
        try {
            if (patience.isZero()) {
                publish(commands);
                return Map.of();
            }
            try (Consumer<String, byte[]> statuses = statuses();
                    Deserializer<Status> decoder = serdes.value(Topics.STATUS).deserializer()) {
                publish(commands);
                return await(commands, statuses, decoder, patience);
            }
        } catch (KafkaException failed) {
            throw failure(failed);
        }
    }

    /** Reads every status that is written from now on. */
    private Consumer<String, byte[]> statuses() {
        Map<String, Object> settings = kafka.consumer(
                "operator",
                Map.of(),
                Map.of(
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "latest"));
        Consumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        try {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.STATUS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            // Seeking is lazy; asking for the position makes it happen now.
            partitions.forEach(consumer::position);
            return consumer;
        } catch (KafkaException failed) {
            consumer.close();
            throw failed;
        }
    }

    private void publish(List<Command> commands) {
        Map<String, Object> settings = kafka.producer(
                "operator",
                Map.of(
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        LIMIT_MS,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        LIMIT_MS / 2,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        (long) LIMIT_MS),
                Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true));
        try (Producer<String, Command> producer = new KafkaProducer<>(
                settings, new StringSerializer(), serdes.value(Topics.COMMANDS).serializer())) {
            List<Future<RecordMetadata>> stored = commands.stream()
                    .map(c -> producer.send(new ProducerRecord<>(Topics.COMMANDS.name(), c.getTenantId(), c)))
                    .toList();
            for (Future<RecordMetadata> one : stored) {
                one.get();
            }
        } catch (ExecutionException failed) {
            throw failure(failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted", interrupted);
        }
    }

    private static Map<String, CommandAnswer> await(
            List<Command> commands,
            Consumer<String, byte[]> statuses,
            Deserializer<Status> decoder,
            Duration patience) {
        Map<String, CommandAnswer> answers = new TreeMap<>();
        Set<String> open =
                new HashSet<>(commands.stream().map(Command::getTenantId).toList());
        String id = commands.get(0).getCommandId();
        long until = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty() && System.nanoTime() < until) {
            for (ConsumerRecord<String, byte[]> record : statuses.poll(Duration.ofMillis(200))) {
                CommandAnswer answer = open.contains(record.key()) ? answer(record, decoder) : null;
                if (answer != null && answer.getCommandId().equals(id)) {
                    answers.put(record.key(), answer);
                    open.remove(record.key());
                }
            }
        }
        return answers;
    }

    /** Null when the status answers no command, or is none: somebody else's record is no answer to us. */
    private static CommandAnswer answer(ConsumerRecord<String, byte[]> record, Deserializer<Status> decoder) {
        try {
            Status status = record.value() == null ? null : decoder.deserialize(record.topic(), record.value());
            return status == null ? null : status.getLastCommand();
        } catch (SerializationException notAStatus) {
            return null;
        }
    }

    private UserError failure(Throwable failed) {
        return new UserError(
                "publishing to %s at %s and %s failed: %s"
                        .formatted(
                                Topics.COMMANDS.name(),
                                at.brokers(),
                                at.describe(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, ""),
                                failed.getMessage()),
                failed);
    }
}
