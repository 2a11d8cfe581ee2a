package io.aurea.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.aurea.app.AppSettings;
import io.aurea.installation.DatabaseSettings;
import io.aurea.status.HttpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;

/** Whatever a settings file is, it is read, or refused with the file and what is wrong. */
class SettingsFuzzTest {
    private static Path file;

    @BeforeAll
    static void create() throws IOException {
        file = Files.createTempFile("aurea-", ".properties");
    }

    @AfterAll
    static void delete() throws IOException {
        Files.delete(file);
    }

    @Timeout(10)
    @FuzzTest
    void shouldReadAFileOrSayWhatIsWrong(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try {
            Settings settings = Settings.of(SettingsLayer.file(file));
            settings.read(AppSettings.DEFINITION, AppSettings::new);
            settings.read(HttpSettings.DEFINITION, HttpSettings::new);
            settings.read(DatabaseSettings.configDef(), DatabaseSettings::new);
        } catch (SettingsException refused) {
            assertThat(refused).message().isNotBlank();
        }
    }
}
