package io.aurea.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Readme;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings in docs match the definitions. */
class SettingsReferenceTest {

    private static final Path SAMPLE = Readme.HOME.resolve("docs/aurea.properties");

    @TempDir
    Path folder;

    @Test
    void shouldStandInThePageAsTheDefinitionsSay() throws IOException {
        assertThat(Files.readString(Readme.HOME.resolve("docs/SETTINGS.md")))
                .as("docs/SETTINGS.md; ./aurea settings > docs/SETTINGS.md makes it new")
                .isEqualTo(SettingsReference.page());
    }

    @Test
    void shouldStandInTheSampleAsTheDefinitionsSay() throws IOException {
        assertThat(Files.readString(SAMPLE))
                .as("docs/aurea.properties; ./aurea settings --sample > docs/aurea.properties makes it new")
                .isEqualTo(SettingsReference.sample());
    }

    @Test
    void shouldNeedOnlyAddresses() {
        Settings sample = Settings.of(SettingsLayer.file(SAMPLE));

        assertThat(sample.values())
                .isEqualTo(Map.of(
                        "bootstrap.servers", "localhost:9092",
                        "schema.registry.url", "http://localhost:8081",
                        "jdbc.url", "jdbc:postgresql://localhost:5432/aurea",
                        "connect.url", "http://localhost:8083"));
        assertThat(new Installation(sample).app().cycles().window().sizeMs()).isEqualTo(10_000);
    }

    /** An invalid default in the file would only be noticed by whoever uncomments it. */
    @Test
    void shouldAllowEveryDefaultAndExample() throws IOException {
        String active = Files.readString(SAMPLE)
                .replaceAll("(?m)^#(?=[a-z.]+=)", "")
                .replaceAll("\\$\\{file:[^}]*}", "user:secret")
                // One of two mutually exclusive settings, and unset ones.
                .replaceAll("(?m)^(group\\.instance\\.id|[a-z.]+=$).*", "");
        Installation all =
                new Installation(Settings.of(SettingsLayer.file(Files.writeString(folder.resolve("all"), active))));

        assertThat(all.app().observesItself()).isTrue();
        assertThat(all.topics().partitions()).isEqualTo(4);
        assertThat(all.database().ownerPassword()).isEqualTo("user:secret");
        assertThat(all.connect().endpoint().authorization()).isPresent();
        assertThat(all.registry().endpoints()).hasSize(1);
        assertThat(all.serdeConfig().subjectNameStrategy(false).className()).isEqualTo("TopicNameStrategy");
    }
}
