package io.aurea.installation;

import io.aurea.app.AppSettings;
import io.aurea.connector.ConnectConfig;
import io.aurea.connector.ShippedConnector;
import io.aurea.registry.RegistryConfig;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.settings.Settings;
import io.aurea.sink.PostgresSinkConfig;
import io.aurea.status.HttpSettings;
import io.aurea.topic.TopicSettings;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;

/**
 * All settings with their defaults and documentation, as a page and as a sample file, both generated from the
 * definitions.
 */
public final class SettingsReference {

    private static final int WIDTH = 116;
    private static final String HEAD = "| Key | Default | Allowed | Meaning |\n|---|---|---|---|\n";

    /** Examples for settings without a default. */
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry(AppSettings.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092"),
            Map.entry(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, "http://localhost:8081"),
            Map.entry(AppSettings.GROUP_INSTANCE_ID_CONFIG, "aurea-0"),
            Map.entry(HttpSettings.URLS_CONFIG, "http://aurea-0:8080,http://aurea-1:8080"),
            Map.entry(HttpSettings.TOKEN_CONFIG, "${file:/etc/aurea/secrets.properties:token}"),
            Map.entry(HttpSettings.TOKENS_FILE_CONFIG, "/etc/aurea/tokens"),
            Map.entry(HttpSettings.APPLICATION_SERVER_CONFIG, "aurea-0:8080"),
            Map.entry(AppSettings.SELF_OBSERVATION_INSTANCE_CONFIG, "aurea-0"),
            Map.entry(DatabaseSettings.URL_CONFIG, "jdbc:postgresql://localhost:5432/aurea"),
            Map.entry(DatabaseSettings.USER_CONFIG, "aurea"),
            Map.entry(DatabaseSettings.PASSWORD_CONFIG, "${file:/etc/aurea/secrets.properties:owner}"),
            Map.entry(DatabaseSettings.WRITER_PASSWORD_CONFIG, "${file:/etc/aurea/secrets.properties:writer}"),
            Map.entry(DatabaseSettings.READER_PASSWORD_CONFIG, "${file:/etc/aurea/secrets.properties:reader}"),
            Map.entry(ConnectConfig.URL_CONFIG, "http://localhost:8083"),
            Map.entry(ConnectConfig.BASIC_USER_INFO_CONFIG, "${file:/etc/aurea/secrets.properties:connect}"),
            Map.entry(RegistryConfig.BASIC_USER_INFO_CONFIG, "${file:/etc/aurea/secrets.properties:registry}"),
            Map.entry(RegistryConfig.BEARER_TOKEN_CONFIG, "${file:/etc/aurea/secrets.properties:registry-token}"),
            Map.entry(AvroSerdeConfig.VALUE_TYPE_CONFIG, "io.aurea.schema.Observation"),
            Map.entry(AvroSerdeConfig.KEY_TYPE_CONFIG, "io.aurea.schema.Observation"));

    private static final List<SettingsPart> PARTS = List.of(
            new SettingsPart(
                    "The app",
                    "Any other key is passed on to Kafka Streams and Kafka's clients unchanged: `security.protocol`,"
                            + " `sasl.*` and `ssl.*`, `state.dir`, `num.stream.threads`, and `main.consumer.*`, `consumer.*`,"
                            + " `producer.*`, `admin.*` with Kafka Streams' meaning.",
                    AppSettings.DEFINITION.configKeys().values()),
            new SettingsPart(
                    "API and page",
                    "`http.ssl.*` are Kafka's `ssl.*` settings: with a keystore the API speaks TLS, and the truststore is for"
                            + " the other instances'. See [API.md](API.md).",
                    without(HttpSettings.DEFINITION, "http.ssl.")),
            new SettingsPart(
                    "Topics",
                    "For `aurea topics`.",
                    TopicSettings.configDef().configKeys().values()),
            new SettingsPart(
                    "Schema registry",
                    "Each may also be written with the prefix `schema.registry.`, which then wins. `schema.registry.ssl.*`"
                            + " are Kafka's `ssl.*` settings, for the connection to the registry.",
                    without(
                            RegistryConfig.configDef(),
                            RegistryConfig.PREFIX + "ssl.",
                            AppSettings.SCHEMA_REGISTRY_URL_CONFIG)),
            new SettingsPart(
                    "Avro serde", "", AvroSerdeConfig.configDef().configKeys().values()),
            new SettingsPart(
                    "PostgreSQL",
                    "For `aurea migrate`, `aurea sql`, `aurea drain` and self-observation. The sink logs in by itself: see"
                            + " the connector.",
                    DatabaseSettings.configDef().configKeys().values()),
            new SettingsPart(
                    "Connect worker",
                    "For `aurea connectors` and self-observation. `connect.ssl.*` are Kafka's `ssl.*` settings, for the"
                            + " connection to the worker.",
                    without(ConnectConfig.configDef(), ConnectConfig.PREFIX + "ssl.")));

