package io.aurea.cli.stack;

import io.aurea.cli.EndpointsFile;
import io.aurea.local.Ports;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** What {@code up} prints when everything is ready. */
final class StackBanner {

    static final int HTTP_PORT = 8080;

    private static final String QUERY =
            "SELECT tenant_id, cycle_number, observations_count, success_rate FROM aurea_cycle_metrics ORDER BY timestamp DESC LIMIT 5";

    private StackBanner() {}

    static String text(EndpointsFile endpoints, Path endpointsFile, Path data, Path log, Duration took) {
        String flag = endpointsFile.toAbsolutePath().equals(EndpointsFile.DEFAULT_FILE.toAbsolutePath())
                ? ""
                : " --endpoints " + endpointsFile;
        return String.join(
                System.lineSeparator(),
                List.of(
                        "",
                        String.format(Locale.ROOT, "AUREA Streams is ready after %.1f s.", took.toMillis() / 1e3),
                        row("Kafka", endpoints.bootstrapServers(), Ports.DEFAULT.kafka()),
                        row("Schema registry", endpoints.schemaRegistryUrl(), Ports.DEFAULT.registry()),
                        row("Connect", endpoints.connectUrl(), Ports.DEFAULT.connect()),
                        row("PostgreSQL", endpoints.jdbcUrl(), Ports.DEFAULT.postgres()),
                        row("API", endpoints.httpUrl(), HTTP_PORT),
                        "  %-16s %s/#token=%s".formatted("Page", endpoints.httpUrl(), endpoints.httpToken()),
                        "  %-16s %s".formatted("Endpoints file", endpointsFile),
                        "  %-16s %s".formatted("Data", data),
                        "  %-16s %s".formatted("Log", log),
                        "Try, in another terminal:",
                        "  ./aurea sql%s '%s'".formatted(flag, QUERY),
                        "Ctrl-C stops everything.",
                        ""));
    }

    private static String row(String name, String address, int wantedPort) {
        String replaced = port(address) == wantedPort ? "" : "  (port %d is in use)".formatted(wantedPort);
        return "  %-16s %s%s".formatted(name, address, replaced);
    }

    private static int port(String address) {
        String url = address.replaceFirst("^jdbc:", "");
        return URI.create(url.contains("://") ? url : "kafka://" + url).getPort();
    }
}
