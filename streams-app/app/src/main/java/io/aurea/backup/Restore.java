package io.aurea.backup;

import io.aurea.app.RestoreMark;
import io.aurea.backup.Manifest.BackedUpSchema;
import io.aurea.backup.Manifest.BackedUpTopic;
import io.aurea.backup.Manifest.CommittedOffset;
import io.aurea.installation.DatabaseSettings;
import io.aurea.migration.Migrations;
import io.aurea.topic.BrokerAnswers;
import io.aurea.topic.TopicAdmin;
import io.aurea.topic.TopicSettings;
import java.io.IOException;
import java.nio.file.Files;
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
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Puts a backup into servers that hold nothing of ours: schemas, topics, how far each group had read, tables. Offsets are those
 * of the restored logs, see {@link MovedOffsets}; ids of schemas those of the registry that is there. The tables are restored as
 * they were, and then brought to this release. Not thread-safe.
 */
public final class Restore {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final BrokerAnswers ANSWERS = new BrokerAnswers(LIMIT);
    private static final String CREATE_TIME = "CreateTime";

    private final BackupServers at;
    private final boolean repartition;

    /** @param repartition whether the topics may get another number of partitions, that of the settings */
    public Restore(BackupServers at, boolean repartition) {
        this.at = at;
        this.repartition = repartition;
    }

    /**
     * Restores all of it.
     *
     * @return what was done, a sentence each
     * @throws BackupException when the file is none, the servers are not empty, or one of them refuses; what is restored by
     *     then stays, and the installation is marked, see {@link RestoreMark}, until that is removed
     * @throws org.apache.kafka.common.KafkaException when the brokers or the registry do not answer
     */
    public List<String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new BackupException(file + " is no file; allowed: one that `aurea backup` wrote");
        }
        try (BackupFile backup = BackupFile.open(file)) {
            Manifest manifest = backup.manifest();
            requireSameSettings(manifest);
            RestoreMark mark = new RestoreMark(at.admin());
            mark.problem().ifPresent(reason -> {
                throw new BackupException(reason);
            });
            requireNoTopics(manifest);
            RestoredLogs logs = logs(backup);
            boolean withTables = manifest.migration() != null;
            if (withTables) {
                requireNoTables();
            }
            mark.set();
            List<String> done = new ArrayList<>(restoreTopics(backup, logs));
            if (withTables) {
                done.add(restoreTables(backup, logs));
            }
            mark.remove();
            return done;
        } catch (IOException failed) {
            throw new BackupException(file + " is no backup that can be read: " + failed.getMessage(), failed);
        } catch (SQLException | IllegalStateException failed) {
            throw new BackupException("not all of it can be restored: " + failed.getMessage(), failed);
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

    /** Looks at the partitions, and changes nothing. */
    private RestoredLogs logs(BackupFile backup) throws IOException {
        int wanted = at.topics().partitions();
        TreeSet<Integer> found = new TreeSet<>();
        backup.manifest().topics().forEach(topic -> found.add(topic.partitions()));
        if (found.equals(Set.of(wanted))) {
            return new SameLogs();
        }
        if (!repartition) {
            throw new BackupException("%s is %d; allowed: %s, as in the backup, or the flag --repartition"
                    .formatted(TopicSettings.PARTITIONS_CONFIG, wanted, found));
        }
        return RepartitionedLogs.of(backup, at.app().applicationId(), wanted);
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

    private void requireNoTables() throws SQLException {
        try (Tables tables = Tables.of(database())) {
            if (!tables.isEmpty()) {
                throw new BackupException(
                        "the database has tables; allowed: a database without any; `aurea clean` removes them");
            }
        }
    }

    private DatabaseSettings database() {
        return at.database()
                .orElseThrow(() ->
                        new BackupException("jdbc.url is not set; allowed: a database for the tables of the backup"));
    }

    private List<String> restoreTopics(BackupFile backup, RestoredLogs logs) throws IOException {
        Manifest manifest = backup.manifest();
        Map<Integer, Integer> ids = register(manifest);
        create(manifest);
        long records;
        try (LogWriter to = new LogWriter(at.app().kafka(), ids)) {
            records = logs.write(backup, to);
        }
        appendTimeAgain(manifest);
        commit(logs.offsets(manifest.offsets()));
        return List.of(
                "schemas: " + manifest.schemas().size(),
                "topics: " + manifest.topics().size() + " with " + records + " records, in "
                        + at.topics().partitions() + " partitions each",
                "groups: "
                        + manifest.offsets().stream()
                                .map(CommittedOffset::group)
                                .distinct()
                                .count());
    }

    /** @return the ids of this registry, by those of the backup */
    private Map<Integer, Integer> register(Manifest manifest) throws IOException {
        Map<Integer, Integer> ids = new HashMap<>();
        for (BackedUpSchema schema : manifest.schemas()) {
            ids.put(schema.id(), at.registry().register(schema.subject(), schema.parsed()));
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
                            Optional.of(at.topics().partitions()),
                            Optional.of(at.topics().replicationFactor()))
                    .configs(configs));
        }
        new TopicAdmin(at.admin(), at.topics(), LIMIT).create(topics);
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

    private void commit(List<CommittedOffset> offsets) {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = new TreeMap<>();
        for (CommittedOffset offset : offsets) {
            groups.computeIfAbsent(offset.group(), group -> new HashMap<>())
                    .put(
                            new TopicPartition(offset.topic(), offset.partition()),
                            new OffsetAndMetadata(offset.offset(), offset.metadata()));
        }
        groups.forEach((group, read) ->
                ANSWERS.await(at.admin().alterConsumerGroupOffsets(group, read).all()));
    }

    private String restoreTables(BackupFile backup, RestoredLogs logs) throws IOException, SQLException {
        Manifest manifest = backup.manifest();
        DatabaseSettings database = database();
        String owner = database.requiredOwner();
        Migrations.migrateTo(manifest.migration(), database.url(), owner, database.ownerPassword());
        try (Tables tables = Tables.of(database)) {
            for (String table : manifest.tables()) {
                backup.readTable(table, rows -> tables.copyIn(table, rows));
            }
            tables.putSinkOffsets(logs.offsets(tables.sinkOffsets()));
            tables.commit();
        }
        Migrations.migrate(
                database.url(),
                owner,
                database.ownerPassword(),
                database.writerPassword(),
                database.readerRolePassword());
        // An earlier release goes back to its own installation, not to this one.
        Migrations.partition(database.url(), owner, database.ownerPassword());
        return "tables: " + manifest.tables().size() + ", brought from migration V" + manifest.migration()
                + " to this release";
    }
}
