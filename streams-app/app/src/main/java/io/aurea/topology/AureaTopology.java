package io.aurea.topology;

import io.aurea.cycle.CycleSettings;
import io.aurea.policy.PolicyFile;
import io.aurea.schema.Command;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import io.aurea.work.TimedBudget;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * The whole pipeline as one topology of three parts that meet only in topics: observe, forward, and orient with decide and
 * learn.
 *
 * <p>There is no repartition: windows live on the partition that their records come from, and the loop is partitioned
 * by tenant, the key of orient's state.
 */
public final class AureaTopology {
    /** The topics that it reads. */
    public static final List<Topic<?>> READ =
            List.of(Topics.OBSERVATIONS, Topics.LOOP, Topics.OUTCOMES, Topics.COMMANDS, Topics.POLICIES);

    /** The changelogs hold small entries that are replaced with every commit: compact them often. */
    private static final Map<String, String> CHANGELOG =
            Map.of("cleanup.policy", "compact", "segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.3");

    private final CycleSettings cycles;
    private final int maxRecordBytes;
    private final int observationPartitions;
    private final TopicSerdes serdes;
    private final ObserveProgress observed;
    private final OrientProgress oriented;
    private final LastCycles history;
    private final Supplier<TimedBudget> budgetOfThread;
    private final FailedPieces failures = new FailedPieces(System::nanoTime);
    private final UnreadRecords unread = new UnreadRecords();

    /**
     * @param maxRecordBytes larger values on topics that others write are dead-lettered, [1, ..)
     * @param observationPartitions number of partitions of {@code aurea.observations}
     * @param observed updated with every commit of observe
     * @param oriented updated with every commit of orient
     * @param history asked when a partition of the loop starts without state
     * @param budgetOfThread for work that can be cut; the tasks of a thread share one, as they share its transaction
     */
    public AureaTopology(
            CycleSettings cycles,
            int maxRecordBytes,
            int observationPartitions,
            TopicSerdes serdes,
            ObserveProgress observed,
            OrientProgress oriented,
            LastCycles history,
            Supplier<TimedBudget> budgetOfThread) {
        this.cycles = cycles;
        this.maxRecordBytes = maxRecordBytes;
        this.observationPartitions = observationPartitions;
        this.serdes = serdes;
        this.observed = observed;
        this.oriented = oriented;
        this.history = history;
        this.budgetOfThread = budgetOfThread;
    }

    /** What the app could not read any more. */
    public UnreadRecords unread() {
        return unread;
    }

    public Topology build() {
        Topology topology = new Topology();
        observe(topology);
        forward(topology);
        orient(topology);
        return topology;
    }

    /** The changelog topics of the app's stores, as Kafka Streams names them. */
    public static List<String> changelogs(String applicationId) {
        return Stream.of(Names.WINDOWS_STORE, Names.CYCLES_STORE, Names.VIEWS_STORE)
                .map(store -> applicationId + "-" + store + "-changelog")
                .toList();
    }

    /** Observe alone, with the same topics as in the whole topology. */
    public Topology buildObserve() {
        Topology topology = new Topology();
        observe(topology);
        return topology;
    }

    private void observe(Topology topology) {
        addSource(topology, Names.OBSERVATIONS_SOURCE, Topics.OBSERVATIONS);
        topology.addProcessor(
                Names.OBSERVE,
                () -> new ObserveProcessor(
                        cycles,
                        observationPartitions,
                        external(Topics.OBSERVATIONS),
                        encoding(Topics.LOOP),
                        observed,
                        failures,
                        unread,
                        budgetOfThread),
                Names.OBSERVATIONS_SOURCE);
        topology.addStateStore(
                new WriteBehindStoreBuilder<>(Names.WINDOWS_STORE, WriteBehindStore::new).withLoggingEnabled(CHANGELOG),
                Names.OBSERVE);
        addLoopSink(topology, Names.OBSERVE_LOOP_SINK, Names.OBSERVE);
        addDeadLetterSink(topology, Names.OBSERVE_DEAD_LETTERS_SINK, Names.OBSERVE);
    }

    private void forward(Topology topology) {
        addSource(topology, Names.FORWARD_SOURCE, Topics.OUTCOMES, Topics.COMMANDS, Topics.POLICIES);
        topology.addProcessor(
                Names.FORWARD,
                () -> {
                    Decoding<Outcome> outcomes = external(Topics.OUTCOMES);
                    Decoding<Command> commands = external(Topics.COMMANDS);
                    Decoding<Policy> policies = external(Topics.POLICIES);
                    return new ForwardProcessor(
                            outcomes, commands, policies, encoding(Topics.LOOP), encoding(Topics.OBSERVATIONS), unread);
                },
                Names.FORWARD_SOURCE);
        addLoopSink(topology, Names.FORWARD_LOOP_SINK, Names.FORWARD);
        // Its key is nobody's, so it goes to every partition.
        addSink(topology, Names.FORGET_SINK, Topics.OBSERVATIONS, new LoopPartitioner(), Names.FORWARD);
        addDeadLetterSink(topology, Names.FORWARD_DEAD_LETTERS_SINK, Names.FORWARD);
    }

