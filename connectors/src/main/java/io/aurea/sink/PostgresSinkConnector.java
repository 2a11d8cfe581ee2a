package io.aurea.sink;

import io.aurea.connector.BuildVersion;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores records in PostgreSQL exactly once: rows and offsets are one transaction. Tables must exist; this connector
 * never changes the schema.
 */
public final class PostgresSinkConnector extends SinkConnector {

    static final String NAME_CONFIG = "name";

    private static final Logger LOG = LoggerFactory.getLogger(PostgresSinkConnector.class);
    private static final String ISOLATION_CONFIG = "consumer.override.isolation.level";
    private static final String READ_COMMITTED = "read_committed";

    private Map<String, String> properties;

    @Override
    public String version() {
        return BuildVersion.get();
    }

    @Override
    public ConfigDef config() {
        return PostgresSinkConfig.definition();
    }

    /** Checks each setting by itself and then, if all are valid, their combination. */
    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        List<ConfigValue> values =
                PostgresSinkConfig.definition(connectorConfigs).validate(connectorConfigs);
        if (values.stream().allMatch(value -> value.errorMessages().isEmpty())) {
            try {
                new PostgresSinkConfig(connectorConfigs);
                checkIsolation(connectorConfigs);
            } catch (ConfigException e) {
                values.stream()
                        .filter(value -> value.name().equals(PostgresSinkConfig.TABLES_CONFIG))
                        .forEach(value -> value.addErrorMessage(e.getMessage()));
            }
        }
        return new Config(values);
    }

    @Override
    public void start(Map<String, String> connectorConfigs) {
        new PostgresSinkConfig(connectorConfigs);
        checkIsolation(connectorConfigs);
        if (!connectorConfigs.containsKey(ISOLATION_CONFIG)) {
            LOG.warn(
                    "{} is not set: unless the worker sets consumer.isolation.level={}, records of aborted transactions"
                            + " are stored too",
                    ISOLATION_CONFIG,
                    READ_COMMITTED);
        }
        properties = Map.copyOf(connectorConfigs);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return PostgresSinkTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return Collections.nCopies(maxTasks, properties);
    }

    @Override
    public void stop() {
        // Tasks hold the connections; the connector itself holds nothing.
    }

    /**
     * Alters the stored offsets as the worker alters those of the consumer group. Connect allows it only while the
     * connector is stopped; a task that is still running somewhere fails at its next write.
     *
     * @param offsets null resets a partition; no partition at all resets all of them, since the consumer group may
     *     know none while PostgreSQL does
     */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        PostgresSinkConfig config = new PostgresSinkConfig(connectorConfig);
        String connector = connectorConfig.get(NAME_CONFIG);
        Set<String> topics = new TreeSet<>();
        config.tables().forEach(table -> topics.add(table.topic()));
        offsets.forEach((partition, offset) -> {
            if (offset != null && (offset < 0 || !topics.contains(partition.topic()))) {
                throw new ConnectException("cannot set the offset of " + partition + " to " + offset
                        + ": allowed are offsets from 0 for the topics " + topics);
            }
        });
        try (Connection connection = Session.connect(config, connector)) {
            OffsetTable table = new OffsetTable(connection, connector);
            table.check();
            table.alter(offsets.isEmpty() ? allReset(table) : offsets);
            connection.commit();
            return true;
        } catch (SQLException e) {
            throw new ConnectException("cannot alter the offsets in PostgreSQL: " + e.getMessage(), e);
        }
    }

    private static Map<TopicPartition, Long> allReset(OffsetTable table) throws SQLException {
        Map<TopicPartition, Long> reset = new HashMap<>();
        for (TopicPartition partition : table.partitions()) {
            reset.put(partition, null);
        }
        return reset;
    }

    private static void checkIsolation(Map<String, String> connectorConfigs) {
        String isolation = connectorConfigs.getOrDefault(ISOLATION_CONFIG, READ_COMMITTED);
        if (!isolation.equals(READ_COMMITTED)) {
            throw new ConfigException(
                    ISOLATION_CONFIG,
                    isolation,
                    "allowed is only " + READ_COMMITTED + ": records of aborted transactions must not be stored");
        }
    }
}
