package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.ServerFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicAdminIT {

    private static final short ONE_REPLICA = 1;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Test
    void shouldCreateWhatIsMissingAndOnlyTellWhereTheRestDiffers(@TempDir Path data) throws Exception {
        try (KafkaServer server = KafkaServer.start(ServerFiles.ofHome(), data, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()))) {
            TopicAdmin topics = new TopicAdmin(
                    admin, new TopicSettings(Map.of(TopicSettings.REPLICATION_FACTOR_CONFIG, "1")), TIMEOUT);
            NewTopic odd = new NewTopic(Topics.GOALS.name(), Optional.of(3), Optional.of(ONE_REPLICA))
                    .configs(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "1"));
            admin.createTopics(List.of(odd)).all().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

            assertThat(topics.differences())
                    .hasSize(Topics.ALL.size() + 1)
                    .contains(
                            "Topic aurea.observations does not exist",
                            "Topic aurea.goals has partitions=3, not 4",
                            "Topic aurea.goals has min.compaction.lag.ms=1, not 604800000");

            assertThat(topics.createMissing())
                    .containsExactlyElementsOf(Topics.ALL.stream()
                            .map(Topic::name)
                            .filter(name -> !name.equals(Topics.GOALS.name()))
                            .toList());

            assertThat(topics.createMissing()).isEmpty();
            assertThat(topics.differences())
                    .containsExactly(
                            "Topic aurea.goals has partitions=3, not 4",
                            "Topic aurea.goals has min.compaction.lag.ms=1, not 604800000");
        }
    }

    @Test
    void shouldReturnWhenEveryPartitionIsServed(@TempDir Path data) throws Exception {
        try (KafkaServer server = KafkaServer.start(ServerFiles.ofHome(), data, 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", server.bootstrapServers()));
                // Without retries, the first write to a partition that is not served yet fails.
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of(
                                "bootstrap.servers",
                                server.bootstrapServers(),
                                "retries",
                                0,
                                "enable.idempotence",
                                false),
                        new StringSerializer(),
                        new StringSerializer())) {
            List<String> created = new TopicAdmin(admin, new TopicSettings(Map.of()), TIMEOUT).createMissing();
            List<Future<RecordMetadata>> written = new ArrayList<>();
            for (String topic : created) {
                producer.partitionsFor(topic)
                        .forEach(p -> written.add(producer.send(new ProducerRecord<>(topic, p.partition(), "k", "v"))));
            }
            assertThat(written).hasSizeGreaterThan(Topics.ALL.size());
            for (Future<RecordMetadata> write : written) {
                assertThat(write).succeedsWithin(TIMEOUT);
            }
        }
    }
}
