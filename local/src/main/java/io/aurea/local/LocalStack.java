package io.aurea.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * Broker, registry, PostgreSQL and Connect worker on this machine, with one data folder.
 *
 * <p>A stack on the folder of an earlier one keeps its topics, schemas, rows and connectors. Nothing ends the servers
 * when this JVM ends: whoever starts a stack closes it; if that process is killed, the next start on the folder ends
 * what is left of them. Thread-safe.
 */
public final class LocalStack implements AutoCloseable {
    private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(4);

    private final FolderLock lock;
    private final PortClaims ports;
    private final KafkaServer kafka;
    private final RegistryServer registry;
    private final PostgresServer postgres;
    private final ConnectServer connect;

    private LocalStack(
            FolderLock lock,
            PortClaims ports,
            KafkaServer kafka,
            RegistryServer registry,
            PostgresServer postgres,
            ConnectServer connect) {
        this.lock = lock;
        this.ports = ports;
        this.kafka = kafka;
        this.registry = registry;
        this.postgres = postgres;
        this.connect = connect;
    }

    /**
     * Starts the servers and returns when all of them answer. May be interrupted.
     *
     * @throws LocalStackException if another stack uses the data folder, if a server does not start, or on an interrupt;
     *     the servers that did start are stopped again
     */
    public static LocalStack start(LocalSettings settings, StartProgress progress) {
        Path run = Launch.runFolder(settings.data());
        FolderLock lock = lock(run);
        try {
            for (String leftover : PidFile.endLeftovers(run, LEFTOVER_GRACE)) {
                progress.report(leftover + ": stopped the one left behind by an earlier run");
            }
            return start(settings, lock, new Starter(progress), progress);
        } catch (RuntimeException e) {
            release(lock);
            throw e;
        }
    }

    private static LocalStack start(LocalSettings settings, FolderLock lock, Starter starter, StartProgress progress) {
        ServerFiles files = settings.servers();
        Path data = settings.data();
        PortClaims claims = new PortClaims(settings.ports());
        Ports ports = claims.ports();
        Duration limit = settings.startLimit();
        try {
            Future<KafkaServer> kafkaStart = starter.begin(() -> claims.start(
                    ports.kafka(), progress, port -> KafkaServer.start(files, data, port, limit, settings.saslUser())));
            Future<RegistryServer> registryStart = starter.begin(() ->
                    claims.start(ports.registry(), progress, port -> RegistryServer.start(files, data, port, limit)));
            Future<PostgresServer> postgresStart = starter.begin(() ->
                    claims.start(ports.postgres(), progress, port -> PostgresServer.start(files, data, port, limit)));
            KafkaServer kafka = starter.await(kafkaStart);
            RegistryServer registry = starter.await(registryStart);
            PostgresServer postgres = starter.await(postgresStart);
            LocalSettings forConnect = settings.withConnectEnvironment(environment(settings, registry, postgres));
            ConnectServer connect = starter.await(starter.begin(() -> claims.start(
                    ports.connect(),
                    progress,
                    port -> ConnectServer.start(forConnect, kafka.bootstrapServers(), port))));
            starter.finish();
            return new LocalStack(lock, claims, kafka, registry, postgres, connect);
        } catch (RuntimeException e) {
            stopAll(starter.giveUp());
            claims.close();
            throw e;
        }
    }

    public ServerEndpoints endpoints() {
        return new ServerEndpoints(
                kafka.bootstrapServers(),
                registry.url(),
                connect.url(),
                postgres.jdbcUrl(),
                postgres.user(),
                postgres.password());
    }

    public KafkaServer kafka() {
        return kafka;
    }

    public RegistryServer registry() {
        return registry;
    }

    public PostgresServer postgres() {
        return postgres;
    }

    public ConnectServer connect() {
        return connect;
    }

    /** The first server found dead although nobody stopped it: its name, exit code and log file. */
    public Optional<String> failure() {
        return Stream.of(kafka, registry, postgres, connect)
                .map(Server::failure)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Stops Connect, which uses the others, then those; kills what takes longer than a few seconds. */
    @Override
    public void close() {
        try {
            connect.close();
        } finally {
            stopAll(List.of(registry, postgres, kafka));
            ports.close();
            release(lock);
        }
    }

    private static Map<String, String> environment(
            LocalSettings settings, RegistryServer registry, PostgresServer postgres) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "AUREA_JDBC_URL", postgres.jdbcUrl(),
                "AUREA_JDBC_USER", postgres.user(),
                "AUREA_JDBC_PASSWORD", postgres.password(),
                "AUREA_SCHEMA_REGISTRY_URL", registry.url()));
        environment.putAll(settings.connectEnvironment());
        return environment;
    }

    private static void stopAll(List<? extends Server> servers) {
        CompletableFuture<?>[] stops = servers.stream()
                .map(server -> CompletableFuture.runAsync(
                        server::close, work -> new Thread(work, "stop-" + server.name()).start()))
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(stops).join();
        } catch (CompletionException e) {
            throw new LocalStackException(e.getCause().getMessage(), e);
        }
    }

    private static FolderLock lock(Path run) {
        Path file = run.resolve("lock");
        try {
            return FolderLock.take(file)
                    .orElseThrow(() -> new LocalStackException(
                            "another running stack uses the data folder %s".formatted(run.getParent())));
        } catch (IOException e) {
            throw new LocalStackException("cannot lock %s: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static void release(FolderLock lock) {
        try {
            lock.close();
        } catch (IOException e) {
            throw new LocalStackException("cannot release the lock of the data folder: " + e.getMessage(), e);
        }
    }
}
