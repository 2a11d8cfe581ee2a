package io.aurea.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class RegistryConfigTest {

    @Test
    void shouldPreferTheNameWithThePrefix() {
        RegistryConfig config = new RegistryConfig(Map.of(
                "schema.registry.url", "http://a:1, https://b:2/path",
                "max.retries", "1",
                "schema.registry.max.retries", "2"));

        assertThat(config.getInt("max.retries")).isEqualTo(2);
        assertThat(config.getList("schema.registry.url")).containsExactly("http://a:1", "https://b:2/path");
    }

    @Test
    void shouldSayWhichSettingIsWrongAndWhatIsAllowed() {
        assertRefused(Map.of("schema.registry.url", ""), "schema.registry.url", "http://");
        assertRefused(
                Map.of("schema.registry.url", "localhost:8081"), "schema.registry.url", "localhost:8081", "http://");
        assertRefused(Map.of("max.retries", "-1"), "max.retries", "-1", "at least 0");
        assertRefused(
                Map.of("basic.auth.credentials.source", "SASL_INHERIT"),
                "basic.auth.credentials.source",
                "SASL_INHERIT",
                "URL, USER_INFO");
        assertRefused(
                Map.of("basic.auth.credentials.source", "USER_INFO"),
                "basic.auth.user.info",
                "basic.auth.credentials.source=USER_INFO");
        assertRefused(
                Map.of("bearer.auth.credentials.source", "OAUTHBEARER"),
                "bearer.auth.credentials.source",
                "STATIC_TOKEN");
        assertRefused(Map.of("bearer.auth.credentials.source", "STATIC_TOKEN"), "bearer.auth.token", "must be set");
        assertThatThrownBy(() -> new RegistryConfig(Map.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url");
    }

    @Test
    void shouldRefuseATokenThatNoHeaderCanCarryWithoutShowingIt() {
        for (String token : List.of("sec\nret", "sec ret", "secr\u00e9t", "")) {
            assertThatThrownBy(() -> new RegistryConfig(Map.of(
                            "schema.registry.url", "http://a:1",
                            "bearer.auth.credentials.source", "STATIC_TOKEN",
                            "bearer.auth.token", token)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("Invalid value [hidden] for configuration bearer.auth.token: must be visible ASCII"
                            + " characters without spaces and line breaks");
        }
    }

    @Test
    void shouldShowNoSecret() {
        RegistryConfig config = new RegistryConfig(Map.of(
                "schema.registry.url", "http://a:1",
                "basic.auth.credentials.source", "USER_INFO",
                "basic.auth.user.info", "ann:secret",
                "schema.registry.ssl.key.password", "secret"));

        assertThat(config.values().toString()).doesNotContain("secret");
        assertThatThrownBy(() -> new RegistryConfig(Map.of("schema.registry.url", "http//ann:secret@a:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> new RegistryConfig(Map.of("schema.registry.url", "ftp://ann:se@cr/et@a:1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("se@cr");
        assertThatThrownBy(() -> new RegistryConfig(Map.of(
                        "schema.registry.url",
                        "http://a:1",
                        "basic.auth.credentials.source",
                        "USER_INFO",
                        "basic.auth.user.info",
                        "secret")))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("Invalid value secret");
    }

    @Test
    void shouldDocumentEverySetting() {
        ConfigDef definition = RegistryConfig.configDef();

        assertThat(definition.configKeys().values())
                .allSatisfy(key -> assertThat(key.documentation).as(key.name).isNotBlank());
        assertThat(definition.names()).contains("schema.registry.ssl.truststore.location");
    }

    private static void assertRefused(Map<String, String> settings, String... parts) {
        Map<String, String> configs = new HashMap<>(Map.of("schema.registry.url", "http://a:1"));
        configs.putAll(settings);
        assertThatThrownBy(() -> new RegistryConfig(configs))
                .isInstanceOf(ConfigException.class)
                .hasMessageContainingAll(parts);
    }
}
