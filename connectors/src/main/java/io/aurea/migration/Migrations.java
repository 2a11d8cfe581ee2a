package io.aurea.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
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
        List<String> changes = new ArrayList<>();
        try {
            Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(url, user, password)
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
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
