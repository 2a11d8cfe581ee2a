package io.aurea.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * The settings from one place.
 *
 * @param place for messages: a file, the environment, the command line
 * @param values by key
 * @param spelled the place's spelling of a key, where it differs
 */
public record SettingsLayer(String place, Map<String, String> values, Map<String, String> spelled) {

    /** Prefix of environment variables. */
    public static final String VARIABLE_PREFIX = "AUREA_";

    /** Variables of the launcher, which are not settings. */
    public static final Set<String> LAUNCHER_VARIABLES =
            Set.of("AUREA_DEBUG", "AUREA_JAVA_OPTS", "AUREA_COLUMNS", "AUREA_PROGRESS");

    public SettingsLayer {
        values = Map.copyOf(values);
        spelled = Map.copyOf(spelled);
    }

    /**
     * The settings in a file of Java properties, UTF-8.
     *
     * @throws SettingsException if it cannot be read, or gives a key twice
     */
    public static SettingsLayer file(Path file) {
        Map<String, String> values = new HashMap<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            new Properties() {
                @Override
                public synchronized Object put(Object key, Object value) {
                    if (values.put((String) key, (String) value) != null) {
                        throw new SettingsException("%s has %s twice".formatted(file, key));
                    }
                    return null;
                }
            }.load(reader);
        } catch (NoSuchFileException missing) {
            throw new SettingsException("no configuration file at " + file.toAbsolutePath(), missing);
        } catch (CharacterCodingException notText) {
            throw new SettingsException("%s is not a file of Java properties in UTF-8".formatted(file), notText);
        } catch (IllegalArgumentException malformed) {
            throw new SettingsException(
                    "%s is not a file of Java properties: %s".formatted(file, malformed.getMessage()), malformed);
        } catch (IOException unreadable) {
            throw new SettingsException("cannot read configuration file " + unreadable.getMessage(), unreadable);
        }
        return new SettingsLayer(file.toString(), values, Map.of());
    }

    /**
     * The settings among the environment variables: {@code AUREA_BOOTSTRAP_SERVERS} is {@code bootstrap.servers}. In a
     * name, one underscore is a dot, two are an underscore, three a dash.
     */
    public static SettingsLayer environment(Map<String, String> variables) {
        Map<String, String> values = new TreeMap<>();
        Map<String, String> spelled = new HashMap<>();
        variables.forEach((name, value) -> {
            if (name.startsWith(VARIABLE_PREFIX) && !LAUNCHER_VARIABLES.contains(name)) {
                String key = keyOf(name);
                values.put(key, value);
                spelled.put(key, name);
            }
        });
        return new SettingsLayer("the environment", values, spelled);
    }

    private static String keyOf(String variable) {
        return variable.substring(VARIABLE_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace("___", "-")
                .replace("__", "\0")
                .replace('_', '.')
                .replace('\0', '_');
    }

    /** The variable that holds a setting. */
    static String variableOf(String key) {
        return VARIABLE_PREFIX
                + key.replace("_", "__").replace("-", "___").replace('.', '_').toUpperCase(Locale.ROOT);
    }

    /** The settings from a command's flags. */
    public static SettingsLayer flags(Map<String, String> values) {
        return new SettingsLayer("--set", values, Map.of());
    }
}
