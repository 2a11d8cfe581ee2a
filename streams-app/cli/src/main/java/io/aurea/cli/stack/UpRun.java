package io.aurea.cli.stack;

import io.aurea.app.AppGroup;
import io.aurea.app.AppSettings;
import io.aurea.app.RestoreMark;
import io.aurea.app.StateReset;
import io.aurea.app.StreamsApplication;
import io.aurea.backup.Backup;
import io.aurea.backup.BackupException;
import io.aurea.backup.BackupServers;
import io.aurea.backup.Restore;
import io.aurea.cli.DurationConverter;
import io.aurea.cli.EndpointsFile;
import io.aurea.cli.ExitCode;
import io.aurea.cli.Logging;
import io.aurea.cli.OrderlyStop;
import io.aurea.cli.UserError;
import io.aurea.connector.ConnectClient;
import io.aurea.connector.ConnectClientException;
import io.aurea.connector.ConnectConfig;
import io.aurea.connector.ShippedConnector;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.local.LocalSettings;
import io.aurea.local.LocalStack;
import io.aurea.local.LocalStackException;
import io.aurea.local.Ports;
import io.aurea.local.ServerFiles;
import io.aurea.migration.Migrations;
import io.aurea.registry.SubjectNameStrategy;
import io.aurea.settings.Settings;
import io.aurea.settings.SettingsLayer;
import io.aurea.status.HttpSettings;
import io.aurea.telemetry.SelfObservation;
import io.aurea.topic.SchemaCatalogue;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of {@code up}: starts everything, reports it, watches it, stops everything. */
final class UpRun {

    private static final Logger LOG = LoggerFactory.getLogger(UpRun.class);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(500);

    private final UpSettings settings;
    private final boolean verbose;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OrderlyStop stop;

    /** @param verbose whether the log has also what is said by libraries and no warning */
    UpRun(UpSettings settings, boolean verbose, PrintWriter out, PrintWriter err) {
        this.settings = settings;
        this.verbose = verbose;
        this.out = out;
        this.err = err;
        this.stop = new OrderlyStop(err);
    }

    /** The parts being watched. */
    private record Stack(Installation at, LocalStack servers, StreamsApplication app) {}

