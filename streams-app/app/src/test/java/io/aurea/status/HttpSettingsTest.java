package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpSettingsTest {
    private static final String TOKEN = "a-token-of-some-length";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "10.0.0.7", "aurea.example", "127.0.0.1.evil.example"})
    void shouldRefuseToStartOnAnotherAddressWithoutATokenOrWithoutTls(String host) {
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.host", host, "behind.proxy", "true")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.host")
                .hasMessageContaining("http.token");
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.host", host, "http.token", TOKEN)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.ssl.keystore.location")
                .hasMessageContaining("behind.proxy");
        assertThatCode(() -> new HttpSettings(
                        Map.of("http.host", host, "http.token", TOKEN, "http.ssl.keystore.location", "store.p12")))
                .doesNotThrowAnyException();
        assertThat(new HttpSettings(Map.of("http.host", host, "http.token", TOKEN, "behind.proxy", "true")).loopback())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "localhost"})
    void shouldStartOnLoopbackWithNothing(String host) {
        assertThat(new HttpSettings(Map.of("http.host", host)).loopback()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | http://127.0.0.1:80 | 127.0.0.1:80",
                "::1       | http://[::1]:80     | [::1]:80",
                "localhost | http://localhost:80 | localhost:80"
            })
    void shouldTellWhereItIsReached(String host, String url, String server) {
        HttpSettings settings = new HttpSettings(Map.of("http.host", host, "http.port", "80"));
        assertThat(settings.urls()).containsExactly(url);
        assertThat(settings.server(80)).isEqualTo(server);
    }

    @Test
    void shouldTakeTheNamesItIsToldAndItsOwn() {
        HttpSettings settings = new HttpSettings(Map.of(
                "http.host", "0.0.0.0",
                "http.token", TOKEN,
                "behind.proxy", "true",
                "http.hosts", "Aurea.Example",
                "application.server", "aurea-0:8080"));
        assertThat(settings.names(settings.server(8080)))
                .containsExactlyInAnyOrder("localhost", "127.0.0.1", "[::1]", "aurea.example", "aurea-0");
    }

    @Test
    void shouldRefuseWhatIsNoTokenWithoutShowingIt() throws IOException {
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.token", "short secret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("http.token")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.tokens.file", tokens("bob " + TOKEN))))
                .hasMessageContaining("line 1: must be a name, a token and tenants")
                .hasMessageNotContaining(TOKEN);
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.tokens.file", tokens("\nbob secret shop"))))
                .hasMessageContaining("line 2: the second word is not a token")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new HttpSettings(Map.of("http.tokens.file", tokens("bob " + TOKEN + " a/b"))))
                .hasMessageContaining("line 1: the third word must be * or tenants");
        assertThatThrownBy(() -> new HttpSettings(
                        Map.of("http.tokens.file", folder.resolve("none").toString())))
                .hasMessageContaining("cannot be read");
    }

    private String tokens(String text) throws IOException {
        return Files.writeString(folder.resolve("tokens"), text).toString();
    }

    @Test
    void shouldFindWhoseATokenIs() throws IOException {
        Tokens tokens = new HttpSettings(Map.of(
                        "http.token",
                        TOKEN,
                        "http.tokens.file",
                        tokens("bob bobs-token-0123456 shop\neve eves-token-0123456 *")))
                .tokens();
        assertThat(tokens.holder(TOKEN).orElseThrow().name()).isEqualTo("operator");
        assertThat(tokens.holder("bobs-token-0123456").orElseThrow().may("shop"))
                .isTrue();
        assertThat(tokens.holder("bobs-token-0123456").orElseThrow().may("other"))
                .isFalse();
        assertThat(tokens.holder("eves-token-0123456").orElseThrow().may("other"))
                .isTrue();
        assertThat(tokens.holder("")).isEmpty();
        assertThat(tokens.holder(TOKEN + "x")).isEmpty();
    }
}
