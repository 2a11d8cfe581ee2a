package io.aurea.command;

import io.aurea.observation.CommandRules;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Status;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.function.Supplier;
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
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Gives commands to the loop, as an operator does, and receives the answers: commands are stored in {@code
 * aurea.commands}, and the loop answers in the tenant's record of {@code aurea.status}.
 *
 * <p>{@link #command} begins a command; the fields of {@link Command} document what else a kind needs, and the loop
 * refuses what does not fit, with the reason. A command is carried out once by its id, so one whose fate is unknown may
 * be given again unchanged: if it was answered before, the answer is REPEATED.
 *
 * <p>Thread-safe. While waiting for answers, each call has a consumer of its own, in no group.
 */
public final class LoopCommands implements AutoCloseable {

    /** How long the brokers may take for a request, such as storing a command. */
    private static final Duration BROKER_LIMIT = Duration.ofSeconds(30);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int MAX_ID = 128;
    private static final int MAX_NAME = 128;

    private static final Map<String, Object> PRODUCER_DEFAULTS = Map.of(
            ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
            (int) BROKER_LIMIT.toMillis(),
            ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) BROKER_LIMIT.toMillis() / 2,
            ProducerConfig.MAX_BLOCK_MS_CONFIG,
            BROKER_LIMIT.toMillis(),
            ProducerConfig.LINGER_MS_CONFIG,
            0);
    private static final Map<String, Object> PRODUCER_FORCED =
            Map.of(ProducerConfig.ACKS_CONFIG, "all", ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);

    private static final Map<String, Object> CONSUMER_DEFAULTS = Map.of(
            ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) BROKER_LIMIT.toMillis(),
            ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) BROKER_LIMIT.toMillis() / 2);
    private static final Map<String, Object> CONSUMER_FORCED = Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest",
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false);

    private final Producer<String, Command> producer;
    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Supplier<Deserializer<Status>> decoders;
    private final BrokerAnswers stored = new BrokerAnswers(BROKER_LIMIT);

    /**
     * Connects to the brokers in the background; the registry is asked with the first command.
     *
     * @param settings of Kafka's clients and of the registry, at least {@code bootstrap.servers} and
     *     {@code schema.registry.url}
     * @throws KafkaException for settings that are missing or not allowed, mostly a
     *     {@link org.apache.kafka.common.config.ConfigException} with key and value
     */
    public LoopCommands(Map<String, ?> settings) {
        this(settings, settings, new TopicSerdes(settings, RegistryClient.create(settings)));
    }

    /** The same, for callers with separate settings for each client, and their own serdes. */
    public LoopCommands(Map<String, ?> consumer, Map<String, ?> producer, TopicSerdes serdes) {
        this(
                new KafkaProducer<>(
                        layered(PRODUCER_DEFAULTS, producer, PRODUCER_FORCED),
                        new StringSerializer(),
                        serdes.value(Topics.COMMANDS).serializer()),
                () -> new KafkaConsumer<>(
                        layered(CONSUMER_DEFAULTS, consumer, CONSUMER_FORCED),
                        new StringDeserializer(),
                        new ByteArrayDeserializer()),
                () -> serdes.value(Topics.STATUS).deserializer());
    }

    LoopCommands(
            Producer<String, Command> producer,
            Supplier<Consumer<String, byte[]>> consumers,
            Supplier<Deserializer<Status>> decoders) {
        this.producer = producer;
        this.consumers = consumers;
        this.decoders = decoders;
    }

    private static Map<String, Object> layered(
            Map<String, Object> defaults, Map<String, ?> settings, Map<String, Object> forced) {
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(settings);
        all.putAll(forced);
        return all;
    }

    /**
     * Begins a command with a new id, issued now.
     *
     * @param issuedBy who issues it, 1-128 characters; the loop records it with what it does
     */
    public static Command.Builder command(CommandKind kind, String tenant, String issuedBy) {
        return Command.newBuilder()
                .setKind(kind)
                .setTenantId(tenant)
                .setCommandId(UUID.randomUUID().toString())
                .setIssuedBy(issuedBy)
                .setIssuedAt(Instant.now());
    }

    /**
     * Gives one command and waits for the answer, like {@link #give(Collection, Duration)}.
     *
     * @return the answer; empty if the loop has not answered in time
     */
    public Optional<CommandAnswer> give(Command command, Duration limit) {
        return Optional.ofNullable(give(List.of(command), limit).get(command.getTenantId()));
    }

    /**
     * Gives commands, one for each tenant at most, and waits until the loop has answered all of them.
     *
     * @param limit how long to wait for answers once all commands are stored; zero does not wait
     * @return the answers that came, by tenant. A command without an answer is stored as well, and is carried out as
     *     soon as the loop reads it
     * @throws IllegalArgumentException for a command that the loop could not answer, saying why; none is sent
     * @throws KafkaException if the brokers or the registry did not accept all of them, or do not answer within 30 s.
     *     Some may be stored; after a {@link org.apache.kafka.common.errors.TimeoutException} any may be
     * @throws org.apache.kafka.common.errors.InterruptException if the thread is interrupted meanwhile
     */
    public Map<String, CommandAnswer> give(Collection<Command> commands, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException("the limit is " + limit + "; allowed: from zero on");
        }
        Map<String, String> open = ids(commands);
        if (limit.isZero()) {
            store(commands);
            return Map.of();
        }
        try (Consumer<String, byte[]> statuses = consumers.get();
                Deserializer<Status> decoder = decoders.get()) {
            goToEnd(statuses);
            store(commands);
            return await(open, statuses, decoder, limit);
        }
    }

    /**
     * The id of each tenant's command. A command refused here would not be answered by the loop, or not under that id.
     */
    private static Map<String, String> ids(Collection<Command> commands) {
        Map<String, String> ids = new HashMap<>();
        for (Command c : commands) {
            CommandRules.violation(c).ifPresent(reason -> need(false, reason));
            need(
                    c.getKind() != null && c.getKind() != CommandKind.UNKNOWN,
                    "kind is unknown; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT,"
                            + " FORGET, ACKNOWLEDGE, CLOSE");
            need(isText(c.getCommandId(), MAX_ID), "command_id must have 1 to " + MAX_ID + " characters");
            need(isText(c.getIssuedBy(), MAX_NAME), "issued_by must say in 1 to " + MAX_NAME + " characters who asks");
            need(
                    ids.put(c.getTenantId(), c.getCommandId()) == null,
                    "two commands are for " + c.getTenantId() + "; allowed: one for each tenant");
        }
        return ids;
    }

    private static boolean isText(String text, int most) {
        return text != null && !text.isBlank() && text.length() <= most;
    }

    private static void need(boolean fits, String otherwise) {
        if (!fits) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** From there it reads every status written from now on. */
    private static void goToEnd(Consumer<String, byte[]> statuses) {
        List<TopicPartition> partitions = statuses.partitionsFor(Topics.STATUS.name()).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            throw new UnknownTopicOrPartitionException("there is no topic " + Topics.STATUS);
        }
        statuses.assign(partitions);
        statuses.seekToEnd(partitions);
        // Seeking is lazy; asking for the position makes it happen now.
        partitions.forEach(statuses::position);
    }

    private void store(Collection<Command> commands) {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (Command c : commands) {
            Future<RecordMetadata> one =
                    producer.send(new ProducerRecord<>(Topics.COMMANDS.name(), c.getTenantId(), c));
            sent.add(one);
            if (one.isDone()) {
                // One that failed at once has already waited for the brokers: the next would wait as long.
                stored.await(one);
            }
        }
        sent.forEach(stored::await);
    }

    private static Map<String, CommandAnswer> await(
            Map<String, String> ids, Consumer<String, byte[]> statuses, Deserializer<Status> decoder, Duration limit) {
        Map<String, CommandAnswer> answers = new TreeMap<>();
        Set<String> open = new HashSet<>(ids.keySet());
        long end = System.nanoTime() + limit.toNanos();
        for (long left = limit.toNanos(); !open.isEmpty() && left > 0; left = end - System.nanoTime()) {
            for (ConsumerRecord<String, byte[]> record :
                    statuses.poll(Duration.ofNanos(Math.min(left, POLL.toNanos())))) {
                CommandAnswer answer = open.contains(record.key()) ? answer(record, decoder) : null;
                if (answer != null && answer.getCommandId().equals(ids.get(record.key()))) {
                    answers.put(record.key(), answer);
                    open.remove(record.key());
                }
            }
        }
        return answers;
    }

    /** Null when the status answers no command, or is not a status: somebody else's record is not our answer. */
    private static CommandAnswer answer(ConsumerRecord<String, byte[]> record, Deserializer<Status> decoder) {
        try {
            Status status = record.value() == null ? null : decoder.deserialize(record.topic(), record.value());
            return status == null ? null : status.getLastCommand();
        } catch (SerializationException notAStatus) {
            return null;
        }
    }

    /** Returns within 10 s. Call it when no command is being waited for. */
    @Override
    public void close() {
        producer.close(CLOSE_LIMIT);
    }
}
