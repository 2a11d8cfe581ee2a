package io.aurea.stack;

import io.aurea.fixture.Slow;
import io.aurea.local.KafkaServer;
import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A backlog on the servers of {@code aurea up}. */
@Slow
class BacklogIT extends BacklogChecks {
    private final ServerFiles files = ServerFiles.ofHome();

    @TempDir
    private Path data;

    private RegistryServer registry;

    @Override
    String startRegistry() {
        registry = RegistryServer.start(files, data.resolve("registry"), 0);
        return registry.url();
    }

    @Override
    Broker startBroker(String name) {
        KafkaServer kafka = KafkaServer.start(files, data.resolve(name), 0);
        return new Broker(kafka.bootstrapServers(), kafka::close);
    }

    @AfterEach
    void stopRegistry() {
        if (registry != null) {
            registry.close();
        }
    }
}
