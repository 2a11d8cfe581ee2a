package io.aurea.local;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/** A broker that is its own KRaft controller. Its first start formats the log folder. */
public final class KafkaServer extends Server {
    private static final String NAME = "kafka";
    private static final int PROBE_MILLIS = 5_000;

    private final int saslPort;

    private KafkaServer(Launch launch, int saslPort) {
        super(launch);
        this.saslPort = saslPort;
    }

    /**
     * @param data the stack's data folder, of which this server uses {@code kafka}, {@code logs} and {@code run}
     * @param port to listen on; 0 for any free one
     */
    public static KafkaServer start(ServerFiles files, Path data, int port) {
        return start(files, data, port, LocalSettings.START_LIMIT, Optional.empty());
    }

    /** The same, with another listener on a free port that admits only this user, over SASL. */
    static KafkaServer start(ServerFiles files, Path data, int port, Duration limit, Optional<SaslUser> saslUser) {
        Path root = data.toAbsolutePath();
        Path folder = root.resolve(NAME);
        Path logs = folder.resolve("data");
        Path settings = folder.resolve("server.properties");
        KafkaJvm jvm = new KafkaJvm(files, root, NAME);
        int broker = port == 0 ? Ports.free() : port;
        int controller = Ports.freeBeside(Set.of(broker));
        int sasl = saslUser.isPresent() ? Ports.freeBeside(Set.of(broker, controller)) : 0;
        FolderLayout.once(logs, unfinished -> {
            SettingsFile.write(settings, settings(broker, controller, unfinished));
            format(jvm, settings, new ServerLog(Launch.logFile(root, NAME)));
        });
        Properties all = settings(broker, controller, logs);
        saslUser.ifPresent(user -> addSaslListener(all, sasl, user));
        SettingsFile.write(settings, all);
        return new KafkaServer(
                new Launch(
                        NAME,
                        broker,
                        root,
                        jvm.command(List.of("-Xmx512m"), "kafka.Kafka", settings.toString()),
                        Map.of(),
                        () -> requireBroker(broker),
                        limit,
                        StopSignal.TERM,
                        Duration.ofSeconds(4)),
                sasl);
    }

    private static void addSaslListener(Properties settings, int port, SaslUser user) {
        String listener = "SASL://127.0.0.1:" + port;
        settings.merge("listeners", "," + listener, (before, added) -> "" + before + added);
        settings.merge("advertised.listeners", "," + listener, (before, added) -> "" + before + added);
        settings.merge(
                "listener.security.protocol.map", ",SASL:SASL_PLAINTEXT", (before, added) -> "" + before + added);
        settings.setProperty("listener.name.sasl.sasl.enabled.mechanisms", "PLAIN");
        settings.setProperty(
                "listener.name.sasl.plain.sasl.jaas.config",
                "org.apache.kafka.common.security.plain.PlainLoginModule required user_%s=\"%s\";"
                        .formatted(user.name(), user.password()));
    }

    /** Value of {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port();
    }

    /**
     * Value of {@code bootstrap.servers} for clients that log in.
     *
     * @throws IllegalStateException if the server was started without a user
     */
    public String saslBootstrapServers() {
        if (saslPort == 0) {
            throw new IllegalStateException("the broker was started without a SASL user");
        }
        return "127.0.0.1:" + saslPort;
    }

    private static void format(KafkaJvm jvm, Path settings, ServerLog log) {
        new ShortCommand(
                        "formatting the broker's log folder",
                        jvm.command(
                                List.of("-XX:TieredStopAtLevel=1", "-Daurea.log.level=WARN"),
                                "kafka.tools.StorageTool",
                                "format",
                                "--cluster-id",
                                Uuid.randomUuid().toString(),
                                "--config",
                                settings.toString()),
                        log)
                .run("");
    }

    private static Properties settings(int broker, int controller, Path logs) {
        Properties settings = new Properties();
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(broker, controller));
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + broker);
        settings.setProperty("controller.listener.names", "CONTROLLER");
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        // Static voters: the controller may listen elsewhere after a restart, which a stored voter set would not allow.
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controller);
        settings.setProperty("log.dirs", logs.toString());
        settings.setProperty("auto.create.topics.enable", "false");

        // One broker: every internal topic has one replica, and few partitions since each costs files and start-up
        // time.
        settings.setProperty("offsets.topic.num.partitions", "4");
        settings.setProperty("offsets.topic.replication.factor", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.num.partitions", "4");
        settings.setProperty("share.coordinator.state.topic.replication.factor", "1");
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("transaction.state.log.num.partitions", "4");
        settings.setProperty("transaction.state.log.replication.factor", "1");

        // Members are few and local: groups form at once, and a killed member is noticed within seconds.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.min.session.timeout.ms", "1000");
        settings.setProperty("group.consumer.min.heartbeat.interval.ms", "1000");
        settings.setProperty("group.consumer.heartbeat.interval.ms", "2000");
        settings.setProperty("group.consumer.min.session.timeout.ms", "3000");
        settings.setProperty("group.consumer.session.timeout.ms", "10000");
        settings.setProperty("group.streams.initial.rebalance.delay.ms", "0");
        settings.setProperty("group.streams.min.heartbeat.interval.ms", "1000");
        settings.setProperty("group.streams.heartbeat.interval.ms", "2000");
        settings.setProperty("group.streams.min.session.timeout.ms", "3000");
        settings.setProperty("group.streams.session.timeout.ms", "10000");
        // How often transactions that a killed producer left open are aborted, and how long after the start first. Not
        // sooner: while a killed broker comes back, its partitions have no leader for some seconds; the coordinator
        // takes those for deleted, skips their abort markers, and the open transaction blocks read_committed readers
        // for ever.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "25000");

        // The default of 128 MiB is a quarter of this heap.
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 * 1024 * 1024));
        settings.setProperty("log.segment.delete.delay.ms", "1000");
        return settings;
    }

    /** A broker is listed only once the controller has unfenced it. */
    private static void requireBroker(int port) throws Exception {
        // Until somebody listens, the admin client would retry in vain and log each attempt.
        try (Socket socket = new Socket()) {
            // A program that accepts nobody lets a connection wait for minutes.
            socket.connect(new InetSocketAddress("127.0.0.1", port), PROBE_MILLIS);
        }
        Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:" + port));
        try {
            if (admin.describeCluster()
                    .nodes()
                    .get(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                    .isEmpty()) {
                throw new IllegalStateException("no broker is registered yet");
            }
        } finally {
            // Otherwise it waits a minute for the answer of a program that is no broker and has taken the port.
            admin.close(Duration.ZERO);
        }
    }
}