    int run() throws IOException, InterruptedException {
        long began = System.nanoTime();
        StackFolder folder = StackFolder.open(settings.data());
        stop.add("the data folder", folder);
        try {
            folder.requireSame(settings.time());
            Path log = Logging.toFolder(folder.logs(), verbose);
            stop.onSignals();
            Optional<Stack> stack = start(folder);
            stop.started();
            if (stack.isEmpty()) {
                return ExitCode.DONE;
            }
            EndpointsFile endpoints = endpoints(stack.get(), folder);
            watchTopics(stack.get().at());
            endpoints.write(settings.endpointsFile());
            stop.add("the endpoints file", () -> Files.deleteIfExists(settings.endpointsFile()));
            Duration took = Duration.ofNanos(System.nanoTime() - began);
            print(StackBanner.text(endpoints, settings.endpointsFile(), folder.path(), log, took));
            return watch(stack.get(), log);
        } catch (LocalStackException
                | ConnectClientException
                | BackupException
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
        Installation at = installation(servers, folder, freeOr(StackBanner.HTTP_PORT));
        Admin admin = Admin.create(at.kafka().admin("up", Map.of()));
        stop.add("the admin client", () -> admin.close(Duration.ofSeconds(1)));
        new RestoreMark(admin).problem().ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        if (settings.backup().isPresent() || settings.resetState()) {
            // Whoever ran before held the folder, which is ours now.
            new AppGroup(admin, at.app()).removeStopped();
        }
        if (settings.backup().isPresent()) {
            new Backup(BackupServers.of(admin, at))
                    .write(settings.backup().get())
                    .forEach(this::print);
        }
        if (settings.restore().isPresent()) {
            new Restore(BackupServers.of(admin, at), false)
                    .read(settings.restore().get())
                    .forEach(this::print);
        }
        DatabaseSettings database = at.database();
        Migrations.migrate(
                database.url(),
                servers.endpoints().jdbcUser(),
                database.ownerPassword(),
                database.writerPassword(),
                database.readerPassword());
        print("tables: ready");
        folder.bind(settings.time());
        TopicAdmin topics = new TopicAdmin(admin, at.topics(), settings.startLimit());
        topics.createMissing();
        topics.differences().forEach(LOG::warn);
        new SchemaCatalogue(at.registryClient(Map.of()), SubjectNameStrategy.TOPIC_NAME).registerAll();
        print("topics and schemas: ready");
        if (stop.requested()) {
            return Optional.empty();
        }
        if (settings.resetState()) {
            new StateReset(admin, at.app()).apply();
            print("state: taken away, the history is kept");
        }
        if (settings.demo() && DemoRun.applyPolicy(at, err)) {
            print("policy of the demo shop: published");
        }
        StreamsApplication app = app(at, () -> installation(servers, folder, 0).http());
        // The app and the sink are independent of each other, and each may take a while to stop.
        stop.add("the streams app and the Connect worker", () -> closeTogether(app, servers));
        app.start();
        connect(at);
        if (!app.awaitRunning(settings.startLimit())) {
            throw new IllegalStateException(app.failure()
                    .or(servers::failure)
                    .orElse("the streams app is %s after %s; --start-limit allows more"
                            .formatted(app.state(), DurationConverter.text(settings.startLimit()))));
        }
        print("streams app: ready");
        if (settings.observeSelf()) {
            SelfObservation self = SelfTelemetry.of(at, app, admin, folder.path(), Optional.empty());
            stop.add("self-observation", self);
            self.start();
        }
        if (settings.demo()) {
            stop.add("the demo shop", DemoRun.start(at, app::publish));
            print("demo shop: ready");
        }
        return stop.requested() ? Optional.empty() : Optional.of(new Stack(at, servers, app));
    }

    /** Settings with another port. */
    private interface HttpAddress {
        HttpSettings get() throws IOException;
    }

    /** Its port may be taken between choice and start; the kernel's choice is not. */
    private StreamsApplication app(Installation at, HttpAddress onAnyPort) throws IOException {
        try {
            return new StreamsApplication(at.app(), at.http(), at.history(), settings.startLimit());
        } catch (IllegalStateException failed) {
            if (!(failed.getCause() instanceof BindException)) {
                throw failed;
            }
            print(failed.getMessage() + "; trying a free port");
        }
        return new StreamsApplication(at.app(), onAnyPort.get(), at.history(), settings.startLimit());
    }

    private LocalSettings serverSettings(StackFolder folder, StackFolder.Secrets secrets) {
        ServerFiles files = ServerFiles.ofHome();
        Path plugins = Path.of(System.getProperty(ServerFiles.HOME_PROPERTY), "connectors", "target", "plugin");
        return LocalSettings.in(folder.path())
                .withPorts(Ports.DEFAULT)
                .withStartLimit(settings.startLimit())
                .withPlugins(plugins)
                .withConnectEnvironment(Map.of(
                        "AUREA_JDBC_WRITER_USER",
                        Migrations.WRITER_ROLE,
                        "AUREA_JDBC_WRITER_PASSWORD",
                        secrets.writerPassword()));
    }

    private Installation installation(LocalStack servers, StackFolder folder, int httpPort) throws IOException {
        var addresses = servers.endpoints();
        StackFolder.Secrets secrets = folder.secrets();
        return new Installation(Settings.of(new SettingsLayer(
                "the stack in " + folder.path(),
                Map.ofEntries(
                        Map.entry(AppSettings.BOOTSTRAP_SERVERS_CONFIG, addresses.bootstrapServers()),
                        Map.entry(AppSettings.SCHEMA_REGISTRY_URL_CONFIG, addresses.schemaRegistryUrl()),
                        Map.entry(ConnectConfig.URL_CONFIG, addresses.connectUrl()),
                        Map.entry(DatabaseSettings.URL_CONFIG, addresses.jdbcUrl()),
                        Map.entry(DatabaseSettings.USER_CONFIG, addresses.jdbcUser()),
                        Map.entry(DatabaseSettings.PASSWORD_CONFIG, addresses.jdbcPassword()),
                        Map.entry(DatabaseSettings.WRITER_PASSWORD_CONFIG, secrets.writerPassword()),
                        Map.entry(DatabaseSettings.READER_PASSWORD_CONFIG, secrets.readerPassword()),
                        Map.entry(
                                AppSettings.CYCLE_SIZE_MS_CONFIG,
                                text(settings.time().cycle())),
                        Map.entry(
                                AppSettings.CYCLE_GRACE_MS_CONFIG,
                                text(settings.time().grace())),
                        Map.entry(
                                AppSettings.CLOCK_CONFIG,
                                settings.time().clock().text()),
                        Map.entry(HttpSettings.PORT_CONFIG, Integer.toString(httpPort)),
                        Map.entry(HttpSettings.TOKEN_CONFIG, secrets.httpToken()),
                        Map.entry(
                                StreamsConfig.STATE_DIR_CONFIG,
                                folder.path().resolve("streams").toString()),
                        // A static member rejoins at once; a new one would wait until the session of a killed one times
                        // out.
                        Map.entry(AppSettings.GROUP_INSTANCE_ID_CONFIG, "up"),
                        // No other instance could hold one.
                        Map.entry(AppSettings.NUM_STANDBY_REPLICAS_CONFIG, "0")),
                Map.of())));
    }

    private static String text(Duration duration) {
        return Long.toString(duration.toMillis());
    }

    private static int freeOr(int port) {
        return isFree(port) ? port : 0;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void connect(Installation at) {
        ConnectClient connect = new ConnectClient(at.connect().endpoint(), settings.startLimit());
        ShippedConnector sink = ShippedConnector.POSTGRES_SINK;
        connect.apply(sink.connectorName(), at.connector(sink));
        connect.awaitRunning(sink.connectorName(), settings.startLimit());
        print("sink: ready");
    }

    private static void closeTogether(StreamsApplication app, LocalStack servers) throws InterruptedException {
        Thread sink = new Thread(() -> servers.connect().stop(), "aurea-stop-connect");
        sink.start();
        app.close();
        sink.join();
    }

    private EndpointsFile endpoints(Stack stack, StackFolder folder) throws IOException {
        var addresses = stack.servers().endpoints();
        return new EndpointsFile(
                addresses.bootstrapServers(),
                addresses.schemaRegistryUrl(),
                addresses.connectUrl(),
                addresses.jdbcUrl(),
                Migrations.READER_ROLE,
                folder.secrets().readerPassword(),
                addresses.jdbcUser(),
                addresses.jdbcPassword(),
                stack.app().httpUrl(),
                folder.secrets().httpToken(),
                ProcessHandle.current().pid(),
                settings.time().clock().text(),
                settings.time().cycle().toMillis(),
                settings.time().grace().toMillis());
    }

    private void watchTopics(Installation at) {
        TopicSerdes serdes = at.serdes(Map.of());
        Consumer<String> failure = reason -> err.println("aurea: " + reason);
        stop.add(
                "the watch over cycles",
                TopicWatch.start(
                        at.kafka(),
                        Topics.CYCLES,
                        serdes.value(Topics.CYCLES).deserializer(),
                        cycle -> {
                            if (cycle.getRevision() == 1) {
                                print(CycleLine.of(cycle));
                            }
                        },
                        failure));
        stop.add(
                "the watch over decisions",
                TopicWatch.start(
                        at.kafka(),
                        Topics.DECISIONS,
                        serdes.value(Topics.DECISIONS).deserializer(),
                        decision -> DecisionLine.of(decision).ifPresent(this::print),
                        failure));
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

    /** Called from several threads; a line stays whole. */
    private synchronized void print(String line) {
        out.println(line);
        out.flush();
    }
}
