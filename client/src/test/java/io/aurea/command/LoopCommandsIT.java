package io.aurea.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.LocalBroker;
import io.aurea.registry.RegistryClient;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Status;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a real broker, answered by a stand-in for the loop. */
@Timeout(180)
class LoopCommandsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static LocalBroker broker;
    private static TopicSerdes serdes;
    private static StandIn standIn;

    @BeforeAll
    static void start(@TempDir Path data) throws Exception {
        broker = LocalBroker.start(data);
        serdes = new TopicSerdes(broker.settings(), RegistryClient.create(broker.settings()));
        standIn = new StandIn();
        standIn.start();
    }

    @AfterAll
    static void stop() throws Exception {
        standIn.end();
        broker.close();
    }

    /** Answers every command as the loop does, except for tenant {@code deaf}. */
    private static final class StandIn extends Thread {
        private final CountDownLatch ending = new CountDownLatch(1);

        @Override
        public void run() {
            try (KafkaConsumer<String, Command> commands = new KafkaConsumer<>(
                            broker.settings(),
                            new StringDeserializer(),
                            serdes.value(Topics.COMMANDS).deserializer());
                    KafkaProducer<String, Status> statuses = new KafkaProducer<>(
                            broker.settings(),
                            new StringSerializer(),
                            serdes.value(Topics.STATUS).serializer())) {
                List<TopicPartition> partitions = commands.partitionsFor(Topics.COMMANDS.name()).stream()
                        .map(p -> new TopicPartition(p.topic(), p.partition()))
                        .toList();
                commands.assign(partitions);
                commands.seekToBeginning(partitions);
                while (ending.getCount() > 0) {
                    commands.poll(Duration.ofMillis(100)).forEach(record -> {
                        if (!record.key().equals("deaf")) {
                            statuses.send(
                                    new ProducerRecord<>(Topics.STATUS.name(), record.key(), status(record.value())));
                        }
                    });
                }
            }
        }

        private static Status status(Command to) {
            boolean fits = to.getKind() != CommandKind.AUTONOMY || to.getAutonomyLevel() != null;
            return Status.newBuilder()
                    .setTenantId(to.getTenantId())
                    .setLastCommand(new CommandAnswer(
                            to.getCommandId(),
                            to.getKind(),
                            to.getIssuedBy(),
                            Instant.now(),
                            fits ? CommandResult.DONE : CommandResult.REFUSED,
                            to.getReason(),
                            null,
                            null))
                    .build();
        }

        void end() throws InterruptedException {
            ending.countDown();
            join();
        }
    }

    @Test
    void shouldBringACommandToTheLoopAndItsAnswerBack() {
        Command approve = LoopCommands.command(CommandKind.APPROVE, "shop", "alice")
                .setDecisionId("17-1")
                .setReason("looked at the dashboards")
                .build();
        Command unfit =
                LoopCommands.command(CommandKind.AUTONOMY, "shop", "alice").build();
        try (LoopCommands loop = new LoopCommands(broker.settings())) {
            assertThat(loop.give(approve, LIMIT)).hasValueSatisfying(answer -> {
                assertThat(answer.getCommandId()).isEqualTo(approve.getCommandId());
                assertThat(answer.getResult()).isEqualTo(CommandResult.DONE);
                assertThat(answer.getEffect()).isEqualTo("looked at the dashboards");
            });
            assertThat(loop.give(unfit, LIMIT))
                    .hasValueSatisfying(answer -> assertThat(answer.getResult()).isEqualTo(CommandResult.REFUSED));
        }
    }

    @Test
    void shouldHearEveryTenantsAnswerAndMissTheOneThatDoesNotCome() {
        List<Command> pauses = List.of(pause("a"), pause("b"), pause("c"), pause("deaf"));
        try (LoopCommands loop = new LoopCommands(broker.settings())) {
            assertThat(loop.give(pauses.subList(0, 3), LIMIT)).containsOnlyKeys("a", "b", "c");
            assertThat(loop.give(pauses.get(3), Duration.ofMillis(500))).isEmpty();
        }
    }

    @Test
    void shouldSayWhichSettingIsWrong() {
        Map<String, Object> wrong = new HashMap<>(broker.settings());
        wrong.put("request.timeout.ms", "soon");

        assertThatThrownBy(() -> new LoopCommands(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("request.timeout.ms");
    }

    @Test
    void shouldSayThatTheRegistryDoesNotTakeACommand() {
        Map<String, Object> careful = new HashMap<>(broker.settings());
        careful.put("auto.register.schemas", "false");
        careful.put("value.subject.name.strategy", "TopicRecordNameStrategy");
        try (LoopCommands loop = new LoopCommands(careful)) {
            assertThatThrownBy(() -> loop.give(pause("shop"), LIMIT))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("aurea.commands-io.aurea.schema.Command");
        }
    }

    private static Command pause(String tenant) {
        return LoopCommands.command(CommandKind.PAUSE, tenant, "alice").build();
    }
}
