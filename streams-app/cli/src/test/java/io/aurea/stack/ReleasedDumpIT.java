package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.aurea.fixture.Readme;
import io.aurea.fixture.ReleaseScenario;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every release left is gone on with: topics, state, offsets and tables of a stack that was interrupted. */
@Slow
class ReleasedDumpIT {
    private static final Path RELEASED = Readme.HOME.resolve("streams-app/cli/src/test/released");
    private static final String WRITE = "aurea.released.write";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @TempDir
    private Path folder;

    static List<String> versions() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void shouldGoOnFromWhatAReleaseLeft(String version) throws Exception {
        Path released = RELEASED.resolve(version);
        Map<String, String> interrupted =
                JSON.readValue(released.resolve("facts.json").toFile(), new TypeReference<>() {});
        try (StackProcess stack = StackProcess.up(
                folder.resolve("data"),
                "--clock",
                "data",
                "--restore",
                released.resolve("aurea.zip").toString())) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            assertThat(scenario.facts()).isEqualTo(interrupted);
            scenario.goOn();
            scenario.assertEnded(interrupted);
            assertThat(Files.readString(folder.resolve("data/logs/aurea.log")))
                    .doesNotContain("is set aside", "begins without its state");
        }
    }

    /** How the files of a release are made: {@code .ci/release-dump VERSION}, from the tree that is released. */
    @Test
    @EnabledIfSystemProperty(named = WRITE, matches = ".+")
    void writesWhatThisTreeLeaves() throws Exception {
        Path released = Files.createDirectories(RELEASED.resolve(System.getProperty(WRITE)));
        try (StackProcess stack = StackProcess.up(folder.resolve("data"), ReleaseScenario.CLOCK)) {
            ReleaseScenario scenario = new ReleaseScenario(stack);
            scenario.begin();
            JSON.writeValue(released.resolve("facts.json").toFile(), scenario.facts());
        }
        Path dump = released.resolve("aurea.zip");
        StackProcess.up(folder.resolve("data"), "--clock", "data", "--backup", dump.toString())
                .close();
        assertThat(dump).isNotEmptyFile();
    }
}
