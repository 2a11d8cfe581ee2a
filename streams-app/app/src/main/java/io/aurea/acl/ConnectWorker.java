package io.aurea.acl;

import io.aurea.settings.SettingsException;
import io.aurea.settings.SettingsLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a Connect worker in distributed mode keeps on the brokers for itself.
 *
 * @param group of the workers
 * @param topics its connectors, offsets and states
 */
public record ConnectWorker(String group, List<String> topics) {

    public ConnectWorker {
        topics = List.copyOf(topics);
    }

    /**
     * As a worker's own file of settings says.
     *
     * @throws SettingsException if it cannot be read, or names none of these
     */
    public static ConnectWorker of(Path file) {
        Map<String, String> settings = SettingsLayer.file(file).values();
        return new ConnectWorker(
                value(settings, "group.id", file),
                Stream.of("config.storage.topic", "offset.storage.topic", "status.storage.topic")
                        .map(key -> value(settings, key, file))
                        .toList());
    }

    private static String value(Map<String, String> settings, String key, Path file) {
        String value = settings.getOrDefault(key, "").strip();
        if (value.isEmpty()) {
            throw new SettingsException(
                    "%s has no %s; allowed: the settings of a Connect worker in distributed mode".formatted(file, key));
        }
        return value;
    }
}
