package io.aurea.sink;

import io.aurea.connector.BuildVersion;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores records and their offsets in one transaction, so each record is stored exactly once. All records of a call
 * are one transaction: for each partition {@code given = stored + rejected + tombstones without delete.key}.
 *
 * <p>A row that PostgreSQL rejects goes to the errant record reporter before the transaction commits. A crash between
 * the two reports it once more, so the dead letter queue is at-least-once.
 *
 * <p>Connect calls a task from one thread.
 */
public final class PostgresSinkTask extends SinkTask {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSinkTask.class);

    private final Map<TopicPartition, PartitionClaim> claims = new HashMap<>();
    private final Set<TopicPartition> unclaimed = new HashSet<>();

    /** Partitions whose stored offset the worker was given but has not rewound to yet. */
    private final Set<TopicPartition> rewinding = new HashSet<>();

    /** Partitions claimed during a put: its records were fetched before the worker knew the stored offset. */
    private final Set<TopicPartition> stale = new HashSet<>();

    private PostgresSinkConfig config;
    private String connector;
    private Retry retry;
    private Session session;
    private Optional<ScheduledPruning> pruning = Optional.empty();

    @Override
    public String version() {
        return BuildVersion.get();
    }

    @Override
    public void start(Map<String, String> properties) {
        config = new PostgresSinkConfig(properties);
        connector = properties.get(PostgresSinkConnector.NAME_CONFIG);
        retry = config.retry();
        attempt(() -> session = Session.open(config, connector));
        pruning = ScheduledPruning.start(config, connector);
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {
        unclaimed.addAll(partitions);
        attempt(this::prepare);
    }

    @Override
    public void put(Collection<SinkRecord> records) {
        rewinding.retainAll(stale);
        Set<TopicPartition> late = Set.copyOf(unclaimed);
        try {
            prepare();
            late.stream().filter(rewinding::contains).forEach(stale::add);
            store(records.stream().filter(this::isDue).toList());
            stale.clear();
            retry.succeeded();
        } catch (SQLException e) {
            throw failed(e);
        } catch (ConnectException e) {
            discardSession();
            throw e;
        }
    }

    /**
     * The stored offsets. Also moves them past records that never arrived here, because the converter refused them: a
     * partition that ends in such a record would look unread for ever.
     *
     * <p>Never throws: the worker would rewind to its last commit, behind what is stored.
     */
    @Override
    public Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
        Map<TopicPartition, Long> next = partitions();
        current.forEach((partition, offset) -> {
            PartitionClaim claim = claims.get(partition);
            if (claim != null && !rewinding.contains(partition) && claim.isBehind(offset.offset())) {
                next.put(partition, offset.offset());
            }
        });
        if (session != null && !next.isEmpty()) {
            try {
                session.offsets().advance(claims, next);
                commit(next);
            } catch (SQLException | ConnectException e) {
                LOG.warn("{}: could not move the offsets {}; the next put tries again", connector, next, e);
                discardSession();
            }
        }
        Map<TopicPartition, OffsetAndMetadata> stored = new HashMap<>();
        claims.forEach((partition, claim) -> {
            if (claim.stored() != null && current.containsKey(partition)) {
                stored.put(partition, new OffsetAndMetadata(claim.stored()));
            }
        });
        return stored;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {
        claims.keySet().removeAll(partitions);
        unclaimed.removeAll(partitions);
        rewinding.removeAll(partitions);
        stale.removeAll(partitions);
    }

    @Override
    public void stop() {
        pruning.ifPresent(ScheduledPruning::close);
        pruning = Optional.empty();
        discardSession();
    }

    private interface DatabaseCall {
        void run() throws SQLException;
    }

    /** Runs what can wait: while PostgreSQL is unavailable, {@link #put} makes up for it. */
    private void attempt(DatabaseCall call) {
        try {
            call.run();
        } catch (SQLException e) {
            discardSession();
            if (SqlFault.of(e) != SqlFault.PASSING) {
                throw lasting(e);
            }
            LOG.warn("{}: PostgreSQL is unavailable, the task waits for it: {}", connector, e.getMessage());
        }
    }

    /** Connects if needed, resolves commits with unknown results, and claims new partitions. */
    private void prepare() throws SQLException {
        if (session == null) {
            session = Session.open(config, connector);
            reconcile();
        }
        if (!unclaimed.isEmpty()) {
            claim();
        }
    }

    private void reconcile() throws SQLException {
        Map<TopicPartition, PartitionClaim> settled = new HashMap<>();
        for (Map.Entry<TopicPartition, PartitionClaim> entry : claims.entrySet()) {
            OffsetTable.Stored found = session.offsets().read(entry.getKey());
            PartitionClaim claim = entry.getValue().reconciled(found);
            if (claim == null) {
                throw OffsetTable.takenOver(entry.getKey(), entry.getValue(), found);
            }
            settled.put(entry.getKey(), claim);
        }
        session.commit();
        claims.putAll(settled);
    }

    private void claim() throws SQLException {
        Map<TopicPartition, PartitionClaim> claimed = new HashMap<>();
        for (TopicPartition partition : unclaimed) {
            claimed.put(partition, PartitionClaim.of(session.offsets().claim(partition)));
        }
        session.commit();
        claims.putAll(claimed);
        unclaimed.clear();
        claimed.forEach((partition, claim) -> {
            if (claim.stored() != null) {
                context.offset(partition, claim.stored());
                rewinding.add(partition);
            }
        });
        LOG.info("{}: took over {}", connector, claimed);
    }

    private boolean isDue(SinkRecord sinkRecord) {
        TopicPartition partition = RecordBatch.partition(sinkRecord);
        PartitionClaim claim = claims.get(partition);
        if (claim == null) {
            throw new ConnectException(
                    "a record of " + partition + " arrived, but that partition was never opened for this task");
        }
        if (stale.contains(partition)) {
            return false;
        }
        return switch (claim.judge(sinkRecord.originalKafkaOffset())) {
            case STORE -> true;
            case SKIP -> false;
            case FOREIGN_LOG ->
                throw new ConnectException("offset " + sinkRecord.originalKafkaOffset() + " of "
                        + partition + " was read, but " + OffsetTable.NAME + " says that everything below "
                        + claim.stored()
                        + " is already stored, so it is out of range: the topic was deleted and recreated, or truncated. To"
                        + " read what it holds now, stop the connector (PUT /connectors/" + connector
                        + "/stop), reset its offsets (DELETE"
                        + " /connectors/" + connector + "/offsets) and resume it (PUT /connectors/" + connector
                        + "/resume); rows are upserted, none is duplicated");
        };
    }

    private void store(List<SinkRecord> records) throws SQLException {
        if (records.isEmpty()) {
            return;
        }
        Map<TopicPartition, Long> next = partitions();
        records.forEach(r -> next.merge(RecordBatch.partition(r), r.originalKafkaOffset() + 1, Math::max));
        RecordBatch batch = new RecordBatch(session, records);
        List<RowWrite> rows = batch.rows();
        session.partitions().ensure(rows);
        try {
            session.offsets().advance(claims, next);
            batch.storeTogether();
        } catch (SQLException e) {
            if (SqlFault.of(e) != SqlFault.ROW) {
                throw e;
            }
            session.rollback();
            session.partitions().forget();
            session.partitions().ensure(rows);
            session.offsets().advance(claims, next);
            batch.storeOneByOne();
        }
        batch.report(context);
        commit(next);
    }

    private void commit(Map<TopicPartition, Long> next) throws SQLException {
        next.forEach((partition, offset) -> claims.computeIfPresent(partition, (p, claim) -> claim.attempting(offset)));
        session.commit();
        next.forEach((partition, offset) -> claims.computeIfPresent(partition, (p, claim) -> claim.stored(offset)));
    }

    private ConnectException failed(SQLException error) {
        discardSession();
        if (SqlFault.of(error) != SqlFault.PASSING) {
            return lasting(error);
        }
        long pause = retry.failed(TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        if (pause < 0) {
            return new ConnectException(
                    PostgresSinkConfig.RETRY_TIMEOUT_MS_CONFIG + " has passed and PostgreSQL is still unavailable: "
                            + SqlFault.reason(error) + ". Nothing is lost; restart the task when it is back",
                    error);
        }
        context.timeout(pause);
        return new RetriableException(
                "PostgreSQL is unavailable, next attempt in " + pause + " ms: " + SqlFault.reason(error), error);
    }

    private static ConnectException lasting(SQLException error) {
        return new ConnectException("PostgreSQL refuses: " + SqlFault.reason(error), error);
    }

    private void discardSession() {
        if (session == null) {
            return;
        }
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("{}: closing a broken connection", connector, e);
        }
        session = null;
    }

    /** Every task stores offsets in the same order, so two transactions cannot deadlock. */
    private static Map<TopicPartition, Long> partitions() {
        return new TreeMap<>((a, b) -> {
            int byTopic = a.topic().compareTo(b.topic());
            return byTopic != 0 ? byTopic : Integer.compare(a.partition(), b.partition());
        });
    }
}