    private void orient(Topology topology) {
        addSource(topology, Names.LOOP_SOURCE, Topics.LOOP);
        topology.addProcessor(
                Names.ORIENT,
                () -> new OrientProcessor(
                        cycles,
                        observationPartitions,
                        history,
                        new Decoding<>(
                                Topics.LOOP.name(),
                                Integer.MAX_VALUE,
                                serdes.value(Topics.LOOP).deserializer()),
                        new OrientEncodings(
                                encoding(Topics.TRENDS),
                                encoding(Topics.PATTERNS),
                                encoding(Topics.GOALS),
                                encoding(Topics.INCIDENTS),
                                encoding(Topics.CYCLES),
                                encoding(Topics.STATUS),
                                encoding(Topics.DECISIONS),
                                encoding(Topics.ANSWERS),
                                encoding(Topics.LEARNINGS),
                                encoding(Topics.BRAIN),
                                encoding(Topics.OBSERVATIONS)),
                        oriented,
                        failures,
                        unread,
                        budgetOfThread),
                Names.LOOP_SOURCE);
        topology.addStateStore(
                new WriteBehindStoreBuilder<>(Names.CYCLES_STORE, WriteBehindStore::new).withLoggingEnabled(CHANGELOG),
                Names.ORIENT);
        topology.addStateStore(
                new WriteBehindStoreBuilder<>(Names.VIEWS_STORE, ViewStore::new).withLoggingEnabled(CHANGELOG),
                Names.ORIENT);
        addTenantSink(topology, Names.TRENDS_SINK, Topics.TRENDS);
        addTenantSink(topology, Names.PATTERNS_SINK, Topics.PATTERNS);
        addTenantSink(topology, Names.GOALS_SINK, Topics.GOALS);
        addTenantSink(topology, Names.INCIDENTS_SINK, Topics.INCIDENTS);
        addTenantSink(topology, Names.CYCLES_SINK, Topics.CYCLES);
        addTenantSink(topology, Names.STATUS_SINK, Topics.STATUS);
        addTenantSink(topology, Names.DECISIONS_SINK, Topics.DECISIONS);
        addTenantSink(topology, Names.ANSWERS_SINK, Topics.ANSWERS);
        addTenantSink(topology, Names.LEARNINGS_SINK, Topics.LEARNINGS);
        addTenantSink(topology, Names.BRAIN_SINK, Topics.BRAIN);
        // Partitioned by its key, like every publisher's observations.
        topology.addSink(
                Names.OWN_OBSERVATIONS_SINK,
                Topics.OBSERVATIONS.name(),
                new StringSerializer(),
                new ByteArraySerializer(),
                Names.ORIENT);
        addDeadLetterSink(topology, Names.ORIENT_DEAD_LETTERS_SINK, Names.ORIENT);
    }

    private <T> Decoding<T> external(Topic<T> topic) {
        int most =
                topic.equals(Topics.POLICIES) ? Math.max(maxRecordBytes, PolicyFile.MAX_RECORD_BYTES) : maxRecordBytes;
        return new Decoding<>(topic.name(), most, serdes.value(topic).deserializer());
    }

    private static void addSource(Topology topology, String name, Topic<?>... topics) {
        String[] names = new String[topics.length];
        for (int i = 0; i < topics.length; i++) {
            names[i] = topics[i].name();
        }
        topology.addSource(name, new ByteArrayDeserializer(), new ByteArrayDeserializer(), names);
    }

    private <T> Encoding<T> encoding(Topic<T> topic) {
        return new Encoding<>(topic.name(), serdes.value(topic).serializer());
    }

    private static void addLoopSink(Topology topology, String name, String parent) {
        addSink(topology, name, Topics.LOOP, new LoopPartitioner(), parent);
    }

    private static void addTenantSink(Topology topology, String name, Topic<?> topic) {
        addSink(topology, name, topic, new TenantPartitioner(), Names.ORIENT);
    }

    private static void addSink(
            Topology topology,
            String name,
            Topic<?> topic,
            StreamPartitioner<String, byte[]> partitioner,
            String parent) {
        topology.addSink(name, topic.name(), new StringSerializer(), new ByteArraySerializer(), partitioner, parent);
    }

    private static void addDeadLetterSink(Topology topology, String name, String parent) {
        topology.addSink(
                name, Topics.DEAD_LETTERS.name(), new ByteArraySerializer(), new ByteArraySerializer(), parent);
    }
}
