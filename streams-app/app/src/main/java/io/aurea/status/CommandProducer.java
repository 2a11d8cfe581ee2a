package io.aurea.status;

import io.aurea.schema.Command;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Publishes commands to {@code aurea.commands}. Thread-safe. */
final class CommandProducer implements Commands.Publisher, AutoCloseable {
    private static final int TIMEOUT_MS = 10_000;

    private final Producer<String, Command> producer;
    /** The producer gives up first, and knows why. */
    private final BrokerAnswers stored = new BrokerAnswers(Duration.ofMillis(TIMEOUT_MS + 1_000));

    CommandProducer(KafkaClients clients, TopicSerdes serdes) {
        this.producer = new KafkaProducer<>(
                clients.producer(
                        "commands",
                        Map.of(),
                        Map.of(
                                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                TIMEOUT_MS / 2,
                                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                                TIMEOUT_MS / 2,
                                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                                TIMEOUT_MS,
                                ProducerConfig.LINGER_MS_CONFIG,
                                0)),
                serdes.key().serializer(),
                serdes.value(Topics.COMMANDS).serializer());
    }

    @Override
    public void publish(Command command) throws IOException {
        try {
            stored.await(producer.send(new ProducerRecord<>(Topics.COMMANDS.name(), command.getTenantId(), command)));
        } catch (KafkaException failed) {
            throw new IOException(failed.getMessage(), failed);
        }
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(1));
    }
}
