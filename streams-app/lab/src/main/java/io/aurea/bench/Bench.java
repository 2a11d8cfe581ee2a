package io.aurea.bench;

import io.aurea.app.AppSettings;
import io.aurea.local.KafkaServer;
import io.aurea.local.RegistryServer;
import io.aurea.local.ServerFiles;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.SubjectNameStrategy;
import io.aurea.schema.LoopEvent;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.SchemaCatalogue;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.TopicSettings;
import io.aurea.topic.Topics;
import io.aurea.window.WindowSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Measures observe against its limit and against the Streams DSL, on one broker and the same records.
 *
 * <p>Every arm reads all records from the beginning, {@value Passes#COUNT} times, in a process of its own, with the
 * settings of the app. Its output is summed by series and compared with what was sent.
 */
public final class Bench {
    private static final Duration ADMIN_LIMIT = Duration.ofSeconds(60);

    private final long records;
    private final int series;
    private final int runs;
    private final Path folder;
    private final Consumer<String> progress;

    /**
     * @param records how many observations to write, [1, ..)
     * @param series how many series they are spread over, [1, ..)
     * @param runs how often each arm runs, [1, ..)
     * @param folder an empty one for the servers' data
     * @param progress gets progress, line by line
     */
    public Bench(long records, int series, int runs, Path folder, Consumer<String> progress) {
        this.records = records;
        this.series = series;
        this.runs = runs;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * @throws io.aurea.local.LocalStackException when a server does not start
     * @throws IllegalStateException when an arm fails
     */
    public BenchReport run() throws IOException, InterruptedException {
        ServerFiles files = ServerFiles.ofHome();
        try (KafkaServer kafka = KafkaServer.start(files, folder, 0);
                RegistryServer registry = RegistryServer.start(files, folder, 0)) {
            Map<String, String> servers = Map.of(
                    AppSettings.BOOTSTRAP_SERVERS_CONFIG, kafka.bootstrapServers(),
                    AppSettings.SCHEMA_REGISTRY_URL_CONFIG, registry.url());
            createTopics(servers);
            Workload workload = write(servers);
            BenchReport report = new BenchReport(records, series, runs);
            for (int run = 1; run <= runs; run++) {
                for (ArmName arm : ArmName.values()) {
                    report.add(arm, run(arm, run, servers, kafka.pid(), workload));
                    progress.accept("run %d of %d: %s".formatted(run, runs, report.lastLine(arm)));
                }
            }
            return report;
        }
    }

    private void createTopics(Map<String, String> servers) {
        try (Admin admin = Admin.create(new HashMap<>(servers))) {
            new TopicAdmin(admin, new TopicSettings(servers), ADMIN_LIMIT).createMissing();
            new BrokerAnswers(ADMIN_LIMIT)
                    .await(admin.createTopics(BenchTopics.toCreate()).all());
        }
        new SchemaCatalogue(RegistryClient.create(servers), SubjectNameStrategy.TOPIC_NAME).registerAll();
    }

    private Workload write(Map<String, String> servers) {
        WindowSettings window = new AppSettings(servers).cycles().window();
        Workload workload = new Workload(records, series, window.sizeMs());
        TopicSerdes serdes = new TopicSerdes(servers, RegistryClient.create(servers));
        long bytes = new WorkloadWriter(
                        servers.get(AppSettings.BOOTSTRAP_SERVERS_CONFIG),
                        serdes.value(Topics.OBSERVATIONS).serializer())
                .write(workload, workload.endMs(window.sizeMs(), window.graceMs()));
        progress.accept("wrote %,d observations of %d bytes on average, %,d of %,d series"
                .formatted(records, bytes / records, workload.expected().size(), series));
        return workload;
    }

    private BenchReport.Run run(ArmName arm, int run, Map<String, String> servers, long brokerPid, Workload workload)
            throws IOException, InterruptedException {
        String name = "bench-%s-%d".formatted(arm.label(), run);
        Map<String, String> settings = new HashMap<>(servers);
        settings.put(AppSettings.APPLICATION_ID_CONFIG, name);
        settings.put(AppSettings.CLOCK_CONFIG, "data");
        settings.put("state.dir", folder.resolve("state").resolve(name).toString());
        WrittenTotals written = new WrittenTotals(servers.get(AppSettings.BOOTSTRAP_SERVERS_CONFIG));
        Map<TopicPartition, Long> loop = written.ends(Topics.LOOP.name());
        Map<TopicPartition, Long> dsl = written.ends(BenchTopics.SERIES_WINDOWS);
        Passes passes = new ArmLauncher(folder).run(name, new ArmProcess.ArmTask(arm, settings, brokerPid));
        Map<String, SeriesTotals> sent = workload.expected();
        boolean ok =
                switch (arm) {
                    case DECODE -> {
                        SeriesTotals all = sent.values().stream().reduce(SeriesTotals.NONE, SeriesTotals::plus);
                        yield passes.cold().decoded().equals(all)
                                && passes.warm().decoded().equals(all);
                    }
                    case OBSERVE -> {
                        Deserializer<LoopEvent> events = new TopicSerdes(settings, RegistryClient.create(settings))
                                .value(Topics.LOOP)
                                .deserializer();
                        yield written.ofTrends(loop, events).equals(Collections.nCopies(Passes.COUNT, sent));
                    }
                    // The window of the closing tick itself stays open, so these are only the series.
                    case DSL -> {
                        long windowMs =
                                new AppSettings(servers).cycles().window().sizeMs();
                        yield written.ofDsl(dsl, windowMs).equals(Collections.nCopies(Passes.COUNT, sent));
                    }
                };
        return new BenchReport.Run(passes, ok);
    }
}
