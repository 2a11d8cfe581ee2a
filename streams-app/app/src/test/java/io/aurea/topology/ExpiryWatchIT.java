package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.ServerFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
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
    private static final TopicPartition AT = new TopicPartition(TOPIC, 1);

    @TempDir
    private Path folder;

    private final UnreadRecords unread = new UnreadRecords();

    @Test
    void shouldCountWhatWasDeletedBeforeItWasReadAndNothingElse() throws Exception {
        try (KafkaServer kafka = KafkaServer.start(ServerFiles.ofHome(), folder, 0);
                ExpiryWatch watch =
                        new ExpiryWatch(unread, Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers())))) {
            fill(kafka, 20);
            UnreadRecords.Next next = unread.next();
            next.read(at(3));
            next.read(at(9));
            next.read(at(10));
            watch.look();
            assertThat(unread.expired(TOPIC)).as("nothing is deleted").isZero();

            next = unread.next();
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
    void shouldAskAgainWhereTheBrokersDoNotAnswer() {
        UnreadRecords.Next next = unread.next();
        next.read(at(3));
        next.read(at(9));
        try (ExpiryWatch watch = new ExpiryWatch(
                unread,
                Admin.create(Map.of(
                        "bootstrap.servers", "127.0.0.1:1",
                        "request.timeout.ms", "500",
                        "default.api.timeout.ms", "500")))) {
            watch.look();
        }
        assertThat(unread.expired(TOPIC)).isZero();
        assertThat(unread.takeGaps()).containsExactly(new UnreadRecords.Gap(AT, 4, 9));
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
