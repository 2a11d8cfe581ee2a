package io.aurea.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.registry.InMemoryRegistry;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Status;
import io.aurea.serde.AvroSerde;
import io.aurea.topic.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class LoopCommandsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final TopicPartition PARTITION = new TopicPartition(Topics.STATUS.name(), 0);
    private static final RegistryClient REGISTRY = new InMemoryRegistry();
    private static final AvroSerde<Status> STATUSES = new AvroSerde<>(REGISTRY, Status.class);

    private final AtomicLong offset = new AtomicLong();
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
    private final MockProducer<String, Command> producer = producer();
    private final LoopCommands loop = new LoopCommands(producer, () -> consumer, STATUSES::deserializer);

    LoopCommandsTest() {
        consumer.updatePartitions(
                PARTITION.topic(),
                List.of(new PartitionInfo(PARTITION.topic(), PARTITION.partition(), null, null, null)));
        consumer.updateEndOffsets(Map.of(PARTITION, 0L));
    }

    @Test
    void shouldGiveTheCommandAndReturnItsAnswer() {
        Command pause = command("shop");
        whenPolled(pause, CommandResult.DONE);

        assertThat(loop.give(pause, LIMIT))
                .hasValueSatisfying(answer -> assertThat(answer.getResult()).isEqualTo(CommandResult.DONE));
        assertThat(producer.history()).containsExactly(new ProducerRecord<>("aurea.commands", "shop", pause));
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldListenBeforeItSpeaks() {
        Command pause = command("shop");
        MockProducer<String, Command> quick = new MockProducer<>(true, null, new StringSerializer(), (topic, c) -> {
            assertThat(consumer.position(PARTITION)).isZero();
            return new byte[0];
        });
        whenPolled(pause, CommandResult.DONE);

        assertThat(new LoopCommands(quick, () -> consumer, STATUSES::deserializer).give(pause, LIMIT))
                .isPresent();
    }

    @Test
    void shouldNotTakeWhatOthersWereAnsweredForItsOwn() {
        Command pause = command("shop");
        Command ofAnother = command("shop");
        Command ofAnotherTenant = command("lab");
        ofAnotherTenant.setCommandId(pause.getCommandId());
        consumer.schedulePollTask(() -> {
            status("shop", null);
            status("shop", answer(ofAnother, CommandResult.DONE));
            status("lab", answer(ofAnotherTenant, CommandResult.DONE));
            consumer.addRecord(record("shop", null));
            consumer.addRecord(record("shop", new byte[] {7}));
        });
        whenPolled(pause, CommandResult.REFUSED);

        assertThat(loop.give(pause, LIMIT))
                .hasValueSatisfying(answer -> assertThat(answer.getResult()).isEqualTo(CommandResult.REFUSED));
    }

    @Test
    void shouldReturnNothingWhenTheLoopHasNotAnsweredInTime() {
        Command pause = command("shop");

        assertThat(loop.give(pause, SHORT)).isEmpty();
        assertThat(producer.history()).as("it is stored all the same").hasSize(1);
    }

    @Test
    void shouldReturnTheAnswersThatCameWhenOthersDidNot() {
        Command first = command("shop");
        Command second = command("lab");
        whenPolled(second, CommandResult.DONE);

        assertThat(loop.give(List.of(first, second), SHORT)).containsOnlyKeys("lab");
    }

    @Test
    void shouldNotListenWhenNoAnswerIsWaitedFor() {
        LoopCommands deaf = new LoopCommands(
                producer,
                () -> {
                    throw new AssertionError("nobody listens");
                },
                STATUSES::deserializer);

        assertThat(deaf.give(command("shop"), Duration.ZERO)).isEmpty();
        assertThat(producer.history()).hasSize(1);
    }

    @Test
    void shouldThrowTheReasonForWhichKafkaHasNotStoredIt() {
        MockProducer<String, Command> broken = producer();
        broken.sendException = new RecordTooLargeException("too large");

        assertThatThrownBy(() ->
                        new LoopCommands(broken, () -> consumer, STATUSES::deserializer).give(command("shop"), LIMIT))
                .isInstanceOf(RecordTooLargeException.class)
                .hasMessage("too large");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void shouldSendNothingWithoutATopicToBeAnsweredIn() {
        MockConsumer<String, byte[]> without = new MockConsumer<>("latest");
        without.updatePartitions(PARTITION.topic(), List.of());

        assertThatThrownBy(() ->
                        new LoopCommands(producer, () -> without, STATUSES::deserializer).give(command("shop"), LIMIT))
                .isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessage("there is no topic aurea.status");
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void shouldRefuseWhatTheLoopCouldNotAnswer() {
        refused(c -> c.setTenantId("a/b"), "tenant_id has the character '/' at position 2; allowed: A-Z a-z 0-9 . _ -");
        refused(c -> c.setTenantId(null), "tenant_id is missing");
        refused(
                c -> c.setKind(CommandKind.UNKNOWN),
                "kind is unknown; allowed: APPROVE, REJECT, PAUSE, RESUME, AUTONOMY, MAINTENANCE, DRY_RUN, ACCEPT, FORGET, ACKNOWLEDGE, CLOSE");
        refused(c -> c.setCommandId(" "), "command_id must have 1 to 128 characters");
        refused(c -> c.setCommandId("x".repeat(129)), "command_id must have 1 to 128 characters");
        refused(c -> c.setIssuedBy(""), "issued_by must say in 1 to 128 characters who asks");
        refused(
                c -> c.setEndsAt(Instant.parse("+57988-01-01T00:00:00Z")),
                "ends_at is +57988-01-01T00:00:00Z; allowed: 1900-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z;"
                        + " is it in another unit than milliseconds?");
        assertThatThrownBy(() -> loop.give(List.of(command("shop"), command("shop")), LIMIT))
                .hasMessage("two commands are for shop; allowed: one for each tenant");
        assertThatThrownBy(() -> loop.give(command("shop"), Duration.ofMillis(-1)))
                .hasMessage("the limit is PT-0.001S; allowed: from zero on");
        assertThat(producer.history()).isEmpty();
    }

    private void refused(Consumer<Command> how, String reason) {
        Command command = command("shop");
        how.accept(command);
        assertThatThrownBy(() -> loop.give(List.of(command("lab"), command), LIMIT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(reason);
    }

    @Test
    void shouldNameTheSettingThatIsMissing() {
        assertThatThrownBy(() -> new LoopCommands(Map.of("bootstrap.servers", "127.0.0.1:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
        assertThatThrownBy(() -> new LoopCommands(Map.of("schema.registry.url", "http://127.0.0.1:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("bootstrap.servers");
    }

    @Test
    void shouldSayThatKafkaIsAway() {
        try (LoopCommands unheard = new LoopCommands(Map.of(
                "bootstrap.servers",
                "127.0.0.1:1",
                "schema.registry.url",
                "http://127.0.0.1:1",
                "max.block.ms",
                "50",
                "default.api.timeout.ms",
                "50",
                "request.timeout.ms",
                "40"))) {
            assertThatThrownBy(() -> unheard.give(command("shop"), LIMIT)).isInstanceOf(TimeoutException.class);
            assertThatThrownBy(() -> unheard.give(command("shop"), Duration.ZERO))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    private static Command command(String tenant) {
        return LoopCommands.command(CommandKind.PAUSE, tenant, "alice").build();
    }

    private static CommandAnswer answer(Command to, CommandResult result) {
        return new CommandAnswer(
                to.getCommandId(),
                to.getKind(),
                to.getIssuedBy(),
                Instant.EPOCH,
                result,
                "said by the test",
                null,
                null);
    }

    private void whenPolled(Command command, CommandResult result) {
        consumer.schedulePollTask(() -> status(command.getTenantId(), answer(command, result)));
    }

    /** @param answer null: the loop has had no command yet */
    private void status(String tenant, CommandAnswer answer) {
        Status status =
                Status.newBuilder().setTenantId(tenant).setLastCommand(answer).build();
        consumer.addRecord(record(tenant, STATUSES.serializer().serialize(PARTITION.topic(), status)));
    }

    private ConsumerRecord<String, byte[]> record(String tenant, byte[] value) {
        return new ConsumerRecord<>(PARTITION.topic(), PARTITION.partition(), offset.getAndIncrement(), tenant, value);
    }

    private static MockProducer<String, Command> producer() {
        return new MockProducer<>(true, null, new StringSerializer(), (topic, command) -> new byte[0]);
    }
}
