package io.aurea.stack;

import io.aurea.fixture.ContainerServers;
import io.aurea.fixture.ContainerStack;
import io.aurea.fixture.InContainers;
import io.aurea.fixture.Stack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea run} on the data clock, with servers in containers. */
@InContainers
class DataClockContainersIT extends DataClockChecks {
    private final Map<String, ContainerServers> servers = new HashMap<>();

    @TempDir
    private Path folder;

    @Override
    Stack up(String name) throws Exception {
        return ContainerStack.up(
                servers.computeIfAbsent(name, n -> ContainerServers.start()),
                folder.resolve(name),
                Map.of("AUREA_CLOCK", "data", "AUREA_CYCLE_SIZE_MS", "10000", "AUREA_CYCLE_GRACE_MS", "2000"));
    }

    @AfterEach
    void stopServers() {
        servers.values().forEach(ContainerServers::close);
    }
}
