package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.local.KafkaServer;
import io.aurea.local.ServerFiles;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What {@link WriteBehindStore} needs of Kafka Streams and no public API promises: whatever makes a commit, the store has
 * been saved in its transaction before the offsets are. {@code .ci/kafka-versions} asks it of each version that is offered.
 */
class FlushContractIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long OFTEN_MS = 50;
    private static final int NEVER_MS = 600_000;
    private static final byte COUNT = 'c';
    private static final byte ASK_FOR_A_COMMIT = 'a';
    private static final byte FAIL = 'f';

    @TempDir
    private static Path folder;

    private static KafkaServer kafka;
    private static Admin admin;
    private static Producer<byte[], byte[]> input;

    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private final List<Throwable> deaths = new CopyOnWriteArrayList<>();
    private volatile long counted;
    private volatile boolean healed;
    private String name;
    private int sent;

    /**
     * A transaction's offset, when it is sent.
     *
     * @param saved the count that the changelog has got up to then
     */
    private record Commit(long offset, long saved) {}

    @BeforeAll
    static void start() {
        kafka = KafkaServer.start(ServerFiles.ofHome(), folder, 0);
        Map<String, Object> at = Map.of("bootstrap.servers", kafka.bootstrapServers());
        admin = Admin.create(at);
        input = new KafkaProducer<>(at, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stop() {
        input.close();
        admin.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource({"classic, false", "classic, true", "streams, false"})
    void shouldSaveTheStoreBeforeTheOffsetsInEveryCommit(String protocol, String transactional) throws Exception {
        createInput("contract-" + protocol + "-" + transactional);
        Map<String, Object> settings = new HashMap<>();
        settings.put("group.protocol", protocol);
        settings.put("enable.transactional.statestores", transactional);
        if (protocol.equals("classic")) {
            // Nobody waits for the session of the one before to expire.
            settings.put("group.instance.id", "the-only-one");
        }

        try (KafkaStreams often = run(WriteBehindStore::new, OFTEN_MS, settings)) {
            for (int batch = 0; batch < 5; batch++) {
                send(COUNT, COUNT, COUNT);
                awaitCommitted(often, "each commit interval");
            }
        }
        try (KafkaStreams asked = run(WriteBehindStore::new, NEVER_MS, settings)) {
            send(COUNT, COUNT, ASK_FOR_A_COMMIT);
            awaitCommitted(asked, "when the processor asks");
            send(COUNT, COUNT);
            Awaitility.await("counted").atMost(LIMIT).until(() -> counted == sent);
        }
        assertThat(deaths).isEmpty();
        long committed = sent;
        assertThat(lastOffset()).as("when the app ends in order").isEqualTo(committed);

        try (KafkaStreams failing = run(WriteBehindStore::new, NEVER_MS, settings)) {
            send(COUNT, COUNT, FAIL);
            Awaitility.await("death").atMost(LIMIT).until(() -> failing.state() == KafkaStreams.State.ERROR);
        }
        assertThat(deaths).hasSize(1);
        assertThat(lastOffset()).as("when it dies").isEqualTo(committed);
        healed = true;
        try (KafkaStreams again = run(WriteBehindStore::new, OFTEN_MS, settings)) {
            awaitCommitted(again, "after a death, from the last commit on");
        }
        assertThat(counted).isEqualTo(sent);
        assertThat(commits)
                .filteredOn(commit -> commit.saved() != commit.offset())
                .isEmpty();
    }

    @Test
    void shouldNoticeWhereNoCommitSaves() throws Exception {
        createInput("no-flush");
        send(COUNT, COUNT, COUNT);
        try (KafkaStreams app =
                run(NeverAsked::new, OFTEN_MS, Map.of("producer.transaction.timeout.ms", (int) (5 * OFTEN_MS)))) {
            Awaitility.await("the guard").atMost(LIMIT).until(() -> app.state() == KafkaStreams.State.ERROR);
        }
        assertThat(commits).as("offsets without their state").containsOnly(new Commit(sent, 0));
        assertThat(deaths).hasSize(1);
        assertThat(deaths.get(0))
                .rootCause()
                .hasMessageContaining("was not asked to save itself for 10 commit intervals");
    }

    /** As if this version of Kafka Streams did not know the interface any more. */
    private static final class NeverAsked extends WriteBehindStore {
        NeverAsked(String name) {
            super(name);
        }

        @Override
        public void flushCache() {}
    }

    private void createInput(String topic) throws Exception {
        name = topic;
        admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                .all()
                .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private void send(byte... kinds) throws Exception {
        for (byte kind : kinds) {
            input.send(new ProducerRecord<>(name, new byte[] {kind})).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            sent++;
        }
    }

    private void awaitCommitted(KafkaStreams app, String when) {
        Awaitility.await(when).atMost(LIMIT).until(() -> {
            if (lastOffset() == sent) {
                return true;
            }
            assertThat(app.state()).isNotEqualTo(KafkaStreams.State.ERROR);
            return false;
        });
    }

    private long lastOffset() {
        return commits.isEmpty() ? 0 : commits.get(commits.size() - 1).offset();
    }

    private KafkaStreams run(
            Function<String, WriteBehindStore> store, long commitIntervalMs, Map<String, Object> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.put("application.id", "app-" + name);
        properties.put("bootstrap.servers", kafka.bootstrapServers());
        properties.put("state.dir", folder.resolve("state").toString());
        properties.put("processing.guarantee", "exactly_once_v2");
        properties.put("commit.interval.ms", commitIntervalMs);
        properties.put("auto.offset.reset", "earliest");
        properties.putIfAbsent("producer.transaction.timeout.ms", NEVER_MS + 1);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology()
                .addSource("source", bytes, bytes, name)
                .addProcessor("counting", Counting::new, "source")
                .addStateStore(new WriteBehindStoreBuilder<>("count", store), "counting");
        KafkaStreams app = new KafkaStreams(topology, properties, new Clients());
        app.setUncaughtExceptionHandler(death -> {
            deaths.add(death);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
        app.start();
        return app;
    }

    /** How many records there have been, which is the offset of the next. */
    private final class Counting implements Processor<byte[], byte[], Void, Void>, StoredState {
        private static final byte[] KEY = {'n'};

        private long count;
        private WriteBehindStore store;
        private ProcessorContext<Void, Void> context;

        @Override
        public void init(ProcessorContext<Void, Void> processorContext) {
            context = processorContext;
            store = context.getStateStore("count");
            store.own(this, () -> {});
            store.guard(context);
        }

        @Override
        public void process(Record<byte[], byte[]> observed) {
            store.changed();
            count++;
            byte kind = observed.value()[0];
            if (kind == FAIL && !healed) {
                throw new IllegalStateException("as it was told");
            }
            if (kind == ASK_FOR_A_COMMIT) {
                context.commit();
            }
            counted = count;
        }

        @Override
        public void load(byte[] key, byte[] value) {
            count = ByteBuffer.wrap(value).getLong();
        }

        @Override
        public void save(Entries changes) {
            changes.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(count).array());
        }

        @Override
        public void saveAll(Entries all) {
            save(all);
        }
    }

    /** Kafka Streams' usual ones, but for the producer. */
    private final class Clients implements KafkaClientSupplier {
        @Override
        public Admin getAdmin(Map<String, Object> config) {
            return Admin.create(config);
        }

        @Override
        public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
            return new Watched(config);
        }

        @Override
        public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
            return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }

        @Override
        public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
            return getConsumer(config);
        }
    }

    /** Notes what is sent before offsets are. */
    private final class Watched extends KafkaProducer<byte[], byte[]> {
        private long saved;

        Watched(Map<String, Object> config) {
            super(config, new ByteArraySerializer(), new ByteArraySerializer());
        }

        @Override
        public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
            if (record.topic().endsWith("-changelog") && record.key()[0] == Counting.KEY[0]) {
                saved = ByteBuffer.wrap(record.value()).getLong();
            }
            return super.send(record, callback);
        }

        @Override
        public void sendOffsetsToTransaction(
                Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
            super.sendOffsetsToTransaction(offsets, group);
            offsets.values().forEach(offset -> commits.add(new Commit(offset.offset(), saved)));
        }
    }
}
