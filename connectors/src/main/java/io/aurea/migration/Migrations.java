package io.aurea.migration;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.output.MigrateResult;
import org.postgresql.PGConnection;

/** Brings a PostgreSQL database to the schema of this version: tables, indices, comments, views and the two roles. */
public final class Migrations {

    /** Stores rows and offsets; may read, insert, update and delete, but not change the schema. */
    public static final String WRITER_ROLE = "aurea_writer";

    /** For analysts; may only read. */
    public static final String READER_ROLE = "aurea_reader";

    private Migrations() {}

    /**
     * Applies what is missing; a database that is up to date is left as it is, apart from the passwords. Several
     * programs may call it at the same time: Flyway's lock lets one at a time through.
     *
     * @param url JDBC URL of the database
     * @param user its owner, who may also create roles unless {@link #WRITER_ROLE} and {@link #READER_ROLE} exist
     * @param writerPassword new password of the writer role, or null to leave it alone
     * @param readerPassword new password of the reader role, or null to leave it alone
     * @return how many migrations were applied
     * @throws IllegalStateException if the database cannot be reached, belongs to a
     *     newer version, was changed by hand, or refuses
     */
    public static int migrate(String url, String user, String password, String writerPassword, String readerPassword) {
        MigrateResult result;
        try {
            result = Flyway.configure(Migrations.class.getClassLoader())
                    .dataSource(url, user, password)
                    .locations("classpath:db/migration")
                    .loggers("slf4j")
                    .validateMigrationNaming(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw new IllegalStateException("cannot migrate " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
        setPasswords(url, user, password, writerPassword, readerPassword);
        return result.migrationsExecuted;
    }

    /** The driver sends only the SCRAM verifier, so the password shows up in no statement log. */
    private static void setPasswords(
            String url, String user, String password, String writerPassword, String readerPassword) {
        try (Connection connection = DriverManager.getConnection(url, user, password)) {
            PGConnection postgres = connection.unwrap(PGConnection.class);
            if (writerPassword != null) {
                postgres.alterUserPassword(WRITER_ROLE, writerPassword.toCharArray(), "scram-sha-256");
            }
            if (readerPassword != null) {
                postgres.alterUserPassword(READER_ROLE, readerPassword.toCharArray(), "scram-sha-256");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(
                    "cannot set the role passwords at " + withoutParameters(url) + ": " + e.getMessage(), e);
        }
    }

    private static String withoutParameters(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query);
    }
}
