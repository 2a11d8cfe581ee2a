package io.aurea.backup;

import io.aurea.app.AppGroup;
import io.aurea.app.AppTopics;
import io.aurea.app.InputLogs;
import io.aurea.app.RestoreMark;
import io.aurea.backup.Manifest.BackedUpSchema;
import io.aurea.backup.Manifest.BackedUpTopic;
import io.aurea.backup.Manifest.CommittedOffset;
import io.aurea.serde.WireFormat;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.PartitionScan;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a backup of an installation whose app does not run, so that offsets and state belong to one moment. Tables come before
 * topics: what the sink says it has stored then lies within the logs, and it goes on from there.
 */
public final class Backup {
    private static final Logger LOG = LoggerFactory.getLogger(Backup.class);
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(Duration.ofSeconds(30));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final BackupServers at;
    private final Set<String> avroTopics =
            Topics.ALL.stream().filter(Topic::isAvro).map(Topic::name).collect(Collectors.toUnmodifiableSet());
    private final Set<String> known = new HashSet<>();
    private final List<BackedUpSchema> schemas = new ArrayList<>();

    public Backup(BackupServers at) {
        this.at = at;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @return what it holds, a sentence each
     * @throws BackupException when the app runs, a transaction stays open, or a server refuses
     * @throws org.apache.kafka.common.KafkaException when the brokers or the registry do not answer
     */
    public List<String> write(Path file) {
        requireStopped();
        new RestoreMark(at.admin()).problem().ifPresent(reason -> {
            throw new BackupException(reason);
        });
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            List<String> done;
            try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(part))) {
                done = write(zip);
            }
            requireStopped();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return done;
        } catch (IOException | UncheckedIOException failed) {
            throw new BackupException(file + " cannot be written: " + failed.getMessage(), failed);
        } catch (SQLException failed) {
            throw new BackupException("the tables cannot be read: " + failed.getMessage(), failed);
        } finally {
            deleteIfExists(part);
        }
    }

    private static void deleteIfExists(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException stays) {
            LOG.warn("{} is left behind: {}", part, stays.toString());
        }
    }

    private void requireStopped() {
        new AppGroup(at.admin(), at.app()).running().ifPresent(reason -> {
            throw new BackupException(reason);
        });
    }

    private List<String> write(ZipOutputStream zip) throws IOException, SQLException {
        List<String> done = new ArrayList<>();
        String migration = null;
        List<String> tables = List.of();
        if (at.database().isPresent()) {
            try (Tables from = Tables.of(at.database().get())) {
                migration = from.migration();
                tables = from.names();
                for (String table : tables) {
                    try (OutputStream to = entry(zip, Manifest.entryOf(table))) {
                        from.copyOut(table, to);
                    }
                }
            }
            done.add("tables: " + tables.size() + ", as of migration V" + migration);
        }
        List<BackedUpTopic> topics = topics();
        if (topics.isEmpty()) {
            throw new BackupException(
                    "the brokers have none of the topics; allowed: those of an installation, see `aurea topics create`");
        }
        List<CommittedOffset> offsets = offsets(topics);
        long records = 0;
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            for (BackedUpTopic topic : topics) {
                for (int p = 0; p < topic.partitions(); p++) {
                    records += copy(new TopicPartition(topic.name(), p), consumer, zip);
                }
            }
        }
        done.add("topics: " + topics.size() + " with " + records + " records");
        done.add("groups: "
                + offsets.stream().map(CommittedOffset::group).distinct().count() + " with " + offsets.size()
                + " offsets");
        Manifest manifest = new Manifest(
                Manifest.FORMAT,
                Instant.now().toString(),
                Manifest.fixedSettings(at.app()),
                topics,
                offsets,
                List.copyOf(schemas),
                migration,
                tables);
        try (OutputStream to = entry(zip, Manifest.ENTRY)) {
            to.write(manifest.toJson());
        }
        return done;
    }

    private static OutputStream entry(ZipOutputStream zip, String name) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        return new Unclosed(zip);
    }

    private List<BackedUpTopic> topics() {
        Admin admin = at.admin();
        TreeSet<String> names = new AppTopics(admin, at.app()).all();
        Map<String, TopicDescription> descriptions =
                ANSWERS.await(admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> configs = ANSWERS.await(admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        List<BackedUpTopic> topics = new ArrayList<>();
        for (String name : names) {
            Map<String, String> set = new TreeMap<>();
            for (ConfigEntry entry : configs.get(new ConfigResource(ConfigResource.Type.TOPIC, name))
                    .entries()) {
                if (entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG) {
                    set.put(entry.name(), entry.value());
                }
            }
            topics.add(
                    new BackedUpTopic(name, descriptions.get(name).partitions().size(), set));
        }
        return topics;
    }

    /** Of every group that has read one of these topics. Which topics these are is remembered anew by the app that is restored. */
    private List<CommittedOffset> offsets(List<BackedUpTopic> topics) {
        List<String> names = topics.stream().map(BackedUpTopic::name).toList();
        Map<String, ListConsumerGroupOffsetsSpec> groups = new TreeMap<>();
        for (GroupListing group : ANSWERS.await(at.admin().listGroups().all())) {
            groups.put(group.groupId(), new ListConsumerGroupOffsetsSpec());
        }
        groups.remove(InputLogs.group(at.app().applicationId()));
        List<CommittedOffset> offsets = new ArrayList<>();
        if (!groups.isEmpty()) {
            Map<String, Map<TopicPartition, OffsetAndMetadata>> found =
                    ANSWERS.await(at.admin().listConsumerGroupOffsets(groups).all());
            found.forEach((group, read) -> read.forEach((partition, offset) -> {
                if (offset != null && names.contains(partition.topic())) {
                    offsets.add(new CommittedOffset(
                            group, partition.topic(), partition.partition(), offset.offset(), offset.metadata()));
                }
            }));
        }
        offsets.sort(Comparator.comparing(CommittedOffset::group)
                .thenComparing(CommittedOffset::topic)
                .thenComparing(CommittedOffset::partition));
        return offsets;
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                at.app()
                        .kafka()
                        .consumer(
                                "backup",
                                Map.of(),
                                Map.of(
                                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                                        "read_committed",
                                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                                        false)),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private long copy(TopicPartition partition, Consumer<byte[], byte[]> consumer, ZipOutputStream zip)
            throws IOException {
        awaitTransactions(partition);
        long[] records = {0};
        try (OutputStream entry = entry(zip, Manifest.entryOf(partition.topic(), partition.partition()));
                PartitionFile.Writer file = new PartitionFile.Writer(entry)) {
            PartitionScan.read(consumer, List.of(partition), PATIENCE, record -> {
                note(record);
                append(record, file);
                records[0]++;
            });
        }
        return records[0];
    }

    private static void append(ConsumerRecord<byte[], byte[]> record, PartitionFile.Writer file) {
        try {
            file.append(record);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What a killed instance had begun is ended by the brokers; until then, nobody reads on. */
    private void awaitTransactions(TopicPartition partition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (endOf(partition, IsolationLevel.READ_COMMITTED) < endOf(partition, IsolationLevel.READ_UNCOMMITTED)) {
            if (System.nanoTime() > end) {
                throw new BackupException("a transaction on " + partition + " has been open for " + PATIENCE.toSeconds()
                        + " s; allowed: none, see `kafka-transactions.sh find-hanging`");
            }
            try {
                Thread.sleep(500);
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                throw new BackupException("interrupted", stopped);
            }
        }
    }

    private long endOf(TopicPartition partition, IsolationLevel level) {
        return ANSWERS.await(at.admin()
                        .listOffsets(Map.of(partition, OffsetSpec.latest()), new ListOffsetsOptions(level))
                        .all())
                .get(partition)
                .offset();
    }

    /** Remembers the schema that a value names, so that another registry can give it another id. */
    private void note(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        if (!avroTopics.contains(record.topic()) || value == null || !WireFormat.hasHeader(value)) {
            return;
        }
        int id = WireFormat.schemaId(value);
        if (!known.add(record.topic() + '#' + id)) {
            return;
        }
        try {
            Schema schema = at.registry().byId(id);
            schemas.add(
                    new BackedUpSchema(id, at.subjects().subject(record.topic(), false, schema), schema.toString()));
        } catch (SerializationException unknown) {
            LOG.warn("schema {} of {} is kept as it is: {}", id, record.topic(), unknown.getMessage());
        }
    }
}
