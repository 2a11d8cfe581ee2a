package io.aurea.backup;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.fixture.Readme;
import io.aurea.installation.DatabaseSettings;
import io.aurea.local.PostgresServer;
import io.aurea.local.ServerFiles;
import io.aurea.migration.Migrations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables of a backup come back with every row, also those of earlier releases and those with partitions. */
class TablesIT {
    private static final Path RELEASED = Readme.HOME.resolve("streams-app/cli/src/test/released");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static PostgresServer server;

    @BeforeAll
    static void startDatabase() {
        server = PostgresServer.start(ServerFiles.ofHome(), folder, 0);
    }

    @AfterAll
    static void stopDatabase() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        }
    }

    static List<Path> backups() throws IOException {
        try (Stream<Path> folders = Files.list(RELEASED)) {
            return folders.map(each -> each.resolve("aurea.zip")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("backups")
    void shouldBringTheRowsOfAReleaseIntoPartitions(Path file) throws Exception {
        Map<String, Set<JsonNode>> before = restore(file);

        migrate();

        Map<String, Set<JsonNode>> after = rows(before.keySet());
        after.forEach((table, rows) ->
                assertThat(known(rows, before.get(table))).as(table).isEqualTo(before.get(table)));
        assertThat(before.get("aurea_cycle_metrics")).isNotEmpty();
        assertThat(column("SELECT DISTINCT of_table FROM aurea_partitions"))
                .contains("aurea_autonomous_goals", "aurea_cycle_metrics", "aurea_decisions", "aurea_pattern_onsets");
    }

    @Test
    void shouldBringPartitionedTablesBack() throws Exception {
        Set<String> tables = restore(backups().get(0)).keySet();
        migrate();
        Map<String, Set<JsonNode>> before = rows(tables);
        Set<String> partitions = column("SELECT of_table || starts || ends FROM aurea_partitions");
        Map<String, byte[]> copies = new HashMap<>();
        try (Tables from = Tables.of(settings())) {
            for (String table : from.names()) {
                ByteArrayOutputStream copy = new ByteArrayOutputStream();
                from.copyOut(table, copy);
                copies.put(table, copy.toByteArray());
            }
            assertThat(from.migration()).isEqualTo("12");
        }

        empty();
        Migrations.migrateTo("12", server.jdbcUrl(), server.user(), server.password());
        try (Tables into = Tables.of(settings())) {
            for (Map.Entry<String, byte[]> copy : copies.entrySet()) {
                into.copyIn(copy.getKey(), new ByteArrayInputStream(copy.getValue()));
            }
            into.commit();
        }
        migrate();

        assertThat(rows(tables)).isEqualTo(before);
        assertThat(column("SELECT of_table || starts || ends FROM aurea_partitions"))
                .isEqualTo(partitions);
        assertThat(column("SELECT relname FROM pg_class WHERE relname LIKE 'restored%'"))
                .isEmpty();
    }

    private static Map<String, Set<JsonNode>> restore(Path file) throws IOException, SQLException {
        try (BackupFile backup = BackupFile.open(file)) {
            Migrations.migrateTo(backup.manifest().migration(), server.jdbcUrl(), server.user(), server.password());
            try (Tables tables = Tables.of(settings())) {
                for (String table : backup.manifest().tables()) {
                    backup.readTable(table, rows -> tables.copyIn(table, rows));
                }
                tables.commit();
            }
            return rows(backup.manifest().tables());
        }
    }

    private static void migrate() {
        Migrations.migrate(server.jdbcUrl(), server.user(), server.password(), null, null);
        Migrations.partition(server.jdbcUrl(), server.user(), server.password());
    }

    /** Rows without the columns that the earlier ones do not have. */
    private static Set<JsonNode> known(Set<JsonNode> rows, Set<JsonNode> earlier) {
        Set<String> columns = new HashSet<>();
        earlier.forEach(row -> row.fieldNames().forEachRemaining(columns::add));
        rows.forEach(row -> ((ObjectNode) row).retain(columns));
        return new HashSet<>(rows);
    }

    private static Map<String, Set<JsonNode>> rows(Iterable<String> tables) throws SQLException, IOException {
        Map<String, Set<JsonNode>> rows = new TreeMap<>();
        for (String table : tables) {
            rows.put(table, new HashSet<>());
            for (String row : column("SELECT to_jsonb(t) FROM " + table + " t")) {
                rows.get(table).add(JSON.readTree(row));
            }
        }
        return rows;
    }

    private static Set<String> column(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            Set<String> found = new TreeSet<>();
            while (row.next()) {
                found.add(row.getString(1));
            }
            return found;
        }
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
    }

    private static DatabaseSettings settings() {
        return new DatabaseSettings(
                Map.of("jdbc.url", server.jdbcUrl(), "jdbc.user", server.user(), "jdbc.password", server.password()));
    }
}
