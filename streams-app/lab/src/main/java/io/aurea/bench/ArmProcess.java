package io.aurea.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.app.AppSettings;
import io.aurea.registry.RegistryClient;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import io.aurea.topology.AureaTopology;
import io.aurea.topology.LastCycles;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.aurea.work.TimedBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.Topology;

/**
 * The process of one arm: reads the topic several times and reports how fast. Each arm has its own process, so that
 * none profits from what another has compiled or allocated; several passes, since compilation goes on for some ten
 * million records.
 */
final class ArmProcess {
    private static final Duration LIMIT = Duration.ofMinutes(10);
    private static final long SAMPLE_MS = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private ArmProcess() {}

    /** The process's input, as a JSON file. */
    record ArmTask(ArmName arm, Map<String, String> settings, long brokerPid) {}

    /** @param args task file, result file */
    public static void main(String[] args) throws Exception {
        ObjectMapper json = new ObjectMapper();
        ArmTask task = json.readValue(Path.of(args[0]).toFile(), ArmTask.class);
        Measured cold = pass(task, "1");
        Measured warm = cold;
        for (int number = 2; number <= Passes.COUNT; number++) {
            warm = pass(task, String.valueOf(number));
        }
        json.writeValue(Path.of(args[1]).toFile(), new Passes(cold, warm));
    }

    /** @param name makes it a new application, which reads from the beginning */
    private static Measured pass(ArmTask task, String name) throws Exception {
        Map<String, String> own = new HashMap<>(task.settings());
        own.computeIfPresent(AppSettings.APPLICATION_ID_CONFIG, (key, id) -> id + '-' + name);
        AppSettings settings = new AppSettings(own);
        String topic = task.arm() == ArmName.DSL ? BenchTopics.BY_SERIES : Topics.OBSERVATIONS.name();
        Map<TopicPartition, Long> ends = ends(settings, topic);
        try (BenchArm arm = arm(task.arm(), settings, ends)) {
            return measure(arm, ends.values().stream().mapToLong(n -> n).sum(), task.brokerPid());
        }
    }

    private static BenchArm arm(ArmName name, AppSettings settings, Map<TopicPartition, Long> ends) {
        if (name == ArmName.DECODE) {
            return new DecodeArm(settings);
        }
        TopicSerdes serdes = new TopicSerdes(settings.serdes(), RegistryClient.create(settings.serdes()));
        Topology topology = name == ArmName.OBSERVE
                ? new AureaTopology(
                                settings.cycles(),
                                settings.recordMaxBytes(),
                                BenchTopics.PARTITIONS,
                                serdes,
                                new ObserveProgress(),
                                new OrientProgress(),
                                LastCycles.NONE,
                                TimedBudget.perThread(System::nanoTime, settings.transactionTimeout()))
                        .buildObserve()
                : DslTopology.of(settings, serdes.value(Topics.OBSERVATIONS));
        return new StreamsArm(settings, topology, ends);
    }

    private static Measured measure(BenchArm arm, long records, long brokerPid) throws Exception {
        ReadProgress progress = new ReadProgress();
        long started = System.nanoTime();
        arm.start();
        while (arm.consumed() == 0) {
            pause(arm, started);
        }
        long first = System.nanoTime();
        progress.add(first, 0);
        double cpu = cpuSeconds(ProcessHandle.current().pid());
        double brokerCpu = cpuSeconds(brokerPid);
        while (!arm.done(records)) {
            progress.add(System.nanoTime(), arm.consumed());
            pause(arm, started);
        }
        long last = System.nanoTime();
        progress.add(last, records);
        cpu = cpuSeconds(ProcessHandle.current().pid()) - cpu;
        brokerCpu = cpuSeconds(brokerPid) - brokerCpu;
        arm.close();
        double seconds = (last - first) / NANOS_PER_SECOND;
        return new Measured(
                records,
                (first - started) / NANOS_PER_SECOND,
                seconds,
                records / seconds,
                progress.steadyPerSecond(),
                cpu / records * 1e6,
                brokerCpu / records * 1e6,
                peakMb(),
                arm.decoded());
    }

    private static void pause(BenchArm arm, long started) throws InterruptedException {
        if (arm.failure() != null) {
            throw new IllegalStateException("the arm failed: " + arm.failure(), arm.failure());
        }
        if (System.nanoTime() - started > LIMIT.toNanos()) {
            throw new IllegalStateException("the arm did not end within " + LIMIT.toMinutes() + " min");
        }
        Thread.sleep(SAMPLE_MS);
    }

    private static double cpuSeconds(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().totalCpuDuration())
                .map(duration -> duration.toNanos() / NANOS_PER_SECOND)
                .orElseThrow(() -> new IllegalStateException("process " + pid + " does not report its CPU time"));
    }

    /** Linux keeps the high-water mark of the resident memory. */
    private static Double peakMb() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return null;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(null);
    }

    private static Map<TopicPartition, Long> ends(AppSettings settings, String topic)
            throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = IntStream.range(0, BenchTopics.PARTITIONS)
                .mapToObj(p -> new TopicPartition(topic, p))
                .toList();
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(p -> latest.put(p, OffsetSpec.latest()));
        try (Admin admin = Admin.create(settings.serdes())) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end :
                    admin.listOffsets(latest).all().get().entrySet()) {
                ends.put(end.getKey(), end.getValue().offset());
            }
            return ends;
        }
    }
}
