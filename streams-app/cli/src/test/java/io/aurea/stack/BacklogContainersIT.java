package io.aurea.stack;

import io.aurea.fixture.ContainerServers;
import io.aurea.fixture.InContainers;
import org.junit.jupiter.api.AfterEach;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;

/** A backlog on servers in containers. */
@InContainers
class BacklogContainersIT extends BacklogChecks {
    private GenericContainer<?> registry;

    @Override
    String startRegistry() {
        registry = ContainerServers.emptyRegistry();
        registry.start();
        return ContainerServers.urlOf(registry);
    }

    @Override
    Broker startBroker(String name) {
        KafkaContainer kafka = ContainerServers.broker();
        kafka.start();
        return new Broker(kafka.getBootstrapServers(), kafka::stop);
    }

    @AfterEach
    void stopRegistry() {
        if (registry != null) {
            registry.stop();
        }
    }
}
