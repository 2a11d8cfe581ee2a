package io.aurea.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.connector.ShippedConnector;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsException;
import io.aurea.settings.SettingsLayer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {

    @ParameterizedTest
    @CsvSource({
        "connection.password, secret",
        "connection.properties.sslpassword, secret",
        "consumer.override.sasl.jaas.config, secret",
        "value.converter.basic.auth.user.info, me:secret",
        "value.converter.bearer.auth.token, secret",
        "value.converter.schema.registry.url, https://me:secret@registry",
        "value.converter.schema.registry.ssl.keystore.key, secret"
    })
    void shouldSendNoSecretToTheConnectWorker(String key, String secret) {
        Installation plain = installation("connector." + key, secret);
        String reference = secret.replace("secret", "${file:/etc/connect/secrets.properties:it}");

        assertThatThrownBy(() -> plain.connector(ShippedConnector.POSTGRES_SINK))
                .isInstanceOf(SettingsException.class)
                .hasMessage("connector." + key
                        + " holds a secret as text, which the Connect worker would show; allowed: a reference that the"
                        + " worker resolves, such as ${file:/etc/aurea/secrets.properties:writer}");
        assertThat(installation("connector." + key, reference).connector(ShippedConnector.POSTGRES_SINK))
                .containsEntry(key, reference);
    }

    @Test
    void shouldSendTheConnectorAsShippedUnlessToldOtherwise() {
        Map<String, String> shipped = ShippedConnector.POSTGRES_SINK.config();
        Map<String, String> wanted = new HashMap<>(shipped);
        wanted.put("connection.password", "${file:/etc/connect/secrets.properties:writer}");
        wanted.put("errors.deadletterqueue.topic.replication.factor", "3");

        assertThat(installation("bootstrap.servers", "k:1").connector(ShippedConnector.POSTGRES_SINK))
                .isEqualTo(shipped)
                .containsEntry("connection.password", "${env:AUREA_JDBC_WRITER_PASSWORD}");
        assertThat(installation(
                                "connector.connection.password",
                                "${file:/etc/connect/secrets.properties:writer}",
                                "connector.errors.deadletterqueue.topic.replication.factor",
                                "3")
                        .connector(ShippedConnector.POSTGRES_SINK))
                .isEqualTo(wanted);
    }

    @Test
    void shouldAskForNoSettingsThatAreNotUsed() {
        Installation database = installation("jdbc.url", "jdbc:postgresql://db:5432/aurea");

        assertThat(database.database().reader()).isEqualTo("aurea_reader");
        assertThat(database.hasConnect()).isFalse();
        assertThatThrownBy(database::app)
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("bootstrap.servers is not set: ");
    }

    @Test
    void shouldKeepSecretsAndSettingsOfOthersAwayFromKafka() {
        Installation all = installation(
                "bootstrap.servers", "k:1",
                "schema.registry.url", "http://r",
                "jdbc.password", "secret",
                "jdbc.url", "jdbc:postgresql://db/aurea",
                "connect.basic.auth.user.info", "me:secret",
                "connector.connection.password", "secret",
                "topics.partitions", "8",
                "cycle.size.ms", "5000",
                "security.protocol", "SSL",
                "main.consumer.max.poll.records", "10");

        assertThat(all.app().streams())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("main.consumer.max.poll.records", "10")
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .doesNotContainKey("cycle.size.ms")
                .doesNotContainKey("topics.partitions")
                .doesNotContainValue("secret")
                .doesNotContainValue("me:secret");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            processing.guarantee | at_least_once | String must be one of: exactly_once_v2
            group.protocol       | consumer      | String must be one of: classic, streams
            num.standby.replicas | -1            | Value must be at least 0
            self.observation.instance | a/b      | must be 1 to 64 letters, digits and . _ -
            """)
    void shouldRefuseWhatTheAppCannotDo(String key, String value, String allowed) {
        shouldRefuse(Installation::app, key, value, allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            behind.proxy         | perhaps       | Expected value to be either true or false
            http.urls            | aurea:8080    | must be one or more http:// or https:// urls with a host, separated by commas
            http.host            | 0.0.0.0       | must be 127.0.0.1, ::1 or localhost unless there is a token in http.token or http.tokens.file
            application.server   | aurea         | must be host:port
            """)
    void shouldRefuseAnApiThatCannotBe(String key, String value, String allowed) {
        shouldRefuse(Installation::http, key, value, allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:mysql://db/aurea                        | jdbc.url must be a url of the form jdbc:postgresql://host:port/database
            jdbc:postgresql://db/aurea?user=me           | jdbc.url holds user or password; allowed: those in jdbc.user and jdbc.password
            jdbc:postgresql://db/aurea?password=secret   | jdbc.url holds user or password; allowed: those in jdbc.user and jdbc.password
            """)
    void shouldRefuseADatabaseUrlWithoutShowingIt(String url, String reason) {
        Installation wrong = installation("jdbc.url", url);

        assertThatThrownBy(wrong::database)
                .isInstanceOf(SettingsException.class)
                .hasMessage("jdbc.url in --set: " + reason);
    }

    @Test
    void shouldLeaveTheDriversParametersInTheUrl() {
        String url = "jdbc:postgresql://db:5432/aurea?sslmode=verify-full&sslrootcert=/etc/ca.pem";

        assertThat(installation("jdbc.url", url).database().url()).isEqualTo(url);
    }

    @Test
    void shouldRefuseStaticMembershipWhereTheBrokersAssign() {
        Installation wrong = installation(
                "bootstrap.servers",
                "k:1",
                "schema.registry.url",
                "http://r",
                "group.protocol",
                "streams",
                "group.instance.id",
                "one");

        assertThatThrownBy(wrong::app)
                .hasMessageContaining("group.instance.id: must be unset with group.protocol=streams");
    }

    private static void shouldRefuse(Consumer<Installation> part, String key, String value, String allowed) {
        Installation wrong = installation("bootstrap.servers", "k:1", "schema.registry.url", "http://r", key, value);

        assertThatThrownBy(() -> part.accept(wrong))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith(key + " in --set: ")
                .hasMessageContaining(value)
                .hasMessageEndingWith(allowed);
    }

    private static Installation installation(String... keysAndValues) {
        Map<String, String> settings = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            settings.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new Installation(Settings.of(SettingsLayer.flags(settings)));
    }
}
