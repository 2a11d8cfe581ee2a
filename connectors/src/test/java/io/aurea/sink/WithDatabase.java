package io.aurea.sink;

import io.aurea.migration.Migrations;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Tests of a class that share one migrated PostgreSQL. */
public abstract class WithDatabase {

    @TempDir
    static Path folder;

    protected static Database database;

    @BeforeAll
    static void startDatabase() {
        database = new Database(folder);
    }

    @AfterAll
    static void stopDatabase() {
        if (database != null) {
            database.close();
            database = null;
        }
    }

    /** Empties it, and brings it to the tables of an earlier release. */
    protected static void makeAnew(String version) throws SQLException {
        database.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
        Migrations.migrateTo(
                version,
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password());
    }

    /** @return what changed, the passwords of the roles left alone */
    protected static List<String> migrate() {
        return Migrations.migrate(
                database.server().jdbcUrl(),
                database.server().user(),
                database.server().password(),
                null,
                null);
    }
}
