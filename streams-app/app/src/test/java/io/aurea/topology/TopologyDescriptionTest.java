package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.cycle.CycleSettings;
import io.aurea.fixture.Readme;
import io.aurea.registry.InMemoryRegistry;
import io.aurea.topic.TopicSerdes;
import io.aurea.window.WindowSettings;
import io.aurea.work.TimedBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Shape and names of the topology must not change by accident: stored state depends on them. */
class TopologyDescriptionTest {
    private static final Path EXPECTED =
            Readme.HOME.resolve("streams-app/app/src/test/resources/io/aurea/topology/topology.txt");
    private static final Path ACTUAL = Readme.HOME.resolve("streams-app/app/target/topology.txt");

    private static final String CHANGED =
            """
            the topology differs from %s.
            A store's name is part of its changelog topic's (<application.id>-<store>-changelog): under a new name the state \
            that is stored is left behind and the store starts empty.
            A sub-topology that is added, removed or moved gives tasks other ids: instances of both versions must not share \
            one group, and with group.protocol=streams the group has to be a new one.
            If the change is intended, copy %s there, and say in the commit what becomes of the stored state""".formatted(Readme.HOME.relativize(EXPECTED), Readme.HOME.relativize(ACTUAL));

    @Test
    void shouldBeAsDescribed() throws IOException {
        CycleSettings cycles = new CycleSettings(new WindowSettings(10_000, 2_000, 60_000, 1_000), 30, 100, true);
        TopicSerdes serdes = new TopicSerdes(Map.of("schema.registry.url", "http://unused"), new InMemoryRegistry());
        String description = new AureaTopology(
                        cycles,
                        1_024,
                        1,
                        serdes,
                        new ObserveProgress(),
                        new OrientProgress(),
                        LastCycles.NONE,
                        TimedBudget.perThread(System::nanoTime, Duration.ofSeconds(10)))
                .build()
                .describe()
                .toString();
        Files.writeString(ACTUAL, description);

        assertThat(description).as(CHANGED).isEqualTo(Files.readString(EXPECTED));
    }
}
