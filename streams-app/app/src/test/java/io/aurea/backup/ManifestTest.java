package io.aurea.backup;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.backup.Manifest.BackedUpSchema;
import io.aurea.backup.Manifest.BackedUpTopic;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"nowhere.Defined\"", "{\"type\": \"array\", \"items\": \"x\"}", "no JSON"})
    void shouldRefuseASchemaThatIsNone(String schema) throws IOException {
        String json = new String(
                manifest(Manifest.FORMAT, "t", new BackedUpSchema(7, "aurea.loop-value", schema))
                        .toJson(),
                UTF_8);
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("schema 7 of its subject 'aurea.loop-value' is not an Avro schema: ");
    }

    private static Manifest read(String json) throws IOException {
        return Manifest.read(new ByteArrayInputStream(json.getBytes(UTF_8)));
    }

    private static Manifest manifest(int format, String table, BackedUpSchema... schemas) {
        return new Manifest(
                format,
                "2026-03-01T10:00:00Z",
                Map.of("application.id", "aurea"),
                List.of(new BackedUpTopic("aurea.loop", 4, Map.of())),
                List.of(),
                List.of(schemas),
                "5",
                List.of(table));
    }
}
