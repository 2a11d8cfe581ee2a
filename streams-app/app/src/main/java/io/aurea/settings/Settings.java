package io.aurea.settings;

import io.aurea.http.HttpEndpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.config.provider.DirectoryConfigProvider;
import org.apache.kafka.common.config.provider.EnvVarConfigProvider;
import org.apache.kafka.common.config.provider.FileConfigProvider;

/**
 * The settings of one run, each with its origin. Later entries win:
 *
 * <ol>
 *   <li>defaults from the {@code ConfigDef}s
 *   <li>the configuration file, or the endpoints file instead
 *   <li>{@code AUREA_*} variables
 *   <li>{@code --set}
 * </ol>
 *
 * <p>What must not vary, such as exactly-once, allows only one value. Values may contain references such as
 * {@code ${env:NAME}}, {@code ${file:PATH:KEY}} and {@code ${dir:PATH:FILE}}, which Kafka's configuration providers
 * resolve once, here; those of {@code connector.*} are left to the Connect worker. Immutable.
 */
public final class Settings {

    /** Settings that are sent to the Connect worker unchanged. */
    public static final String CONNECTOR_PREFIX = "connector.";

    private static final String PROVIDERS = AbstractConfig.CONFIG_PROVIDERS_CONFIG;
    private static final Map<String, String> PROVIDER_DEFAULTS = Map.of(
            PROVIDERS,
            "env,file,dir",
            PROVIDERS + ".env.class",
            EnvVarConfigProvider.class.getName(),
            PROVIDERS + ".file.class",
            FileConfigProvider.class.getName(),
            PROVIDERS + ".dir.class",
            DirectoryConfigProvider.class.getName());
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{([^}]*?):(?:[^}]*?:)?[^}]*?}");

    private final Map<String, String> values;
    private final Map<String, String> connector;
    private final Map<String, SettingsLayer> layers;

    private Settings(Map<String, String> values, Map<String, String> connector, Map<String, SettingsLayer> layers) {
        this.values = Map.copyOf(values);
        this.connector = Map.copyOf(connector);
        this.layers = Map.copyOf(layers);
    }

    /**
     * Merges the layers; later ones win.
     *
     * @throws SettingsException if a reference cannot be resolved
     */
    public static Settings of(SettingsLayer... lowestFirst) {
        Map<String, String> merged = new HashMap<>();
        Map<String, SettingsLayer> layers = new HashMap<>();
        for (SettingsLayer layer : lowestFirst) {
            layer.values().forEach((key, value) -> {
                merged.put(key, value);
                layers.put(key, layer);
            });
        }
        Map<String, String> connector = new HashMap<>();
        merged.forEach((key, value) -> {
            if (key.startsWith(CONNECTOR_PREFIX)) {
                connector.put(key.substring(CONNECTOR_PREFIX.length()), value);
            }
        });
        merged.keySet().removeIf(key -> key.startsWith(CONNECTOR_PREFIX));
        return new Settings(resolved(merged, layers), connector, layers);
    }

    private static Map<String, String> resolved(Map<String, String> merged, Map<String, SettingsLayer> layers) {
        Map<String, String> withProviders = new HashMap<>(PROVIDER_DEFAULTS);
        withProviders.putAll(merged);
        Map<String, String> resolved = new HashMap<>();
        try {
            new AbstractConfig(new ConfigDef(), withProviders, false)
                    .originals()
                    .forEach((key, value) -> resolved.put(key, (String) value));
        } catch (KafkaException | IllegalArgumentException failed) {
            // The latter for what is no path.
            throw new SettingsException("a reference to a configuration provider: " + reason(failed), failed);
        }
        Set<String> providers = Set.of(withProviders.get(PROVIDERS).trim().split("\\s*,\\s*"));
        merged.forEach((key, raw) -> {
            Matcher reference = REFERENCE.matcher(raw);
            while (reference.find()) {
                // Kafka leaves an unresolvable reference unchanged.
                if (providers.contains(reference.group(1)) && resolved.get(key).contains(reference.group())) {
                    throw new SettingsException(
                            named(key, layers) + ": " + reference.group() + " leads nowhere; allowed: one that exists");
                }
            }
        });
        resolved.keySet().removeIf(key -> key.equals(PROVIDERS) || key.startsWith(PROVIDERS + "."));
        return resolved;
    }

    private static String reason(Throwable failed) {
        return failed.getCause() == null
                ? failed.getMessage()
                : failed.getMessage() + ": " + failed.getCause().getMessage();
    }

    /** All settings but {@code connector.*}, by key, as passed to clients. */
    public Map<String, Object> values() {
        return new HashMap<>(values);
    }

    /** The settings for connectors, without the prefix and with references unresolved. */
    public Map<String, String> connector() {
        return connector;
    }

    /** Whether it was set explicitly. */
    public boolean has(String key) {
        return values.containsKey(key);
    }

    /**
     * An explicit setting with its value and place, for messages. Not for secrets; a URL is shown without user, password
     * and parameters, any of which may be one.
     */
    public String describe(String key) {
        SettingsLayer layer = layers.get(key);
        return "%s %s (from %s)"
                .formatted(
                        layer.spelled().getOrDefault(key, key),
                        HttpEndpoint.withoutUserInfo(values.get(key)).replaceAll("\\?[^,]*", ""),
                        layer.place());
    }

    /**
     * Reads the settings of a definition.
     *
     * @param config creates the typed settings from all values
     * @throws SettingsException for a value that is missing or not allowed
     */
    public <T> T read(ConfigDef definition, Function<Map<String, Object>, T> config) {
        for (ConfigValue checked : definition.validate(values)) {
            if (!checked.errorMessages().isEmpty()) {
                String key = checked.name();
                throw new SettingsException(
                        has(key)
                                ? named(key, layers) + ": "
                                        + checked.errorMessages().get(0)
                                : missing(key, definition));
            }
        }
        try {
            return config.apply(values());
        } catch (ConfigException notAllowed) {
            String message = notAllowed.getMessage();
            throw new SettingsException(
                    definition.names().stream()
                            .filter(key -> has(key) && message.contains("configuration " + key + ":"))
                            .findFirst()
                            .map(key -> named(key, layers) + ": " + message)
                            .orElse(message),
                    notAllowed);
        }
    }

    private static String named(String key, SettingsLayer layer) {
        return layer.spelled().getOrDefault(key, key) + " in " + layer.place();
    }

    private static String named(String key, Map<String, SettingsLayer> layers) {
        return named(key, layers.get(key));
    }

    private static String missing(String key, ConfigDef definition) {
        String documentation = definition.configKeys().get(key).documentation;
        return "%s is not set: give it in the --config file, as %s or with --set (%s)"
                .formatted(key, SettingsLayer.variableOf(key), firstSentence(documentation));
    }

    private static String firstSentence(String text) {
        int end = text.indexOf(". ");
        return end < 0 ? text.replaceFirst("\\.$", "") : text.substring(0, end);
    }

    /**
     * Refuses unknown keys with a prefix of our own: a typo would otherwise be passed on, unnoticed, to clients that do
     * not know it either.
     *
     * @param namespaces prefixes reserved for these definitions
     */
    public void requireKnown(List<String> namespaces, Set<String> known) {
        for (String key : new TreeMap<>(values).keySet()) {
            for (String namespace : namespaces) {
                if (key.startsWith(namespace) && !known.contains(key)) {
                    throw new SettingsException("%s is not a setting; allowed with %s: %s"
                            .formatted(
                                    named(key, layers),
                                    namespace,
                                    String.join(
                                            ", ",
                                            known.stream()
                                                    .filter(other -> other.startsWith(namespace))
                                                    .sorted()
                                                    .toList())));
                }
            }
        }
    }
}
