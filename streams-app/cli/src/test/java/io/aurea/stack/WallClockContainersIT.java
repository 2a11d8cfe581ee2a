package io.aurea.stack;

import io.aurea.fixture.ContainerServers;
import io.aurea.fixture.ContainerStack;
import io.aurea.fixture.InContainers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea run} on the wall clock, observing itself and its servers in containers. */
@InContainers
class WallClockContainersIT extends WallClockChecks<ContainerStack> {
    @TempDir
    private Path folder;

    private ContainerServers servers;

    @Override
    ContainerStack up() throws Exception {
        if (servers == null) {
            servers = ContainerServers.start();
        }
        return ContainerStack.up(
                servers, folder.resolve("state"), Map.of("AUREA_CYCLE_SIZE_MS", "2000", "AUREA_CYCLE_GRACE_MS", "500"));
    }

    @Override
    String instance() {
        return ContainerStack.INSTANCE + ".";
    }

    @AfterEach
    void stopServers() {
        if (servers != null) {
            servers.close();
        }
    }
}