    private static final String CONNECTOR_INTRODUCTION =
            "What `aurea connectors apply` changes in the connector as shipped: any setting of the sink, of its"
                    + " converter or of Connect itself, prefixed with `connector.`. Values are sent unchanged: references"
                    + " in them are resolved by the worker, in its own environment. `retention.ms` says how long rows of a table"
                    + " stay, in milliseconds, -1: for ever. Those in which installations differ, as"
                    + " shipped:";

    private static final List<String> CONNECTOR_KEYS = List.of(
            "connection.url",
            "connection.user",
            "connection.password",
            "value.converter.schema.registry.url",
            "errors.deadletterqueue.topic.replication.factor",
            "tasks.max",
            "tables.cycles.retention.ms",
            "tables.goals.retention.ms",
            "tables.patterns.retention.ms",
            "tables.onsets.retention.ms",
            "tables.decisions.retention.ms",
            "tables.outcomes.retention.ms",
            "tables.learnings.retention.ms",
            "tables.incidents.retention.ms",
            "tables.commands.retention.ms",
            "tables.policies.retention.ms");

    /** Settings that belong together. */
    private record SettingsPart(String title, String introduction, Collection<ConfigKey> keys) {}

    private static List<ConfigKey> without(ConfigDef definition, String... prefixes) {
        return definition.configKeys().values().stream()
                .filter(key -> Stream.of(prefixes).noneMatch(key.name::startsWith))
                .toList();
    }

    private SettingsReference() {}

    /** The page, in Markdown. */
    public static String page() {
        StringBuilder page = new StringBuilder("""
                # Settings

                From `./aurea settings > docs/SETTINGS.md`; a test compares.

                Settings come from these places, later ones win: the defaults, the file of Java properties that `--config` names,
                environment variables, `--set key=value`. [aurea.properties](aurea.properties) is a file to start from. The
                variable of a setting is `AUREA_` and the key in capitals, with `_` for a dot, `__` for an underscore and
                `___` for a dash: `AUREA_BOOTSTRAP_SERVERS` is `bootstrap.servers`. An empty value is a value.
                `AUREA_DEBUG`, `AUREA_JAVA_OPTS`, `AUREA_COLUMNS` and `AUREA_PROGRESS` are not settings. With `--endpoints`
                the endpoints file replaces file and variables.

                Values may refer to secrets: `${env:NAME}`, `${file:PATH:KEY}` from a file of Java properties, `${dir:PATH:FILE}`.
                Kafka's `config.providers` adds others.

                A key that is not listed here is passed on to the clients; one that begins like these is refused:
                %s.
                """.formatted(Installation.NAMESPACES.stream()
                .map(namespace -> "`" + namespace + "`")
                .collect(Collectors.joining(", "))));
        for (SettingsPart part : PARTS) {
            page.append("\n## ").append(part.title()).append("\n\n");
            if (!part.introduction().isEmpty()) {
                page.append(part.introduction()).append("\n\n");
            }
            page.append(HEAD);
            part.keys()
                    .forEach(key -> page.append(row(
                            key.name,
                            key.hasDefault() ? defaultOf(key) : "required",
                            allowed(key),
                            key.documentation)));
        }
        page.append("\n## Connector\n\n")
                .append(CONNECTOR_INTRODUCTION)
                .append("\n\n| Key | As shipped |\n|---|---|\n");
        Map<String, String> shipped = shipped();
        CONNECTOR_KEYS.forEach(
                key -> page.append("| `%s` | `%s` |\n".formatted(Settings.CONNECTOR_PREFIX + key, shipped.get(key))));
        page.append("\nThe settings of the sink itself:\n\n").append(HEAD);
        PostgresSinkConfig.definition()
                .configKeys()
                .values()
                .forEach(key -> page.append(row(
                        Settings.CONNECTOR_PREFIX + key.name,
                        shipped.getOrDefault(key.name, defaultOf(key)),
                        allowed(key),
                        key.documentation)));
        return page.toString();
    }

