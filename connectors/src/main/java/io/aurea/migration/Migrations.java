package io.aurea.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a PostgreSQL database to the schema of this version: tables, indices, comments, views and the two roles. */
public final class Migrations {

    /** Stores rows and offsets; may read, insert, update and delete, but not change the schema. */
    public static final String WRITER_ROLE = "aurea_writer";

    /** For analysts; may only read. */
    public static final String READER_ROLE = "aurea_reader";

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    private static final int OLDEST = 14;

    /** Every table of every release. */
    public static final List<String> TABLES = List.of(
            "aurea_cycle_metrics",
            "aurea_autonomous_goals",
            "aurea_patterns",
            "aurea_pattern_onsets",
            "aurea_decisions",
            "aurea_outcomes",
            "aurea_learnings",
            "aurea_incidents",
            "aurea_commands",
            "aurea_policies",
            "unified_brain",
            "aurea_sink_offsets");

    private static final String HISTORY = "flyway_schema_history";

    private static final String UNPARTITIONED = """
            SELECT relname FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND aurea_partition_unit(relname::text) IS NOT NULL
            ORDER BY 1""";

    /** No file's name begins with it. */
    private static final String NO_PREFIX = "none";

    private Migrations() {}

    /**
     * Applies what is missing; a database that is up to date is not touched. May be called concurrently: Flyway's lock
     * admits one at a time.
     *
     * @param url JDBC URL of the database
     * @param user its owner, who may also create roles unless {@link #WRITER_ROLE} and {@link #READER_ROLE} exist
     * @param writerPassword password for the writer role, or null to leave it alone
     * @param readerPassword password for the reader role, or null to leave it alone
     * @return what changed, a sentence each
     * @throws IllegalStateException if the database cannot be reached, belongs to a
     *     newer version, was changed by hand, or refuses
     */
    public static List<String> migrate(
            String url, String user, String password, String writerPassword, String readerPassword) {
        requireVersion(url, user, password);
        List<String> changes = new ArrayList<>();
        try {
            configuration(url, user, password)
                    .validateMigrationNaming(true)
                    .load()
                    .migrate()
                    .migrations
                    .forEach(applied -> changes.add("migration %s %s: applied"
                            .formatted(applied.version.isEmpty() ? "R" : "V" + applied.version, applied.description)));
        } catch (FlywayException e) {
            throw new IllegalStateException("cannot migrate " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            PGConnection owner = connection.unwrap(PGConnection.class);
            setPassword(owner, url, WRITER_ROLE, writerPassword, changes);
            setPassword(owner, url, READER_ROLE, readerPassword, changes);
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot set the role passwords at " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        return changes;
    }

    /**
     * Gives the tables of history partitions by time where an earlier release has made them without; writes them anew, in one
     * transaction during which nobody else reads or writes them. The connector of 0.1.0 cannot write to them afterwards.
     *
     * @return what changed, a sentence each
     * @throws IllegalStateException if the database cannot be reached, is not {@link #migrate migrated}, or refuses
     */
    public static List<String> partition(String url, String user, String password) {
        List<String> changes = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery("SELECT * FROM aurea_partition_tables()")) {
            while (tables.next()) {
                changes.add("table " + tables.getString(1) + ": partitioned by time");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot partition the tables at " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        changes.addAll(migrate(url, user, password, null, null));
        return changes;
    }

    /**
     * The tables of history without partitions.
     *
     * @throws IllegalStateException if the database cannot be reached
     */
    public static List<String> unpartitioned(String url, String user, String password) {
        List<String> tables = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(UNPARTITIONED)) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot read the tables at " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        return tables;
    }

    /**
     * Brings an empty database to the tables of an earlier release, as far as the rows of a backup need them: without views.
     *
     * @param version the last migration of that release
     * @throws IllegalStateException if the database cannot be reached or refuses, or the version is none of this release
     */
    public static void migrateTo(String version, String url, String user, String password) {
        try {
            configuration(url, user, password)
                    .target(MigrationVersion.fromVersion(version))
                    .repeatableSqlMigrationPrefix(NO_PREFIX)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException(
                    "cannot migrate %s to V%s: %s".formatted(withoutParameters(url), version, e.getMessage()), e);
        }
    }

    /**
     * Removes every table, with its rows, its views and what others have built on them. The roles stay: they may own or do more.
     *
     * @return what went, a sentence each; empty when there was nothing
     * @throws IllegalStateException if the database cannot be reached or refuses
     */
    public static List<String> remove(String url, String user, String password) {
        List<String> removed = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url, user, password);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            List<String> tables = new ArrayList<>(TABLES);
            tables.add(HISTORY);
            for (String table : tables) {
                if (exists(connection, table)) {
                    statement.execute("DROP TABLE public." + table + " CASCADE");
                    removed.add("table " + table + ": removed");
                }
            }
            // What V8 made beside the tables.
            statement.execute("DROP VIEW IF EXISTS public.aurea_partitions CASCADE");
            statement.execute(
                    "DROP FUNCTION IF EXISTS public.aurea_partition, public.aurea_partitions_for,"
                            + " public.aurea_drop_partition, public.aurea_partition_tables, public.aurea_partition_unit CASCADE");
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot remove the tables at " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        return removed;
    }

    private static void requireVersion(String url, String user, String password) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            int found = connection.getMetaData().getDatabaseMajorVersion();
            if (found < OLDEST) {
                throw new IllegalStateException("PostgreSQL at %s is version %d; allowed: %d or later"
                        .formatted(withoutParameters(url), found, OLDEST));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("cannot migrate " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(Connection connection, String table) throws SQLException {
        String[] types = {"TABLE", "PARTITIONED TABLE"};
        try (ResultSet found = connection.getMetaData().getTables(null, "public", table, types)) {
            return found.next();
        }
    }

    private static FluentConfiguration configuration(String url, String user, String password) {
        return Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(url, user, password)
                .locations("classpath:db/migration")
                .loggers("slf4j");
    }

    /** The driver sends only the SCRAM verifier, so the password shows up in no statement log. */
    private static void setPassword(PGConnection owner, String url, String role, String password, List<String> changes)
            throws SQLException {
        // Where the server admits the role without a password, a login proves nothing.
        boolean hasIt = password == null || !logsIn(url, role, null) && logsIn(url, role, password);
        if (!hasIt) {
            owner.alterUserPassword(role, password.toCharArray(), "scram-sha-256");
            changes.add("role " + role + ": password set");
        }
    }

    private static boolean logsIn(String url, String role, String password) {
        try (Connection connection = DriverManager.getConnection(url, role, password)) {
            return !connection.isClosed();
        } catch (SQLException refused) {
            LOG.debug("{} cannot log in", role, refused);
            return false;
        }
    }

    private static String withoutParameters(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
