package io.aurea.command;

import io.aurea.app.AppSettings;
import io.aurea.app.StreamsApplication;
import io.aurea.connector.ConnectClient;
import io.aurea.connector.ConnectClientException;
import io.aurea.connector.ShippedConnector;
import io.aurea.local.LocalSettings;
import io.aurea.local.LocalStack;
import io.aurea.local.LocalStackException;
import io.aurea.local.Ports;
import io.aurea.local.ServerFiles;
import io.aurea.migration.Migrations;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.RegistryConfig;
import io.aurea.registry.SubjectNameStrategy;
import io.aurea.schema.CycleMetrics;
import io.aurea.telemetry.SelfObservation;
import io.aurea.topic.SchemaCatalogue;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code up}: start everything, say so, watch over it, stop everything. */
final class UpRun {

    private static final Logger LOG = LoggerFactory.getLogger(UpRun.class);
    private static final Duration STEP_LIMIT = Duration.ofSeconds(90);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final UpSettings settings;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OrderlyStop stop;

    UpRun(UpSettings settings, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.out = out;
        this.err = err;
        this.stop = new OrderlyStop(err);
    }

    /** What is watched while it runs. */
    private record Stack(LocalStack servers, StreamsApplication app) {}

    int run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        StackFolder folder = StackFolder.open(settings.data());
        stop.add("the data folder", folder);
        try {
            folder.requireSame(settings.time());
            Path log = Logging.toFolder(folder.logs());
            stop.onSignals();
            Optional<Stack> stack = start(folder);
            stop.started();
            if (stack.isEmpty()) {
                return ExitCode.DONE;
            }
            Endpoints endpoints = endpoints(stack.get(), folder);
            watchCycles(endpoints);
            endpoints.write(settings.endpointsFile());
            stop.add("the endpoints file", () -> Files.deleteIfExists(settings.endpointsFile()));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            print(StackBanner.text(endpoints, settings.endpointsFile(), folder.path(), log, took));
            return watch(stack.get(), log);
        } catch (LocalStackException
                | ConnectClientException
                | KafkaException
                | IllegalStateException
                | InterruptedException failed) {
            if (stop.requested()) {
                LOG.info("the start was interrupted", failed);
                return ExitCode.DONE;
            }
            LOG.error("the stack did not start", failed);
            String reason =
                    String.valueOf(failed.getMessage()).lines().findFirst().orElse("");
            throw new UserError("the stack did not start: " + reason, failed);
        } finally {
            stop.started();
            stop.closeAll();
        }
    }

    /** Starts all parts; empty when a stop was requested meanwhile. */
    private Optional<Stack> start(StackFolder folder) throws IOException, InterruptedException {
        StackFolder.Secrets secrets = folder.secrets();
        LocalStack servers = LocalStack.start(serverSettings(folder, secrets), this::print);
        stop.add("the servers", servers);
        if (stop.requested()) {
            return Optional.empty();
        }
        var addresses = servers.endpoints();
        Migrations.migrate(
                addresses.jdbcUrl(),
                addresses.jdbcUser(),
                addresses.jdbcPassword(),
                secrets.writerPassword(),
                secrets.readerPassword());
        print("tables: ready");
        folder.bind(settings.time());
        Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                addresses.bootstrapServers(),
                AdminClientConfig.CLIENT_ID_CONFIG,
                "aurea-up"));
        stop.add("the admin client", () -> admin.close(Duration.ofSeconds(1)));
        TopicAdmin topics = new TopicAdmin(admin, STEP_LIMIT);
        topics.createMissing((short) -1);
        topics.differences().forEach(LOG::warn);
        Map<String, Object> registry = Map.of(RegistryConfig.URL_CONFIG, addresses.schemaRegistryUrl());
        new SchemaCatalogue(RegistryClient.create(registry), SubjectNameStrategy.TOPIC_NAME).registerAll();
        print("topics and schemas: ready");
        if (stop.requested()) {
            return Optional.empty();
        }
        StreamsApplication app = new StreamsApplication(appSettings(servers, folder));
        // The app and the sink do not depend on each other, and each may take a while to end.
        stop.add("the streams app and the Connect worker", () -> closeTogether(app, servers));
        app.start();
        connect(addresses.connectUrl());
        if (!app.awaitRunning(STEP_LIMIT)) {
            throw new IllegalStateException(servers.failure()
                    .orElse("the streams app does not run after %d s".formatted(STEP_LIMIT.toSeconds())));
        }
        print("streams app: ready");
        if (settings.observeSelf()) {
            SelfObservation self = SelfTelemetry.of(
                    addresses,
                    secrets.readerPassword(),
                    app,
                    admin,
                    folder.path(),
                    settings.time().cycle());
            stop.add("self-observation", self);
            self.start();
        }
        return stop.requested() ? Optional.empty() : Optional.of(new Stack(servers, app));
    }

    private LocalSettings serverSettings(StackFolder folder, StackFolder.Secrets secrets) {
        ServerFiles files = ServerFiles.ofHome();
        Path plugins = Path.of(System.getProperty(ServerFiles.HOME_PROPERTY), "connectors", "target", "plugin");
        return LocalSettings.in(folder.path())
                .withPorts(Ports.DEFAULT)
                .withPlugins(plugins)
                .withConnectEnvironment(Map.of(
                        "AUREA_JDBC_WRITER_USER",
                        Migrations.WRITER_ROLE,
                        "AUREA_JDBC_WRITER_PASSWORD",
                        secrets.writerPassword()));
    }

    private AppSettings appSettings(LocalStack servers, StackFolder folder) {
        return new AppSettings(Map.of(
                AppSettings.BOOTSTRAP_SERVERS_CONFIG, servers.endpoints().bootstrapServers(),
                AppSettings.SCHEMA_REGISTRY_URL_CONFIG, servers.endpoints().schemaRegistryUrl(),
                AppSettings.CYCLE_SIZE_MS_CONFIG, settings.time().cycle().toMillis(),
                AppSettings.CYCLE_GRACE_MS_CONFIG, settings.time().grace().toMillis(),
                AppSettings.CLOCK_CONFIG, settings.time().clock().text(),
                AppSettings.HTTP_PORT_CONFIG, isFree(StackBanner.HTTP_PORT) ? StackBanner.HTTP_PORT : 0,
                StreamsConfig.STATE_DIR_CONFIG, folder.path().resolve("streams").toString(),
                // A known member takes its place again at once; a new one would wait for the session of one that was
                // killed to end.
                ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, "up"));
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void connect(String connectUrl) {
        ConnectClient connect = new ConnectClient(connectUrl);
        ShippedConnector sink = ShippedConnector.POSTGRES_SINK;
        connect.apply(sink.connectorName(), sink.config());
        connect.awaitRunning(sink.connectorName(), STEP_LIMIT);
        print("sink: ready");
    }

    private static void closeTogether(StreamsApplication app, LocalStack servers) throws InterruptedException {
        Thread sink = new Thread(() -> servers.connect().stop(), "aurea-stop-connect");
        sink.start();
        app.close();
        sink.join();
    }

    private Endpoints endpoints(Stack stack, StackFolder folder) throws IOException {
        var addresses = stack.servers().endpoints();
        return new Endpoints(
                addresses.bootstrapServers(),
                addresses.schemaRegistryUrl(),
                addresses.connectUrl(),
                addresses.jdbcUrl(),
                Migrations.READER_ROLE,
                folder.secrets().readerPassword(),
                stack.app().httpUrl(),
                ProcessHandle.current().pid(),
                settings.time().clock().text(),
                settings.time().cycle().toMillis(),
                settings.time().grace().toMillis());
    }

    private void watchCycles(Endpoints endpoints) {
        Map<String, Object> registry = Map.of(RegistryConfig.URL_CONFIG, endpoints.schemaRegistryUrl());
        Serde<CycleMetrics> cycles = new TopicSerdes(registry, RegistryClient.create(registry)).value(Topics.CYCLES);
        stop.add(
                "the watch over cycles",
                CycleWatch.start(
                        endpoints.bootstrapServers(),
                        cycles.deserializer(),
                        cycle -> print(CycleLine.of(cycle)),
                        reason -> err.println("aurea: " + reason)));
    }

    /** Returns when a stop is requested or a part has died. */
    private int watch(Stack stack, Path log) throws InterruptedException {
        while (!stop.requestedWithin(WATCH_INTERVAL)) {
            Optional<String> death = stack.servers().failure();
            if (death.isEmpty() && stack.app().awaitStopped(Duration.ZERO)) {
                death = Optional.of("the streams app ended, see " + log);
            }
            if (death.isPresent()) {
                err.println("aurea: %s; stopping the rest".formatted(death.get()));
                err.flush();
                return ExitCode.INCOMPLETE;
            }
        }
        print("stopping ...");
        return ExitCode.DONE;
    }

    private void print(String line) {
        out.println(line);
        out.flush();
    }
}
