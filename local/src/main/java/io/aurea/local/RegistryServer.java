package io.aurea.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A schema registry with Confluent's API that keeps its schemas in a file. */
public final class RegistryServer extends Server {
    private static final String NAME = "registry";

    private RegistryServer(Launch launch) {
        super(launch);
    }

    /**
     * @param data the stack's data folder, of which this server uses {@code registry}, {@code logs} and {@code run}
     * @param port to listen on; 0 for any free one
     */
    public static RegistryServer start(ServerFiles files, Path data, int port) {
        return start(files, data, port, LocalSettings.START_LIMIT);
    }

    static RegistryServer start(ServerFiles files, Path data, int port, Duration limit) {
        Path root = data.toAbsolutePath();
        int chosen = port == 0 ? Ports.free() : port;
        List<String> command = List.of(
                Launch.java(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-XX:+ExitOnOutOfMemoryError",
                // Digits in files and on the wire, whatever language the machine speaks.
                "-Duser.language=en",
                "-jar",
                files.registryJar().toString());
        return new RegistryServer(new Launch(
                NAME,
                chosen,
                root,
                command,
                environment(root, chosen),
                new HttpProbe(url(chosen) + "/subjects"),
                limit,
                StopSignal.TERM,
                Duration.ofSeconds(4)));
    }

    /** Value of {@code schema.registry.url}. */
    public String url() {
        return url(port());
    }

    private static String url(int port) {
        return "http://127.0.0.1:%d/apis/ccompat/v7".formatted(port);
    }

    private static Map<String, String> environment(Path data, int port) {
        return Map.ofEntries(
                // No delay between commit and write: an id, once returned, is in records, so it must survive a crash.
                Map.entry(
                        "REGISTRY_DATASOURCE_URL",
                        "jdbc:h2:file:%s;WRITE_DELAY=0"
                                .formatted(data.resolve(NAME).resolve("schemas"))),
                Map.entry("QUARKUS_DATASOURCE_JDBC_INITIAL_SIZE", "2"),
                Map.entry("QUARKUS_DATASOURCE_JDBC_MIN_SIZE", "2"),
                Map.entry("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "10"),
                Map.entry("QUARKUS_HTTP_HOST", "127.0.0.1"),
                Map.entry("QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.entry("ENABLE_SENTRY", "false"),
                Map.entry("LOG_LEVEL", "WARN"),
                Map.entry("REGISTRY_LOG_LEVEL", "WARN"),
                Map.entry("QUARKUS_LOG_CONSOLE_ENABLE", "false"),
                Map.entry("QUARKUS_LOG_FILE_ENABLE", "true"),
                Map.entry("QUARKUS_LOG_FILE_PATH", Launch.logFile(data, NAME).toString()),
                Map.entry("QUARKUS_LOG_FILE_ROTATION_MAX_FILE_SIZE", ServerLog.MAX_MEGABYTES + "M"),
                Map.entry("QUARKUS_LOG_FILE_ROTATION_MAX_BACKUP_INDEX", "2"),
                Map.entry("QUARKUS_LOG_FILE_ROTATION_ROTATE_ON_BOOT", "false"));
    }
}
