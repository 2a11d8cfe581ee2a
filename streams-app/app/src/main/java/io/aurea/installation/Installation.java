package io.aurea.installation;

import io.aurea.app.AppSettings;
import io.aurea.connector.ConnectConfig;
import io.aurea.connector.ShippedConnector;
import io.aurea.http.HttpEndpoint;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.serde.AvroSerdeConfig;
import io.aurea.settings.KafkaClients;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsException;
import io.aurea.status.Database;
import io.aurea.status.HttpSettings;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;

/**
 * An installation as its settings describe it: a stack that {@code aurea up} runs, or servers that were there before.
 * Each part is read when it is asked for, so that nobody needs settings they do not use. Immutable.
 *
 * <p>Every method throws {@link SettingsException} for a setting that is missing or not allowed.
 */
public final class Installation {

    /** Prefixes that no client of Kafka or the registry uses. */
    static final List<String> NAMESPACES = List.of(
            "behind.",
            "cycle.",
            "http.",
            "jdbc.",
            "connect.",
            "topics.",
            "self.observation",
            "windows.open.",
            "tick.interval.",
            "level.accept.",
            "anomaly.budget.");

    /** What Kafka, the registry's clients and the PostgreSQL driver call their secrets. */
    private static final Pattern SECRET_KEY =
            Pattern.compile("(?i)(password|secret|token|user\\.info|jaas\\.config|keystore\\.key)$");

    private static final Pattern REFERENCE = Pattern.compile("\\$\\{[^}:]+:[^}]+}");

    private final Settings settings;

    public Installation(Settings settings) {
        this.settings = settings;
        Set<String> known = new HashSet<>();
        definitions().forEach(definition -> known.addAll(definition.names()));
        settings.requireKnown(NAMESPACES, known);
    }

    /** All definitions. */
    static List<ConfigDef> definitions() {
        return List.of(
                AppSettings.DEFINITION,
                HttpSettings.DEFINITION,
                TopicSettings.configDef(),
                RegistryConfig.configDef(),
                AvroSerdeConfig.configDef(),
                DatabaseSettings.configDef(),
                ConnectConfig.configDef());
    }

    public AppSettings app() {
        return settings.read(AppSettings.DEFINITION, AppSettings::new);
    }

    public HttpSettings http() {
        return settings.read(HttpSettings.DEFINITION, HttpSettings::new);
    }

    public TopicSettings topics() {
        return settings.read(TopicSettings.configDef(), TopicSettings::new);
    }

    public DatabaseSettings database() {
        return settings.read(DatabaseSettings.configDef(), DatabaseSettings::new);
    }

    /** The database for the API; empty when the settings name none. */
    public Optional<Database> history() {
        return hasDatabase()
                ? Optional.of(new Database(
                        database().url(), database().reader(), database().readerPassword(), Clock.systemUTC()))
                : Optional.empty();
    }

    public boolean hasDatabase() {
        return settings.has(DatabaseSettings.URL_CONFIG);
    }

    public ConnectConfig connect() {
        return settings.read(ConnectConfig.configDef(), ConnectConfig::new);
    }

    public boolean hasConnect() {
        return settings.has(ConnectConfig.URL_CONFIG);
    }

    public RegistryConfig registry() {
        return settings.read(RegistryConfig.configDef(), RegistryConfig::new);
    }

    /** Settings of Kafka's clients. */
    public KafkaClients kafka() {
        return app().kafka();
    }

    /**
     * A client of the registry.
     *
     * @param defaults overridden by the user's own
     */
    public RegistryClient registryClient(Map<String, ?> defaults) {
        registry();
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(app().serdes());
        return RegistryClient.create(all);
    }

    /** The serdes of the topics, over a registry client with these defaults. */
    public TopicSerdes serdes(Map<String, ?> registryDefaults) {
        settings.read(AvroSerdeConfig.configDef(), AvroSerdeConfig::new);
        return new TopicSerdes(app().serdes(), registryClient(registryDefaults));
    }

    /** The strategy that names the subjects of values. */
    public AvroSerdeConfig serdeConfig() {
        return settings.read(AvroSerdeConfig.configDef(), AvroSerdeConfig::new);
    }

    /**
     * The configuration of a connector: as shipped, overridden by the {@code connector.*} settings. A worker's REST API
     * shows it to everybody who may ask, so a secret has to be a reference that the worker resolves.
     */
    public Map<String, String> connector(ShippedConnector shipped) {
        Map<String, String> config = new HashMap<>(shipped.config());
        config.putAll(settings.connector());
        new TreeMap<>(config).forEach((key, value) -> {
            boolean secret = SECRET_KEY.matcher(key).find()
                    || !HttpEndpoint.withoutUserInfo(value).equals(value);
            if (secret && !value.isEmpty() && !REFERENCE.matcher(value).find()) {
                throw new SettingsException(
                        "%s holds a secret as text, which the Connect worker would show; allowed: a reference that the worker resolves, such as ${file:/etc/aurea/secrets.properties:writer}"
                                .formatted(Settings.CONNECTOR_PREFIX + key));
            }
        });
        return config;
    }

    /**
     * A setting with its value and place, for messages. Not for secrets.
     *
     * @param value its default
     */
    public String describe(String key, Object value) {
        return settings.has(key) ? settings.describe(key) : key + " " + value + " (the default)";
    }

    /** The brokers' address, for messages. */
    public String brokers() {
        return settings.describe(AppSettings.BOOTSTRAP_SERVERS_CONFIG);
    }
}
