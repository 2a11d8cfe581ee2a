package io.aurea.local;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a stack.
 *
 * @param data folder with all data of the servers; a stack owns it while it runs
 * @param plugins the Connect worker's {@code plugin.path}; each plugin there needs its service manifest
 * @param connectEnvironment environment variables for the Connect worker, which connectors read as
 *     {@code ${env:AUREA_...}}; they override those that the stack sets itself
 * @param connectJvmArguments further arguments for the Connect worker's JVM
 * @param startLimit how long each server may take until it answers
 * @param saslUser if given, the broker has another listener, for clients that log in
 */
public record LocalSettings(
        Path data,
        ServerFiles servers,
        Ports ports,
        Path plugins,
        Map<String, String> connectEnvironment,
        List<String> connectJvmArguments,
        Duration startLimit,
        Optional<SaslUser> saslUser) {

    /** Of one server, unless said otherwise. */
    public static final Duration START_LIMIT = Duration.ofSeconds(90);

    public LocalSettings {
        data = data.toAbsolutePath().normalize();
        plugins = plugins.toAbsolutePath().normalize();
        connectEnvironment = Map.copyOf(connectEnvironment);
        connectJvmArguments = List.copyOf(connectJvmArguments);
    }

    /** Free ports, no plugins, this project's server files. */
    public static LocalSettings in(Path data) {
        return new LocalSettings(
                data,
                ServerFiles.ofHome(),
                Ports.FREE,
                data.resolve("connect").resolve("plugins"),
                Map.of(),
                List.of(),
                START_LIMIT,
                Optional.empty());
    }

    public LocalSettings withPorts(Ports wanted) {
        return new LocalSettings(
                data, servers, wanted, plugins, connectEnvironment, connectJvmArguments, startLimit, saslUser);
    }

    public LocalSettings withPlugins(Path folder) {
        return new LocalSettings(
                data, servers, ports, folder, connectEnvironment, connectJvmArguments, startLimit, saslUser);
    }

    public LocalSettings withConnectEnvironment(Map<String, String> environment) {
        return new LocalSettings(data, servers, ports, plugins, environment, connectJvmArguments, startLimit, saslUser);
    }

    public LocalSettings withConnectJvmArguments(List<String> arguments) {
        return new LocalSettings(data, servers, ports, plugins, connectEnvironment, arguments, startLimit, saslUser);
    }

    public LocalSettings withSaslUser(SaslUser user) {
        return new LocalSettings(
                data, servers, ports, plugins, connectEnvironment, connectJvmArguments, startLimit, Optional.of(user));
    }

    public LocalSettings withStartLimit(Duration limit) {
        return new LocalSettings(
                data, servers, ports, plugins, connectEnvironment, connectJvmArguments, limit, saslUser);
    }
}
