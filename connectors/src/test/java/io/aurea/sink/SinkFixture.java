package io.aurea.sink;

import io.aurea.connector.ShippedConnector;
import io.aurea.migration.Migrations;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A task with the shipped configuration on a real, empty PostgreSQL, as the role that the migrations made for it. */
abstract class SinkFixture extends WithDatabase {

    static final TopicPartition CYCLES = new TopicPartition("aurea.cycles", 0);

    final SinkRecords records = new SinkRecords();
    final FakeContext context = new FakeContext(true);
    PostgresSinkTask task;

    @BeforeEach
    void startTask() throws SQLException {
        database.execute(
                "TRUNCATE aurea_cycle_metrics, aurea_autonomous_goals, aurea_patterns, aurea_pattern_onsets,"
                        + " aurea_decisions, aurea_outcomes, aurea_learnings, aurea_incidents, aurea_commands, aurea_policies, unified_brain, aurea_sink_offsets");
        database.query("SELECT aurea_drop_partition(of_table, partition) FROM aurea_partitions");
        task = task(context);
    }

    @AfterEach
    void stopTask() {
        task.stop();
    }

    PostgresSinkTask task(FakeContext context) {
        return task(context, Map.of());
    }

    PostgresSinkTask task(FakeContext context, Map<String, String> changes) {
        PostgresSinkTask task = new PostgresSinkTask();
        task.initialize(context);
        task.start(config(changes));
        return task;
    }

    /** The shipped configuration, with what the worker would take from its environment. */
    Map<String, String> config(Map<String, String> changes) {
        Map<String, String> config = new HashMap<>(ShippedConnector.POSTGRES_SINK.config());
        config.put("name", "sink");
        config.put("connection.url", database.server().jdbcUrl());
        config.put("connection.user", Migrations.WRITER_ROLE);
        config.put("connection.password", Database.WRITER_PASSWORD);
        config.putAll(changes);
        return config;
    }

    List<String> cycles() throws SQLException {
        return database.query(
                "SELECT tenant_id, cycle_number, revision FROM aurea_cycle_metrics ORDER BY tenant_id, cycle_number");
    }

    List<String> offsets() throws SQLException {
        return database.query("SELECT topic, partition, next_offset FROM aurea_sink_offsets ORDER BY topic, partition");
    }
}
