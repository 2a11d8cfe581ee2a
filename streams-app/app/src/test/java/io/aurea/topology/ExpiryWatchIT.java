package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.ServerFiles;
import java.nio.file.Path;
import java.time.Duration;
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
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a task passes over was deleted before it, or is the end of a transaction. */
class ExpiryWatchIT {
    private static final String TOPIC = "readings";
    private static final String GROUP = "readers";
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final TopicPartition AT = new TopicPartition(TOPIC, 1);

    @TempDir
    private Path folder;

    private final UnreadRecords unread = new UnreadRecords();

    @Test
    void shouldCountWhatWasDeletedBeforeItWasReadAndNothingElse() throws Exception {
        try (KafkaServer kafka = KafkaServer.start(ServerFiles.ofHome(), folder, 0);
                ExpiryWatch watch = watch(kafka)) {
            fill(kafka, 20);
            UnreadRecords.Next next = next();
            next.read(at(3));
            next.read(at(9));
            next.read(at(10));
            watch.look();
            assertThat(unread.expired(TOPIC)).as("nothing is deleted").isZero();

            next = next();
            next.read(at(3));
            next.read(at(9));
            next.read(at(12));
            deleteBefore(kafka, 7);
            watch.look();
            assertThat(unread.expired(TOPIC)).as("of 4 to 8, and 10 and 11").isEqualTo(3);

            watch.look();
            assertThat(unread.expired(TOPIC)).as("nobody asks twice").isEqualTo(3);
        }
    }

    @Test
    void shouldCountWhatWasDeletedWhileNobodyHadThePartition() throws Exception {
        try (KafkaServer kafka = KafkaServer.start(ServerFiles.ofHome(), folder, 0);
                ExpiryWatch watch = watch(kafka)) {
            fill(kafka, 20);
            next().read(at(0));
            watch.begin(unread.awaitBegun(LIMIT));
            assertThat(unread.takeGaps()).as("nobody has read it before").isEmpty();

            commit(kafka, 4);
            UnreadRecords.Next next = next();
            watch.begin(unread.awaitBegun(LIMIT));
            next.read(at(4));
            watch.look();
            assertThat(unread.expired(TOPIC))
                    .as("it goes on where another has ended")
                    .isZero();

            deleteBefore(kafka, 7);
            next = next();
            watch.begin(unread.awaitBegun(LIMIT));
            watch.look();
            assertThat(unread.expired(TOPIC))
                    .as("4 to 6, before anything is read")
                    .isEqualTo(3);
            deleteBefore(kafka, 9);
            next.read(at(9));
            watch.look();
            assertThat(unread.expired(TOPIC)).as("and 7 and 8").isEqualTo(5);

            next = next();
            next.read(at(9));
            next.read(at(10));
            watch.begin(unread.awaitBegun(LIMIT));
            watch.look();
            assertThat(unread.expired(TOPIC))
                    .as("4 to 8, read before it is known")
                    .isEqualTo(10);

            next().read(at(9));
            commit(kafka, 12);
            watch.begin(unread.awaitBegun(LIMIT));
            watch.look();
            assertThat(unread.expired(TOPIC)).as("it has committed itself").isEqualTo(10);
            assertThat(unread.awaitBegun(Duration.ZERO)).isEmpty();
        }
    }

    @Test
    void shouldAskAgainWhereTheBrokersDoNotAnswer() {
        UnreadRecords.Next next = next();
        next.read(at(3));
        next.read(at(9));
        try (ExpiryWatch watch = new ExpiryWatch(
                unread,
                Admin.create(Map.of(
                        "bootstrap.servers", "127.0.0.1:1",
                        "request.timeout.ms", "500",
                        "default.api.timeout.ms", "500")),
                GROUP)) {
            watch.look();
        }
        assertThat(unread.expired(TOPIC)).isZero();
        assertThat(unread.takeGaps()).containsExactly(new UnreadRecords.Gap(AT, 4, 9));
    }

    private UnreadRecords.Next next() {
        return unread.next(TOPIC, AT.partition());
    }

    private ExpiryWatch watch(KafkaServer kafka) {
        return new ExpiryWatch(unread, Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())), GROUP);
    }

    private static void commit(KafkaServer kafka, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.alterConsumerGroupOffsets(GROUP, Map.of(AT, new OffsetAndMetadata(offset)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static void fill(KafkaServer kafka, int records) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(settings);
                Producer<byte[], byte[]> producer =
                        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            admin.createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty())))
                    .all()
                    .get(30, TimeUnit.SECONDS);
            for (int i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>(TOPIC, AT.partition(), null, new byte[1]));
            }
        }
    }

    private static void deleteBefore(KafkaServer kafka, long offset) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteRecords(Map.of(AT, RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private static RecordMetadata at(long offset) {
        return new RecordMetadata() {
            @Override
            public String topic() {
                return TOPIC;
            }

            @Override
            public int partition() {
                return AT.partition();
            }

            @Override
            public long offset() {
                return offset;
            }
        };
    }
}
