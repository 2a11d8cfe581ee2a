package io.aurea.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.backup.Manifest.BackedUpTopic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestTest {

    @Test
    void shouldReadWhatItWroteAndWhatALaterReleaseAdds() throws IOException {
        Manifest written = manifest(Manifest.FORMAT, "aurea_decisions");
        String json = new String(written.toJson(), UTF_8);
        assertThat(read(json)).isEqualTo(written);
        assertThat(read(json.replaceFirst("\\{", "{\"later\": 1,"))).isEqualTo(written);
    }

    @Test
    void shouldRefuseAFormatThatItDoesNotKnow() throws IOException {
        String json = new String(manifest(2, "aurea_decisions").toJson(), UTF_8);
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("its format is 2; allowed: up to 1");
    }

    @Test
    void shouldRefuseATableThatIsMoreThanAName() throws IOException {
        String json = new String(manifest(Manifest.FORMAT, "x; DROP TABLE y").toJson(), UTF_8);
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("it names a table 'x; DROP TABLE y'; allowed: ");
    }

    private static Manifest read(String json) throws IOException {
        return Manifest.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    private static Manifest manifest(int format, String table) {
        return new Manifest(
                format,
                "2026-03-01T10:00:00Z",
                Map.of("application.id", "aurea"),
                List.of(new BackedUpTopic("aurea.loop", 4, Map.of())),
                List.of(),
                List.of(),
                "5",
                List.of(table));
    }
}