    /** The connector as shipped, with the defaults of its tables. */
    private static Map<String, String> shipped() {
        Map<String, String> shipped = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        Map<String, Object> defaults = PostgresSinkConfig.definition(shipped).defaultValues();
        CONNECTOR_KEYS.stream()
                .filter(defaults::containsKey)
                .forEach(key -> shipped.putIfAbsent(key, String.valueOf(defaults.get(key))));
        return shipped;
    }

    private static String row(String key, String value, String allowed, String meaning) {
        String shown = value.isEmpty() ? "unset" : value.equals("required") ? value : "`" + value + "`";
        return "| `%s` | %s | %s | %s |\n".formatted(key, shown, allowed, meaning.replace("|", "\\|"));
    }

    /** The sample file: required settings with an example, everything else commented out. */
    public static String sample() {
        StringBuilder sample = new StringBuilder("""
                # Settings of AUREA Streams, for existing servers: ./aurea run --config FILE, and all other commands.
                # What follows a # is the default, or an example where there is none. docs/SETTINGS.md has the rest.
                # Secrets belong elsewhere: ${env:NAME}, ${file:PATH:KEY} or ${dir:PATH:FILE} in a value refers to one.
                """);
        for (SettingsPart part : PARTS) {
            sample.append("\n# ---- ").append(part.title()).append(" ----\n");
            comment(part.introduction(), sample);
            part.keys().forEach(key -> {
                sample.append('\n');
                comment(key.documentation, sample);
                sample.append(key.hasDefault() ? "#" : "")
                        .append(key.name)
                        .append('=')
                        .append(EXAMPLES.getOrDefault(key.name, defaultOf(key)))
                        .append('\n');
            });
        }
        sample.append("\n# ---- Connector ----\n");
        comment(CONNECTOR_INTRODUCTION, sample);
        Map<String, String> shipped = shipped();
        CONNECTOR_KEYS.forEach(key -> sample.append('#')
                .append(Settings.CONNECTOR_PREFIX)
                .append(key)
                .append('=')
                .append(shipped.get(key))
                .append('\n'));
        return sample.toString();
    }

    private static void comment(String text, StringBuilder out) {
        StringBuilder line = new StringBuilder("#");
        for (String word :
                text.isEmpty() ? new String[0] : text.replace("`", "").split(" ")) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line.setLength(1);
            }
            line.append(' ').append(word);
        }
        if (line.length() > 1) {
            out.append(line).append('\n');
        }
    }

    private static String defaultOf(ConfigKey key) {
        Object value = key.hasDefault() ? key.defaultValue : null;
        if (value == null) {
            return "";
        }
        if (value instanceof Class<?> type) {
            return type.getName();
        }
        return ConfigDef.convertToString(value, key.type);
    }

    private static String allowed(ConfigKey key) {
        List<String> parts = new ArrayList<>(List.of(key.type.name().toLowerCase(Locale.ROOT)));
        if (key.validator != null && !key.validator.toString().contains("$$Lambda")) {
            parts.add(key.validator.toString());
        }
        return String.join(", ", parts).replace("|", "\\|");
    }
}
