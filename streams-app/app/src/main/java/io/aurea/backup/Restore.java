package io.aurea.backup;

import io.aurea.backup.Manifest.BackedUpSchema;
import io.aurea.backup.Manifest.BackedUpTopic;
import io.aurea.backup.Manifest.CommittedOffset;
import io.aurea.backup.RecordFile.BackedUpRecord;
import io.aurea.installation.DatabaseSettings;
import io.aurea.migration.Migrations;
import io.aurea.serde.WireFormat;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.Topic;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts a backup into servers that hold nothing of ours: schemas, topics, how far each group had read, tables. Offsets are those
 * of the restored logs, see {@link MovedOffsets}; ids of schemas those of the registry that is there. The tables are restored as
 * they were, and then brought to this release.
 */
public final class Restore {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(LIMIT);
    private static final String CREATE_TIME = "CreateTime";

    /** A record was accepted once; what the brokers take is their business. */
    private static final int LARGEST_REQUEST = 128 << 20;

    private static final int WINDOW = 10_000;
    private static final Set<String> CATALOGUE =
            Topics.ALL.stream().map(Topic::name).collect(Collectors.toUnmodifiableSet());

    private final BackupServers at;

    public Restore(BackupServers at) {
        this.at = at;
    }

    /**
     * Restores all of it.
     *
     * @return what was done, a sentence each
     * @throws BackupException when the file is none, the servers are not empty, or one of them refuses; what is restored by
     *     then stays, so it has to be removed before the next attempt
     * @throws org.apache.kafka.common.KafkaException when the brokers or the registry do not answer
     */
    public List<String> read(Path file) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip);
            requireSameSettings(manifest);
            if (manifest.migration() != null && at.database().isEmpty()) {
                throw new BackupException("jdbc.url is not set; allowed: a database for the tables of the backup");
            }
            requireNoTopics(manifest);
            List<String> done = new ArrayList<>();
            if (manifest.migration() == null) {
                restore(manifest, zip, done);
            } else {
                DatabaseSettings database = at.database().orElseThrow();
                requireNoTables(database);
                MovedOffsets moved = restore(manifest, zip, done);
                restoreTables(manifest, zip, moved, database);
                done.add("tables: " + manifest.tables().size() + ", brought from migration V" + manifest.migration()
                        + " to this release");
            }
            return done;
        } catch (IOException failed) {
            throw new BackupException(file + " is no backup that can be read: " + failed.getMessage(), failed);
        } catch (SQLException | IllegalStateException failed) {
            throw new BackupException("the tables cannot be restored: " + failed.getMessage(), failed);
        }
    }

    private void requireSameSettings(Manifest manifest) {
        Map<String, String> here = Manifest.fixedSettings(at.app());
        manifest.settings().forEach((key, value) -> {
            if (!value.equals(here.get(key))) {
                throw new BackupException(
                        "%s is %s; allowed: %s, as in the backup".formatted(key, here.get(key), value));
            }
        });
    }

    private static Manifest manifest(ZipFile zip) throws IOException {
        try (InputStream in = entry(zip, Manifest.ENTRY)) {
            return Manifest.read(in);
        }
    }

    private static InputStream entry(ZipFile zip, String name) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException("it has no " + name);
        }
        return zip.getInputStream(entry);
    }

    private void requireNoTopics(Manifest manifest) {
        TreeSet<String> there =
                new TreeSet<>(ANSWERS.await(at.admin().listTopics().names()));
        there.retainAll(manifest.topics().stream().map(BackedUpTopic::name).toList());
        if (!there.isEmpty()) {
            throw new BackupException("the brokers have the topics " + String.join(", ", there)
                    + "; allowed: none of the backup's; `aurea clean` removes them");
        }
    }

    private static void requireNoTables(DatabaseSettings database) throws SQLException {
        try (Tables tables = tables(database)) {
            if (!tables.isEmpty()) {
                throw new BackupException(
                        "the database has tables; allowed: a database without any; `aurea clean` removes them");
            }
        }
    }

    private static Tables tables(DatabaseSettings database) throws SQLException {
        return new Tables(database.url(), database.owner().orElse(null), database.ownerPassword());
    }

    private MovedOffsets restore(Manifest manifest, ZipFile zip, List<String> done) throws IOException {
        Map<Integer, Integer> ids = register(manifest);
        create(manifest);
        MovedOffsets moved = new MovedOffsets();
        long records = 0;
        try (Producer<byte[], byte[]> producer = producer()) {
            for (BackedUpTopic topic : manifest.topics()) {
                for (int p = 0; p < topic.partitions(); p++) {
                    records += load(new TopicPartition(topic.name(), p), zip, ids, moved, producer);
                }
            }
        }
        appendTimeAgain(manifest);
        commit(manifest, moved);
        done.add("schemas: " + manifest.schemas().size());
        done.add("topics: " + manifest.topics().size() + " with " + records + " records");
        done.add("groups: "
                + manifest.offsets().stream()
                        .map(CommittedOffset::group)
                        .distinct()
                        .count()
                + " with " + manifest.offsets().size() + " offsets");
        return moved;
    }

    /** @return the ids of this registry, by those of the backup */
    private Map<Integer, Integer> register(Manifest manifest) {
        Map<Integer, Integer> ids = new HashMap<>();
        for (BackedUpSchema schema : manifest.schemas()) {
            ids.put(schema.id(), at.registry().register(schema.subject(), new Schema.Parser().parse(schema.schema())));
        }
        return ids;
    }

    /** With the time that the records bring, until they are there. */
    private void create(Manifest manifest) {
        List<NewTopic> topics = new ArrayList<>();
        for (BackedUpTopic topic : manifest.topics()) {
            Map<String, String> configs = new HashMap<>(topic.configs());
            configs.replace(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, CREATE_TIME);
            topics.add(new NewTopic(
                            topic.name(),
                            Optional.of(topic.partitions()),
                            Optional.of(at.topics().replicationFactor()))
                    .configs(configs));
        }
        new TopicAdmin(at.admin(), at.topics(), LIMIT).create(topics);
    }

    private Producer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                at.app()
                        .kafka()
                        .producer(
                                "restore",
                                Map.of(ProducerConfig.LINGER_MS_CONFIG, 20),
                                Map.of(
                                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                                        true,
                                        ProducerConfig.ACKS_CONFIG,
                                        "all",
                                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                                        LARGEST_REQUEST)),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** @return how many records */
    private static long load(
            TopicPartition partition,
            ZipFile zip,
            Map<Integer, Integer> ids,
            MovedOffsets moved,
            Producer<byte[], byte[]> producer)
            throws IOException {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        long[] records = {0};
        try (InputStream from = entry(zip, Manifest.entryOf(partition.topic(), partition.partition()))) {
            RecordFile.read(from, record -> {
                moved.add(partition, record.offset());
                sent.add(producer.send(of(record, partition, ids)));
                records[0]++;
                if (sent.size() == WINDOW) {
                    sent.forEach(ANSWERS::await);
                    sent.clear();
                }
            });
        }
        producer.flush();
        sent.forEach(ANSWERS::await);
        return records[0];
    }

    private static ProducerRecord<byte[], byte[]> of(
            BackedUpRecord record, TopicPartition partition, Map<Integer, Integer> ids) {
        byte[] value = record.value();
        if (CATALOGUE.contains(partition.topic()) && value != null && WireFormat.hasHeader(value)) {
            Integer id = ids.get(WireFormat.schemaId(value));
            if (id != null) {
                WireFormat.writeHeader(value, id);
            }
        }
        return new ProducerRecord<>(
                partition.topic(),
                partition.partition(),
                record.timestamp() < 0 ? null : record.timestamp(),
                record.key(),
                value,
                record.headers());
    }

    private void appendTimeAgain(Manifest manifest) {
        Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
        for (BackedUpTopic topic : manifest.topics()) {
            String type = topic.configs().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
            if (type != null && !type.equals(CREATE_TIME)) {
                changes.put(
                        new ConfigResource(ConfigResource.Type.TOPIC, topic.name()),
                        List.of(new AlterConfigOp(
                                new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, type),
                                AlterConfigOp.OpType.SET)));
            }
        }
        if (!changes.isEmpty()) {
            ANSWERS.await(at.admin().incrementalAlterConfigs(changes).all());
        }
    }

    private void commit(Manifest manifest, MovedOffsets moved) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = new TreeMap<>();
        for (CommittedOffset offset : manifest.offsets()) {
            TopicPartition partition = new TopicPartition(offset.topic(), offset.partition());
            groups.computeIfAbsent(offset.group(), group -> new HashMap<>())
                    .put(partition, new OffsetAndMetadata(moved.of(partition, offset.offset()), offset.metadata()));
        }
        Admin admin = at.admin();
        groups.forEach((group, offsets) ->
                ANSWERS.await(admin.alterConsumerGroupOffsets(group, offsets).all()));
    }

    private static void restoreTables(Manifest manifest, ZipFile zip, MovedOffsets moved, DatabaseSettings database)
            throws IOException, SQLException {
        String owner = database.owner().orElse(null);
        Migrations.migrateTo(manifest.migration(), database.url(), owner, database.ownerPassword());
        try (Tables tables = tables(database)) {
            for (String table : manifest.tables()) {
                try (InputStream rows = entry(zip, Manifest.entryOf(table))) {
                    tables.copyIn(table, rows);
                }
            }
            tables.moveSinkOffsets(moved);
            tables.commit();
        }
        Migrations.migrate(
                database.url(), owner, database.ownerPassword(), database.writerPassword(), database.readerPassword());
    }
}
