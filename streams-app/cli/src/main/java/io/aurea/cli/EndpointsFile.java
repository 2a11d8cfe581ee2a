package io.aurea.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.app.AppSettings;
import io.aurea.connector.ConnectConfig;
import io.aurea.installation.DatabaseSettings;
import io.aurea.settings.SettingsLayer;
import io.aurea.status.HttpSettings;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The addresses of a running stack, as {@code aurea up} writes them to its endpoints file when everything is ready.
 * Other commands and scripts start from this file.
 *
 * @param jdbcUser a role that may only read
 * @param jdbcOwnerUser the database's owner, for {@code aurea migrate}; null in a file that leaves the owner out
 * @param httpToken for the API; null in a file that leaves it out
 * @param pid process id of {@code aurea up}
 * @param clock {@code wall} or {@code data}, see {@link TimeSource}
 * @param cycleMs length of a cycle window, in milliseconds
 * @param graceMs how long a window waits for stragglers, in milliseconds of the stack's time
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record EndpointsFile(
        String bootstrapServers,
        String schemaRegistryUrl,
        String connectUrl,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword,
        String jdbcOwnerUser,
        String jdbcOwnerPassword,
        String httpUrl,
        String httpToken,
        Long pid,
        String clock,
        Long cycleMs,
        Long graceMs) {

    /** Where {@code aurea up} puts the file by default, relative to the working folder. */
    public static final Path DEFAULT_FILE = Path.of(".aurea", "endpoints.json");

    /** Optional fields. */
    private static final Set<String> OPTIONAL = Set.of("jdbcOwnerUser", "jdbcOwnerPassword", "httpToken");

    /** Setting by field; the others are for scripts. */
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("bootstrapServers", AppSettings.BOOTSTRAP_SERVERS_CONFIG),
            Map.entry("schemaRegistryUrl", AppSettings.SCHEMA_REGISTRY_URL_CONFIG),
            Map.entry("connectUrl", ConnectConfig.URL_CONFIG),
            Map.entry("jdbcUrl", DatabaseSettings.URL_CONFIG),
            Map.entry("jdbcUser", DatabaseSettings.READER_USER_CONFIG),
            Map.entry("jdbcPassword", DatabaseSettings.READER_PASSWORD_CONFIG),
            Map.entry("jdbcOwnerUser", DatabaseSettings.USER_CONFIG),
            Map.entry("jdbcOwnerPassword", DatabaseSettings.PASSWORD_CONFIG),
            Map.entry("httpUrl", HttpSettings.URLS_CONFIG),
            Map.entry("httpToken", HttpSettings.TOKEN_CONFIG),
            Map.entry("clock", AppSettings.CLOCK_CONFIG),
            Map.entry("cycleMs", AppSettings.CYCLE_SIZE_MS_CONFIG),
            Map.entry("graceMs", AppSettings.CYCLE_GRACE_MS_CONFIG));

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            // A newer stack may write fields that this command does not know.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    /**
     * Reads the file of a running stack.
     *
     * @throws UserError if the file is missing or not JSON, or a field is missing or has a value that is not allowed
     */
    public static EndpointsFile read(Path file) {
        EndpointsFile endpoints;
        try {
            endpoints = JSON.readValue(Files.readAllBytes(file), EndpointsFile.class);
        } catch (NoSuchFileException missing) {
            throw new UserError(
                    "no endpoints file at %s: start a stack with ./aurea up, or name a file with --endpoints"
                            .formatted(file.toAbsolutePath()),
                    missing);
        } catch (JsonProcessingException malformed) {
            throw new UserError(
                    "%s is not an endpoints file: %s".formatted(file.toAbsolutePath(), malformed.getOriginalMessage()),
                    malformed);
        } catch (IOException unreadable) {
            throw new UserError("cannot read endpoints file %s: %s".formatted(file.toAbsolutePath(), unreadable));
        }
        endpoints.check(file);
        return endpoints;
    }

    private void check(Path file) {
        List<String> absent = Arrays.stream(EndpointsFile.class.getRecordComponents())
                .filter(field -> !OPTIONAL.contains(field.getName()) && valueOf(field) == null)
                .map(EndpointsFile::nameOf)
                .toList();
        if (!absent.isEmpty()) {
            throw new UserError("%s lacks %s".formatted(file.toAbsolutePath(), String.join(", ", absent)));
        }
        try {
            TimeSource.of(clock);
        } catch (IllegalArgumentException unknown) {
            throw new UserError("%s: clock: %s".formatted(file.toAbsolutePath(), unknown.getMessage()), unknown);
        }
        if (cycleMs <= 0 || graceMs < 0) {
            throw new UserError("%s: cycle_ms must be above 0 and grace_ms not below 0, but they are %d and %d"
                    .formatted(file.toAbsolutePath(), cycleMs, graceMs));
        }
    }

    private static String nameOf(RecordComponent field) {
        return PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.nameForField(null, null, field.getName());
    }

    private Object valueOf(RecordComponent field) {
        try {
            return field.getAccessor().invoke(this);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Writes the file atomically, readable by its owner only: it holds passwords. Creates missing folders. */
    public void write(Path file) throws IOException {
        PrivateFile.write(file, JSON.writeValueAsBytes(this));
    }

    /** The file as settings, with the file's own names for messages. */
    SettingsLayer settings(Path file) {
        Map<String, String> values = new HashMap<>();
        Map<String, String> names = new HashMap<>();
        for (RecordComponent field : EndpointsFile.class.getRecordComponents()) {
            String key = KEYS.get(field.getName());
            Object value = valueOf(field);
            if (key != null && value != null) {
                values.put(key, value.toString());
                names.put(key, nameOf(field));
            }
        }
        return new SettingsLayer(file.toString(), values, names);
    }

    /** Everything but passwords and token. */
    @Override
    public String toString() {
        return "Endpoints[bootstrapServers=%s, schemaRegistryUrl=%s, connectUrl=%s, jdbcUrl=%s, jdbcUser=%s, httpUrl=%s, pid=%d, clock=%s, cycleMs=%d, graceMs=%d]"
                .formatted(
                        bootstrapServers,
                        schemaRegistryUrl,
                        connectUrl,
                        jdbcUrl,
                        jdbcUser,
                        httpUrl,
                        pid,
                        clock,
                        cycleMs,
                        graceMs);
    }
}
