package io.aurea.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.app.AppSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void shouldLetTheEnvironmentWinOverTheFileAndFlagsOverBoth() throws IOException {
        Settings settings = Settings.of(
                file("a=file", "b=file", "c=file"),
                SettingsLayer.environment(Map.of("AUREA_B", "variable", "AUREA_C", "variable", "OTHER", "x")),
                SettingsLayer.flags(Map.of("c", "flag")));

        assertThat(settings.values()).isEqualTo(Map.of("a", "file", "b", "variable", "c", "flag"));
        assertThat(settings.describe("a")).isEqualTo("a file (from " + folder.resolve("aurea.properties") + ")");
        assertThat(settings.describe("b")).isEqualTo("AUREA_B variable (from the environment)");
        assertThat(settings.describe("c")).isEqualTo("c flag (from --set)");
    }

    @ParameterizedTest
    @CsvSource({
        "AUREA_BOOTSTRAP_SERVERS,bootstrap.servers",
        "AUREA_MAIN_CONSUMER_MAX_POLL_RECORDS,main.consumer.max.poll.records",
        "AUREA_A__B___C_D,a_b-c.d"
    })
    void shouldTurnVariablesIntoKeysAndBack(String variable, String key) {
        assertThat(SettingsLayer.environment(Map.of(variable, "")).values()).isEqualTo(Map.of(key, ""));
        assertThat(SettingsLayer.variableOf(key)).isEqualTo(variable);
    }

    @Test
    void shouldLeaveTheLaunchersVariablesAlone() {
        Map<String, String> launcher =
                Map.of("AUREA_DEBUG", "1", "AUREA_JAVA_OPTS", "-Xmx1g", "AUREA_COLUMNS", "80", "AUREA_PROGRESS", "1");

        assertThat(SettingsLayer.environment(launcher).values()).isEmpty();
    }

    @Test
    void shouldResolveReferencesToSecretsWhereverTheyStand() throws IOException {
        Path secrets = folder.resolve("secrets");
        Files.createDirectories(secrets);
        Files.writeString(secrets.resolve("one"), "from a folder");
        Path file = Files.writeString(folder.resolve("more.properties"), "two=from ${a} file\n");

        Settings settings = Settings.of(
                file(
                        "jdbc.password=${dir:" + secrets + ":one}",
                        "sasl.jaas.config=x password=\"${file:" + file + ":two}\";",
                        "untouched=${other:thing}"),
                SettingsLayer.environment(Map.of("AUREA_HOME_FOLDER", "${env:PATH}")),
                SettingsLayer.flags(Map.of()));

        assertThat(settings.values())
                .isEqualTo(Map.of(
                        "jdbc.password",
                        "from a folder",
                        "sasl.jaas.config",
                        "x password=\"from ${a} file\";",
                        "untouched",
                        "${other:thing}",
                        "home.folder",
                        System.getenv("PATH")));
    }

    @Test
    void shouldTakeTheUsersOwnProviders() throws IOException {
        Settings settings = Settings.of(file(
                "config.providers=mine",
                "config.providers.mine.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider",
                "a=${mine:PATH}",
                "b=${env:PATH}"));

        assertThat(settings.values()).isEqualTo(Map.of("a", System.getenv("PATH"), "b", "${env:PATH}"));
    }

    @Test
    void shouldRefuseAReferenceThatLeadsToNothing() throws IOException {
        SettingsLayer file = file("jdbc.password=${env:AUREA_NO_SUCH_VARIABLE}");

        assertThatThrownBy(() -> Settings.of(file))
                .isInstanceOf(SettingsException.class)
                .hasMessage(
                        "jdbc.password in %s: ${env:AUREA_NO_SUCH_VARIABLE} leads nowhere; allowed: one that exists",
                        folder.resolve("aurea.properties"));
        assertThatThrownBy(() -> Settings.of(SettingsLayer.flags(Map.of("a", "${file:/no/such/file:key}"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("/no/such/file");
    }

    @Test
    void shouldLeaveTheReferencesOfConnectorsToTheWorker() throws IOException {
        Settings settings = Settings.of(
                file("connector.connection.password=${env:PATH}", "connector.batch.size=10"),
                SettingsLayer.environment(Map.of("AUREA_CONNECTOR_BATCH_SIZE", "20")));

        assertThat(settings.connector()).isEqualTo(Map.of("connection.password", "${env:PATH}", "batch.size", "20"));
        assertThat(settings.values()).isEmpty();
    }

    @Test
    void shouldNamePlaceKeyValueAndWhatIsAllowed() throws IOException {
        Path file = folder.resolve("aurea.properties");
        List<Settings> wrong = List.of(
                Settings.of(file("bootstrap.servers=k:1", "schema.registry.url=http://r", "cycle.size.ms=ten")),
                Settings.of(
                        file("bootstrap.servers=k:1", "schema.registry.url=http://r"),
                        SettingsLayer.environment(Map.of("AUREA_CLOCK", "sun"))),
                Settings.of(file("schema.registry.url=http://r")));

        assertThat(wrong.stream().map(SettingsTest::refusal))
                .containsExactly(
                        "cycle.size.ms in " + file
                                + ": Invalid value ten for configuration cycle.size.ms: Not a number of type LONG",
                        "AUREA_CLOCK in the environment: Invalid value sun for configuration clock: String must be one of: wall, data",
                        "bootstrap.servers is not set: give it in the --config file, as AUREA_BOOTSTRAP_SERVERS or with --set (Kafka brokers, host:port, comma-separated)");
    }

    private static String refusal(Settings settings) {
        try {
            return settings.read(AppSettings.DEFINITION, AppSettings::new).toString();
        } catch (SettingsException refused) {
            return refused.getMessage();
        }
    }

    @Test
    void shouldShowNoCredentialsOfAUrl() {
        Settings settings =
                Settings.of(SettingsLayer.flags(Map.of("schema.registry.url", "https://me:secret@registry:8081/x")));

        assertThat(settings.describe("schema.registry.url"))
                .isEqualTo("schema.registry.url https://registry:8081/x (from --set)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jdbc:postgresql://db:5432/aurea?sslmode=require&sslpassword=secret | jdbc:postgresql://db:5432/aurea
            https://me:sec/ret@registry:8081/x                                 | https://registry:8081/x
            https://me:secret@a/x,https://me:secret@b/x?token=secret           | https://a/x,https://b/x
            """)
    void shouldShowAUrlWithoutWhatMayBeSecret(String url, String shown) {
        Settings settings = Settings.of(SettingsLayer.flags(Map.of("jdbc.url", url)));

        assertThat(settings.describe("jdbc.url")).isEqualTo("jdbc.url " + shown + " (from --set)");
    }

    @Test
    void shouldRefuseWhatIsAlmostASetting() {
        Settings settings = Settings.of(SettingsLayer.flags(Map.of("cycle.size", "10", "retries", "3")));
        ConfigDef definition = new ConfigDef(AppSettings.DEFINITION);

        assertThatThrownBy(() -> settings.requireKnown(List.of("cycle."), definition.names()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("cycle.size in --set is not a setting; allowed with cycle.: cycle.grace.ms, cycle.size.ms");
        settings.requireKnown(List.of("http."), Set.of());
    }

    @Test
    void shouldNameAFileThatIsMissingMalformedOrSaysAThingTwice() throws IOException {
        Path missing = folder.resolve("missing");
        Path broken = Files.writeString(folder.resolve("broken"), "a=\\u12");
        Path twice = Files.writeString(folder.resolve("twice"), "a=1\nb=2\na=1\n");

        assertThatThrownBy(() -> SettingsLayer.file(missing)).hasMessage("no configuration file at " + missing);
        assertThatThrownBy(() -> SettingsLayer.file(broken))
                .hasMessageStartingWith(broken + " is not a file of Java properties: ");
        assertThatThrownBy(() -> SettingsLayer.file(twice)).hasMessage(twice + " has a twice");
    }

    private SettingsLayer file(String... lines) throws IOException {
        return SettingsLayer.file(Files.write(folder.resolve("aurea.properties"), List.of(lines)));
    }
}
