package io.aurea.stack;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.serde.AvroSerde;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the README shows of publishing from Java; {@code ReadmeTest} holds the two together. */
public final class PublishExample {
    private PublishExample() {}

    static void publish(String kafka, String registry) {
        // README: begin
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "schema.registry.url", registry);
        Serde<Observation> serde = new AvroSerde<>();
        serde.configure(settings, false);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), serde.serializer())) {
            Observation.Builder checkout = Observation.newBuilder()
                    .setTenantId("shop")
                    .setSource("cart")
                    .setKind(ObservationKind.OPERATION)
                    .setName("checkout")
                    .setObservedAt(Instant.now())
                    .setSuccess(true)
                    .setDurationMs(42.0);
            producer.send(new ProducerRecord<>("aurea.observations", "shop/cart", checkout.build()));
        }
        // README: end
    }
}
