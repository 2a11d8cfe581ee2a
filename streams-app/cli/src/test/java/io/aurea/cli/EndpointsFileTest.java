package io.aurea.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EndpointsFileTest {

    private static final EndpointsFile ENDPOINTS = TestEndpoints.nowhere(TimeSource.DATA);

    @TempDir
    Path folder;

    @Test
    void shouldReadWhatItWrote() throws IOException {
        Path file = folder.resolve("new").resolve("endpoints.json");

        ENDPOINTS.write(file);
        ENDPOINTS.write(file);

        assertThat(EndpointsFile.read(file)).isEqualTo(ENDPOINTS);
        assertThat(file.getParent()).isDirectoryContaining(file::equals);
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void shouldUseTheNamesThatScriptsDependOn() throws IOException {
        Path file = folder.resolve("endpoints.json");

        ENDPOINTS.write(file);

        assertThat(new JsonMapper().readTree(file.toFile()).fieldNames())
                .toIterable()
                .containsExactly(
                        "bootstrap_servers",
                        "schema_registry_url",
                        "connect_url",
                        "jdbc_url",
                        "jdbc_user",
                        "jdbc_password",
                        "jdbc_owner_user",
                        "jdbc_owner_password",
                        "http_url",
                        "http_token",
                        "pid",
                        "clock",
                        "cycle_ms",
                        "grace_ms");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldKeepThePasswordToItsOwner() throws IOException {
        Path file = folder.resolve("endpoints.json");

        ENDPOINTS.write(file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(ENDPOINTS.toString()).doesNotContain("secret");
    }

    @Test
    void shouldIgnoreFieldsOfANewerStack() throws IOException {
        Path file = folder.resolve("endpoints.json");
        ENDPOINTS.write(file);
        Files.writeString(file, Files.readString(file).replaceFirst("\\{", "{\"later\": 1,"));

        assertThat(EndpointsFile.read(file)).isEqualTo(ENDPOINTS);
    }

    @Test
    void shouldNameMissingFields() throws IOException {
        Path file = folder.resolve("endpoints.json");
        ENDPOINTS.write(file);
        Files.writeString(
                file,
                Files.readString(file)
                        .replaceFirst("\"jdbc_url\"[^,]*,", "")
                        .replaceFirst("\"pid\" : 1", "\"pid\" : null"));

        assertThatThrownBy(() -> EndpointsFile.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage("%s lacks jdbc_url, pid", file);
    }

    @Test
    void shouldRefuseWhatIsNoEndpointsFile() throws IOException {
        Path file = Files.writeString(folder.resolve("endpoints.json"), "hello");

        assertThatThrownBy(() -> EndpointsFile.read(file))
                .isInstanceOf(UserError.class)
                .hasMessageStartingWith("%s is not an endpoints file: ", file);
    }

    @Test
    void shouldRefuseAnUnknownClock() throws IOException {
        Path file = folder.resolve("endpoints.json");
        ENDPOINTS.write(file);
        Files.writeString(file, Files.readString(file).replace("\"data\"", "\"sun\""));

        assertThatThrownBy(() -> EndpointsFile.read(file))
                .isInstanceOf(UserError.class)
                .hasMessage("%s: clock: 'sun' is not a clock; allowed: wall, data", file);
    }
}
