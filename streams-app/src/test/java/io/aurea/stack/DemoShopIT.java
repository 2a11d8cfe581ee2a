package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.StackProcess;
import io.aurea.fixture.TopicLog;
import io.aurea.topic.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea up} with its simulated shop. */
class DemoShopIT {
    @TempDir
    private Path folder;

    @Test
    void shouldRunTheShopAsATenant() throws Exception {
        try (StackProcess stack =
                StackProcess.up(folder.resolve("data"), "--cycle", "2s", "--grace", "2s", "--no-self")) {
            Awaitility.await("lines of cycles of the shop")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stack.app()
                                    .output()
                                    .lines()
                                    .filter(line -> line.contains(" demo-shop "))
                                    .count()
                            >= 3);
            assertThat(TopicLog.read(stack.endpoints().bootstrapServers(), Topics.DEAD_LETTERS.name()))
                    .as("every observation of the shop is in order and in time")
                    .isEmpty();
        }
    }
}
