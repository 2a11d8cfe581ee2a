package io.aurea.sink;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Records that become rows in one transaction, and those among them that cannot. Not thread-safe. */
final class RecordBatch {

    private final Session session;
    private final List<Mapped> records = new ArrayList<>();
    private final List<Rejected> rejected = new ArrayList<>();

    private record Mapped(SinkRecord sinkRecord, List<RowWrite> rows) {}

    private record Rejected(SinkRecord sinkRecord, DataException reason) {}

    RecordBatch(Session session, List<SinkRecord> records) {
        this.session = session;
        for (SinkRecord sinkRecord : records) {
            try {
                this.records.add(new Mapped(sinkRecord, rows(sinkRecord)));
            } catch (DataException e) {
                rejected.add(new Rejected(sinkRecord, e));
            }
        }
    }

    /** All rows, in order. */
    List<RowWrite> rows() {
        return records.stream().flatMap(each -> each.rows.stream()).toList();
    }

    /** Stores all rows at once; a row that PostgreSQL rejects fails the transaction. */
    void storeTogether() throws SQLException {
        for (Mapped each : records) {
            for (RowWrite row : each.rows) {
                session.add(row);
            }
        }
        session.flush();
    }

    /** Stores them anew in a new transaction, which a row that PostgreSQL rejects does not fail. */
    void storeOneByOne() throws SQLException {
        for (Mapped each : records) {
            try {
                session.addAlone(each.rows);
            } catch (SQLException e) {
                if (SqlFault.of(e) != SqlFault.ROW) {
                    throw e;
                }
                rejected.add(new Rejected(each.sinkRecord, new DataException(SqlFault.reason(e), e)));
            }
        }
    }

    /** The rows of a record in all tables that its topic feeds: all of them are stored, or none. */
    private List<RowWrite> rows(SinkRecord sinkRecord) {
        List<RowWrite> rows = new ArrayList<>();
        boolean routed = false;
        for (TableMapping mapping : session.mappings()) {
            if (mapping.topic().equals(sinkRecord.topic())) {
                mapping.map(sinkRecord).ifPresent(rows::add);
                routed = true;
            }
        }
        if (!routed) {
            throw new DataException("no table is fed from topic " + sinkRecord.topic());
        }
        return rows;
    }

    /** Reports what was rejected; waits until it is written, since the offsets move past these records only then. */
    void report(SinkTaskContext context) {
        if (rejected.isEmpty()) {
            return;
        }
        ErrantRecordReporter reporter = context.errantRecordReporter();
        if (reporter == null) {
            Rejected first = rejected.get(0);
            throw new ConnectException(
                    "cannot store offset " + first.sinkRecord.originalKafkaOffset() + " of "
                            + partition(first.sinkRecord) + ": " + first.reason.getMessage()
                            + ". With errors.tolerance=all and errors.deadletterqueue.topic.name set, such records"
                            + " go there and the others go on",
                    first.reason);
        }
        List<Future<Void>> reports = rejected.stream()
                .map(each -> reporter.report(each.sinkRecord, each.reason))
                .toList();
        try {
            for (Future<Void> each : reports) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectException("interrupted while writing dead letters", e);
        } catch (ExecutionException e) {
            throw new ConnectException(
                    "cannot write dead letters: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Where the record was read; a transformation may have changed its topic. */
    static TopicPartition partition(SinkRecord sinkRecord) {
        return new TopicPartition(sinkRecord.originalTopic(), sinkRecord.originalKafkaPartition());
    }
}
