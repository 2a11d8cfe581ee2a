package io.aurea.sink;

import io.aurea.local.PostgresServer;
import io.aurea.local.ServerFiles;
import io.aurea.migration.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A migrated PostgreSQL for tests, looked at by its owner. */
public final class Database implements AutoCloseable {

    public static final String WRITER_PASSWORD = "it's the writer's";
    public static final String READER_PASSWORD = "reader";

    private final PostgresServer server;

    public Database(Path folder) {
        this(PostgresServer.start(ServerFiles.ofHome(), folder, 0));
    }

    /** Migrates it. */
    public Database(PostgresServer server) {
        this.server = server;
        Migrations.migrate(server.jdbcUrl(), server.user(), server.password(), WRITER_PASSWORD, READER_PASSWORD);
    }

    public PostgresServer server() {
        return server;
    }

    /** One text per row, columns separated by |. */
    public List<String> query(String sql) throws SQLException {
        return query(server.user(), server.password(), sql);
    }

    public List<String> query(String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), user, password);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    row.add(rows.getString(i));
                }
                found.add(String.join("|", row.stream().map(String::valueOf).toList()));
            }
            return found;
        }
    }

    public void execute(String sql) throws SQLException {
        execute(server.user(), server.password(), sql);
    }

    public void execute(String user, String password, String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.jdbcUrl(), user, password);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
