package io.aurea.installation;

import io.aurea.migration.Migrations;
import io.aurea.settings.SettingsException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** PostgreSQL's address, and the roles that log in there. */
public final class DatabaseSettings extends AbstractConfig {

    public static final String URL_CONFIG = "jdbc.url";
    private static final String URL_DOC =
            "JDBC URL of the database, jdbc:postgresql://host:port/database. Parameters of"
                    + " the PostgreSQL driver, such as sslmode and sslrootcert, go into the url; user and password do not.";

    public static final String USER_CONFIG = "jdbc.user";
    private static final String USER_DOC =
            "Owner of the database; `aurea migrate` creates tables and roles as this user.";

    public static final String PASSWORD_CONFIG = "jdbc.password";
    private static final String PASSWORD_DOC =
            "Password of the owner. Unset: the owner logs in without, e.g. by certificate.";

    public static final String WRITER_USER_CONFIG = "jdbc.writer.user";
    private static final String WRITER_USER_DOC =
            "Role that the sink writes as. Fixed: the migrations create it. The Connect worker reads it from its"
                    + " environment.";

    public static final String WRITER_PASSWORD_CONFIG = "jdbc.writer.password";
    private static final String WRITER_PASSWORD_DOC =
            "Password that `aurea migrate` gives the writing role. Unset: the role keeps what it has.";

    public static final String READER_USER_CONFIG = "jdbc.reader.user";
    private static final String READER_USER_DOC = "Role that `aurea sql`, `aurea drain` and self-observation read as.";

    public static final String READER_PASSWORD_CONFIG = "jdbc.reader.password";
    private static final String READER_PASSWORD_DOC = "Password of the reading role; `aurea migrate` gives it to the"
            + " role aurea_reader. Unset: the role keeps what it has.";

    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    URL_CONFIG,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConfigDef.LambdaValidator.with(
                            DatabaseSettings::ensureUrl, () -> "a jdbc:postgresql: url without user and password"),
                    Importance.HIGH,
                    URL_DOC)
            .define(USER_CONFIG, Type.STRING, null, Importance.HIGH, USER_DOC)
            .define(PASSWORD_CONFIG, Type.PASSWORD, null, Importance.HIGH, PASSWORD_DOC)
            .define(
                    WRITER_USER_CONFIG,
                    Type.STRING,
                    Migrations.WRITER_ROLE,
                    ConfigDef.ValidString.in(Migrations.WRITER_ROLE),
                    Importance.LOW,
                    WRITER_USER_DOC)
            .define(WRITER_PASSWORD_CONFIG, Type.PASSWORD, null, Importance.HIGH, WRITER_PASSWORD_DOC)
            .define(
                    READER_USER_CONFIG,
                    Type.STRING,
                    Migrations.READER_ROLE,
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    READER_USER_DOC)
            .define(READER_PASSWORD_CONFIG, Type.PASSWORD, null, Importance.HIGH, READER_PASSWORD_DOC);

    /**
     * @param originals may contain other keys
     * @throws ConfigException naming key, value and what is allowed
     */
    public DatabaseSettings(Map<String, ?> originals) {
        super(CONFIG, originals, false);
    }

    /** The definition, for documentation. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    public String url() {
        return getString(URL_CONFIG);
    }

    /** The owner; empty when the settings name none. */
    public Optional<String> owner() {
        return Optional.ofNullable(getString(USER_CONFIG));
    }

    /**
     * The owner.
     *
     * @throws SettingsException when the settings name none
     */
    public String requiredOwner() {
        return owner().orElseThrow(() ->
                new SettingsException("jdbc.user is not set: it names the database's owner, who creates the tables"));
    }

    /** The owner's password; null without one. */
    public String ownerPassword() {
        return value(PASSWORD_CONFIG);
    }

    /** The password for the writing role; null to leave it alone. */
    public String writerPassword() {
        return value(WRITER_PASSWORD_CONFIG);
    }

    public String reader() {
        return getString(READER_USER_CONFIG);
    }

    /** The reading role's password; null without one. */
    public String readerPassword() {
        return value(READER_PASSWORD_CONFIG);
    }

    /** The password that the role {@link Migrations#READER_ROLE} shall have; null to leave it alone. */
    public String readerRolePassword() {
        return reader().equals(Migrations.READER_ROLE) ? readerPassword() : null;
    }

    private String value(String key) {
        Password password = getPassword(key);
        return password == null ? null : password.value();
    }

    private static void ensureUrl(String key, Object value) {
        String url = (String) value;
        Properties parsed = url != null && url.startsWith("jdbc:postgresql:") ? Driver.parseURL(url, null) : null;
        // The URL itself may hold a password, so it is not shown.
        if (parsed == null) {
            throw new ConfigException(key + " must be a url of the form jdbc:postgresql://host:port/database");
        }
        if (PGProperty.USER.isPresent(parsed) || PGProperty.PASSWORD.isPresent(parsed)) {
            throw new ConfigException(key + " holds user or password; allowed: those in jdbc.user and jdbc.password");
        }
    }
}
