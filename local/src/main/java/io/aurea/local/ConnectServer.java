package io.aurea.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A Connect worker in distributed mode, so that connectors are configured over REST and stored in the broker.
 *
 * <p>Connector settings may refer to {@code ${env:AUREA_...}}; no other variable of the worker can be read that way.
 */
public final class ConnectServer extends Server {
    private static final String NAME = "connect";

    private ConnectServer(Launch launch) {
        super(launch);
    }

    /**
     * @param settings of its ports none is used
     * @param bootstrapServers of the broker, which must be running
     */
    public static ConnectServer start(LocalSettings settings, String bootstrapServers, int port) {
        Path data = settings.data();
        Path worker = data.resolve(NAME).resolve("worker.properties");
        SettingsFile.write(worker, worker(settings, bootstrapServers, port));
        createFolder(settings.plugins());
        List<String> jvmArguments = new ArrayList<>(List.of("-Xmx384m", "-XX:TieredStopAtLevel=1"));
        jvmArguments.addAll(settings.connectJvmArguments());
        return new ConnectServer(new Launch(
                NAME,
                port,
                data,
                new KafkaJvm(settings.servers(), data, NAME)
                        .command(jvmArguments, "org.apache.kafka.connect.cli.ConnectDistributed", worker.toString()),
                settings.connectEnvironment(),
                // Healthy means that the worker has joined its group and read its own topics; GET / answers before
                // that.
                new HttpProbe(url(port) + "/health"),
                settings.startLimit(),
                StopSignal.TERM,
                Duration.ofSeconds(4)));
    }

    /** Base of the worker's REST API. */
    public String url() {
        return url(port());
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static Properties worker(LocalSettings settings, String bootstrapServers, int port) {
        Properties worker = new Properties();
        worker.setProperty("bootstrap.servers", bootstrapServers);
        worker.setProperty("group.id", "aurea-connect");
        worker.setProperty("config.storage.topic", "aurea-connect-configs");
        worker.setProperty("config.storage.replication.factor", "1");
        worker.setProperty("offset.storage.topic", "aurea-connect-offsets");
        worker.setProperty("offset.storage.partitions", "4");
        worker.setProperty("offset.storage.replication.factor", "1");
        worker.setProperty("status.storage.topic", "aurea-connect-status");
        worker.setProperty("status.storage.partitions", "1");
        worker.setProperty("status.storage.replication.factor", "1");

        worker.setProperty("listeners", url(port));
        worker.setProperty("rest.advertised.host.name", "127.0.0.1");
        worker.setProperty("rest.advertised.port", Integer.toString(port));

        worker.setProperty("key.converter", "org.apache.kafka.connect.storage.StringConverter");
        worker.setProperty("value.converter", "org.apache.kafka.connect.storage.StringConverter");
        worker.setProperty("plugin.path", settings.plugins().toString());
        // Reads the manifests only: scanning every class of every plugin takes seconds.
        worker.setProperty("plugin.discovery", "service_load");
        worker.setProperty("connector.client.config.override.policy", "All");

        worker.setProperty("config.providers", "env,file,dir");
        String providers = "org.apache.kafka.common.config.provider.";
        worker.setProperty("config.providers.env.class", providers + "EnvVarConfigProvider");
        worker.setProperty("config.providers.env.param.allowlist.pattern", "AUREA_.*");
        worker.setProperty("config.providers.file.class", providers + "FileConfigProvider");
        worker.setProperty("config.providers.dir.class", providers + "DirectoryConfigProvider");
        // The REST API does not authenticate anybody: without a limit, any local user could read this user's files
        // through it.
        String readable = settings.data().resolve(NAME).toString();
        worker.setProperty("config.providers.file.param.allowed.paths", readable);
        worker.setProperty("config.providers.dir.param.allowed.paths", readable);

        // A single worker: after a crash there is no point in waiting for it, and its tasks restart within seconds.
        worker.setProperty("scheduled.rebalance.max.delay.ms", "0");
        worker.setProperty("session.timeout.ms", "6000");
        worker.setProperty("heartbeat.interval.ms", "2000");
        worker.setProperty("consumer.session.timeout.ms", "6000");
        worker.setProperty("consumer.heartbeat.interval.ms", "2000");
        worker.setProperty("offset.flush.interval.ms", "1000");
        worker.setProperty("task.shutdown.graceful.timeout.ms", "2000");
        return worker;
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new LocalStackException("cannot create plugin folder %s: %s".formatted(folder, e.getMessage()), e);
        }
    }
}
