package io.aurea.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.connector.ShippedConnector;
import io.aurea.migration.Migrations;
import io.aurea.schema.CycleMetrics;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How many rows a second the task stores, in plain tables and in partitioned ones, in turns: docs/PERFORMANCE.md. */
@EnabledIfSystemProperty(named = "aurea.sink.rows", matches = "\\d+")
class SinkSpeedIT {

    private static final int BATCH = 500;
    private static final int TENANTS = 20;
    private static final TopicPartition CYCLES = new TopicPartition("aurea.cycles", 0);

    @TempDir
    private Path folder;

    @Test
    void measuresRowsPerSecond() throws SQLException {
        int rows = Integer.getInteger("aurea.sink.rows");
        try (Database database = new Database(folder)) {
            for (int turn = 0; turn < 4; turn++) {
                double plain = measure(database, "7", rows);
                double partitioned = measure(database, "8", rows);
                System.out.printf(
                        "plain %.0f rows/s, partitioned %.0f rows/s, ratio %.2f%n",
                        plain, partitioned, partitioned / plain);
            }
        }
    }

    private static double measure(Database database, String migration, int rows) throws SQLException {
        database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        Migrations.migrateTo(
                migration,
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password());
        List<List<SinkRecord>> batches = batches(rows);
        PostgresSinkTask task = new PostgresSinkTask();
        task.initialize(new FakeContext(true));
        task.start(config(database));
        task.open(List.of(CYCLES));
        long from = System.nanoTime();
        batches.forEach(task::put);
        double seconds = (System.nanoTime() - from) / 1e9;
        task.stop();
        assertThat(database.query("SELECT count(*) FROM aurea_cycle_metrics")).containsExactly("" + rows);
        return rows / seconds;
    }

    /** Each row twice, as the loop revises cycles: 20 tenants, cycles of a minute. */
    private static List<List<SinkRecord>> batches(int rows) {
        SinkRecords records = new SinkRecords();
        List<List<SinkRecord>> batches = new ArrayList<>();
        List<SinkRecord> batch = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            for (int revision = 1; revision <= 2; revision++) {
                CycleMetrics cycle = SinkRecords.cycleMetrics(1 + i / TENANTS, revision);
                cycle.setTenantId("tenant-" + i % TENANTS);
                cycle.setTimestamp(SinkRecords.NOON.plus(Duration.ofMinutes(i / TENANTS)));
                batch.add(records.cycle(cycle));
            }
            if (batch.size() >= BATCH || i == rows - 1) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
        }
        return batches;
    }

    private static Map<String, String> config(Database database) {
        Map<String, String> config = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        config.put("name", "sink");
        config.put("connection.url", database.server().jdbcUrl());
        config.put("connection.user", database.server().user());
        config.put("connection.password", database.server().password());
        return config;
    }
}
