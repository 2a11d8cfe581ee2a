package io.aurea.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.ServerFiles;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputLogsIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String CHANGELOG = "aurea-streams-windows-changelog";
    private static final TopicPartition LOOP = new TopicPartition(Topics.LOOP.name(), 1);
    private static final TopicPartition OBSERVATIONS = new TopicPartition(Topics.OBSERVATIONS.name(), 1);

    @TempDir
    private Path folder;

    private KafkaServer kafka;
    private Admin admin;
    private Producer<byte[], byte[]> producer;
    private AppSettings settings;
    private InputLogs inputs;

    @BeforeEach
    void start() throws Exception {
        kafka = KafkaServer.start(ServerFiles.ofHome(), folder, 0);
        Map<String, Object> at = Map.of("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(at);
        producer = new KafkaProducer<>(at, new ByteArraySerializer(), new ByteArraySerializer());
        settings = new AppSettings(Map.of(
                "bootstrap.servers",
                kafka.bootstrapServers(),
                "schema.registry.url",
                "http://localhost:1",
                "application.id",
                "aurea-streams"));
        inputs = new InputLogs(admin, settings);
        createTopics();
    }

    private void createTopics() {
        new TopicAdmin(admin, new TopicSettings(Map.of()), LIMIT).createMissing();
    }

    @AfterEach
    void stop() {
        producer.close();
        admin.close();
        kafka.close();
    }

    @Test
    void shouldFindNothingBeforeTheFirstStartAndAfterAnOrdinaryStop() throws Exception {
        assertThat(inputs.look()).isEmpty();

        inputs.remember();
        write(LOOP, 10);
        write(OBSERVATIONS, 10);
        readTo(Map.of(LOOP, 10L, OBSERVATIONS, 4L));

        assertThat(inputs.look()).isEmpty();
    }

    @Test
    void shouldNotRefuseForObservationsThatExpired() throws Exception {
        write(OBSERVATIONS, 10);
        readTo(Map.of(OBSERVATIONS, 4L));
        delete(OBSERVATIONS, 7);

        assertThat(inputs.look()).isEmpty();
    }

    @Test
    void shouldRefuseWhereTheLoopHasLostRecordsUntilAPersonPassesOverThem() throws Exception {
        write(LOOP, 10);
        readTo(Map.of(LOOP, 4L));
        delete(LOOP, 7);

        assertThat(inputs.look().orElseThrow())
                .contains(
                        "aurea.loop-1 begins at offset 7",
                        "read it to 4",
                        "3 records",
                        "--reset-offsets --to-earliest");

        readTo(Map.of(LOOP, 7L));
        assertThat(inputs.look()).isEmpty();
    }

    @Test
    void shouldRefuseATopicThatWasMadeAnewAlsoWhenItIsLongerThanTheOldOne() throws Exception {
        inputs.remember();
        write(LOOP, 10);
        readTo(Map.of(LOOP, 4L));
        admin.deleteTopics(List.of(Topics.LOOP.name())).all().get(60, TimeUnit.SECONDS);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() ->
                        !admin.listTopics().names().get(60, TimeUnit.SECONDS).contains(Topics.LOOP.name()));
        createTopics();
        write(LOOP, 10);

        assertThat(inputs.look().orElseThrow()).contains("topic aurea.loop was made anew", "aurea reset");

        inputs.forget();
        assertThat(inputs.look()).isEmpty();
    }

    @Test
    void shouldRefuseALogThatIsShorterThanWhatWasRead() throws Exception {
        write(LOOP, 3);
        readTo(Map.of(LOOP, 4L));

        assertThat(inputs.look().orElseThrow()).contains("aurea.loop-1 ends at offset 3", "read it to 4");
    }

    @Test
    void shouldRefuseStateWithoutOffsets() throws Exception {
        admin.createTopics(List.of(new NewTopic(CHANGELOG, Optional.of(4), Optional.empty())))
                .all()
                .get(60, TimeUnit.SECONDS);
        assertThat(inputs.look()).isEmpty();

        write(new TopicPartition(CHANGELOG, 0), 1);

        assertThat(inputs.look().orElseThrow()).contains("the group aurea-streams has no offsets");
    }

    private void write(TopicPartition to, int records) throws Exception {
        for (int i = 0; i < records; i++) {
            producer.send(new ProducerRecord<>(to.topic(), to.partition(), new byte[1], new byte[1]))
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private void readTo(Map<TopicPartition, Long> offsets) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> committed.put(partition, new OffsetAndMetadata(offset)));
        admin.alterConsumerGroupOffsets(settings.applicationId(), committed)
                .all()
                .get(60, TimeUnit.SECONDS);
    }

    private void delete(TopicPartition from, long before) throws Exception {
        admin.deleteRecords(Map.of(from, RecordsToDelete.beforeOffset(before)))
                .all()
                .get(60, TimeUnit.SECONDS);
    }
}
