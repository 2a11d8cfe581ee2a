package io.aurea.stack;

import io.aurea.publish.ObservationPublisher;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.time.Instant;
import java.util.Map;

/** The README's example of publishing from Java; {@code ReadmeTest} compares the two. */
public final class PublishExample {
    private PublishExample() {}

    static void publish(String kafka, String registry) {
        // README: begin
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka, "schema.registry.url", registry);
        try (ObservationPublisher publisher = new ObservationPublisher(settings)) {
            Observation.Builder checkout = Observation.newBuilder()
                    .setTenantId("shop")
                    .setSource("cart")
                    .setKind(ObservationKind.OPERATION)
                    .setName("checkout")
                    .setObservedAt(Instant.now())
                    .setSuccess(true)
                    .setDurationMs(42.0);
            publisher.publish(checkout.build());
        }
        // README: end
    }
}
