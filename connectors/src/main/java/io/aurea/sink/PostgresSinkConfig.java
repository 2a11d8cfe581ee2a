package io.aurea.sink;

import io.aurea.backoff.Backoff;
import io.aurea.retention.HistoryTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Settings of the PostgreSQL sink. Tables are named by aliases, as Connect names its transforms: {@code
 * tables=cycles} and then {@code tables.cycles.topic}, {@code tables.cycles.name} and so on.
 */
public final class PostgresSinkConfig extends AbstractConfig {

    static final String CONNECTION_URL_CONFIG = "connection.url";
    private static final String CONNECTION_URL_DOC =
            "JDBC URL of the database, jdbc:postgresql://host:port/database. User and passwords have their own"
                    + " settings, since a URL is shown in clear text; that of the key is connection.properties.sslpassword.";

    static final String CONNECTION_USER_CONFIG = "connection.user";
    private static final String CONNECTION_USER_DOC =
            "Role to connect as. It needs SELECT, INSERT and UPDATE on the tables and on aurea_sink_offsets, DELETE on"
                    + " tables with a delete.key or a retention, EXECUTE on the functions aurea_partition and"
                    + " aurea_drop_partition, and no right to change the schema.";

    static final String CONNECTION_PASSWORD_CONFIG = "connection.password";
    static final Password CONNECTION_PASSWORD_DEFAULT = new Password("");
    private static final String CONNECTION_PASSWORD_DOC = "Password of the role; empty for none.";

    static final String CONNECTION_PROPERTIES_PREFIX = "connection.properties.";

    static final String TABLES_CONFIG = "tables";
    private static final String TABLES_DOC = "Aliases of the tables to write. Each has tables.<alias>.topic, .name and"
            + " .key, optionally .rename, .delete.key and .retention.ms. Several tables may be fed from one topic.";

    static final String BATCH_SIZE_CONFIG = "batch.size";
    static final int BATCH_SIZE_DEFAULT = 500;
    private static final String BATCH_SIZE_DOC =
            "Most rows sent to PostgreSQL at once. All records of one poll are one transaction, however many batches.";

    static final String RETRY_BACKOFF_MS_CONFIG = "retry.backoff.ms";
    static final long RETRY_BACKOFF_MS_DEFAULT = 250;
    private static final String RETRY_BACKOFF_MS_DOC =
            "Pause before the first retry when PostgreSQL is unavailable, milliseconds. It doubles with each retry.";

    static final String RETRY_BACKOFF_MAX_MS_CONFIG = "retry.backoff.max.ms";
    static final long RETRY_BACKOFF_MAX_MS_DEFAULT = 10_000;
    private static final String RETRY_BACKOFF_MAX_MS_DOC = "Longest pause between two retries, milliseconds.";

    static final String RETRY_TIMEOUT_MS_CONFIG = "retry.timeout.ms";
    static final long RETRY_TIMEOUT_MS_DEFAULT = 3_600_000;
    private static final String RETRY_TIMEOUT_MS_DOC =
            "The task stops when PostgreSQL has been unavailable for this long, milliseconds. Nothing is lost:"
                    + " after a restart it resumes where it was.";

    static final String PRUNE_INTERVAL_MS_CONFIG = "prune.interval.ms";
    static final long PRUNE_INTERVAL_MS_DEFAULT = 3_600_000;
    private static final String PRUNE_INTERVAL_MS_DOC =
            "Pause between two looks for rows that are older than the retention.ms of their table, milliseconds. They go as"
                    + " soon as all of their partition is old; `aurea prune` removes those before as well. 0: never.";

    private static final String TOPIC = "topic";
    static final String NAME = "name";
    private static final String KEY = "key";
    private static final String RENAME = "rename";
    private static final String DELETE_KEY = "delete.key";

    private static final Pattern ALIAS = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern COLUMN = Pattern.compile("[A-Za-z_][A-Za-z0-9_$]*");
    private static final Pattern TABLE = Pattern.compile("(" + COLUMN + "\\.)?" + COLUMN);
    private static final Pattern RENAMING = Pattern.compile(COLUMN + ":" + COLUMN);

    /** Rewritten into one insert, a batch with an ON CONFLICT clause may not touch a row twice. */
    private static final String REWRITE_BATCHES = "reWriteBatchedInserts";

    private final List<TableConfig> tables;
    private final Map<HistoryTable, Duration> retention;

    /** @throws ConfigException naming the key, its value and what is allowed */
    PostgresSinkConfig(Map<String, String> properties) {
        super(definition(properties), properties, false);
        tables = tables(this);
        retention = RetentionSettings.read(properties);
        checkProperties(originalsWithPrefix(CONNECTION_PROPERTIES_PREFIX));
        checkTopics(properties, tables);
    }

    /** The settings that do not depend on an alias. */
    public static ConfigDef definition() {
        return new ConfigDef()
                .define(
                        CONNECTION_URL_CONFIG,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        ConfigDef.LambdaValidator.with(
                                (key, value) -> checkUrl((String) value), () -> "jdbc:postgresql://..., no password"),
                        Importance.HIGH,
                        CONNECTION_URL_DOC)
                .define(
                        CONNECTION_USER_CONFIG,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        new ConfigDef.NonEmptyString(),
                        Importance.HIGH,
                        CONNECTION_USER_DOC)
                .define(
                        CONNECTION_PASSWORD_CONFIG,
                        Type.PASSWORD,
                        CONNECTION_PASSWORD_DEFAULT,
                        Importance.HIGH,
                        CONNECTION_PASSWORD_DOC)
                .define(
                        TABLES_CONFIG,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        words(ALIAS, true, "one or more different aliases of letters, digits, _ and -"),
                        Importance.HIGH,
                        TABLES_DOC)
                .define(
                        BATCH_SIZE_CONFIG,
                        Type.INT,
                        BATCH_SIZE_DEFAULT,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        BATCH_SIZE_DOC)
                .define(
                        RETRY_BACKOFF_MS_CONFIG,
                        Type.LONG,
                        RETRY_BACKOFF_MS_DEFAULT,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        RETRY_BACKOFF_MS_DOC)
                .define(
                        RETRY_BACKOFF_MAX_MS_CONFIG,
                        Type.LONG,
                        RETRY_BACKOFF_MAX_MS_DEFAULT,
                        Range.between(1, 600_000),
                        Importance.LOW,
                        RETRY_BACKOFF_MAX_MS_DOC)
                .define(
                        RETRY_TIMEOUT_MS_CONFIG,
                        Type.LONG,
                        RETRY_TIMEOUT_MS_DEFAULT,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        RETRY_TIMEOUT_MS_DOC)
                .define(
                        PRUNE_INTERVAL_MS_CONFIG,
                        Type.LONG,
                        PRUNE_INTERVAL_MS_DEFAULT,
                        Range.atLeast(0),
                        Importance.LOW,
                        PRUNE_INTERVAL_MS_DOC);
    }

    /** All settings, including those of the aliases in {@code properties}. */
    public static ConfigDef definition(Map<String, String> properties) {
        ConfigDef definition = definition();
        for (String alias : aliases(properties)) {
            String prefix = prefix(alias);
            definition
                    .define(
                            prefix + TOPIC,
                            Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            new ConfigDef.NonEmptyString(),
                            Importance.HIGH,
                            "Topic that feeds the table.")
                    .define(
                            prefix + NAME,
                            Type.STRING,
                            ConfigDef.NO_DEFAULT_VALUE,
                            word(TABLE, "a table name, optionally schema.table, of letters, digits, _ and $"),
                            Importance.HIGH,
                            "The table.")
                    .define(
                            prefix + KEY,
                            Type.LIST,
                            ConfigDef.NO_DEFAULT_VALUE,
                            words(COLUMN, true, "one or more different column names"),
                            Importance.HIGH,
                            "Columns of the unique key that rows are upserted by.")
                    .define(
                            prefix + RENAME,
                            Type.LIST,
                            List.of(),
                            words(RENAMING, false, "different field:column pairs"),
                            Importance.LOW,
                            "field:column, for fields whose column has another name.")
                    .define(
                            prefix + DELETE_KEY,
                            Type.LIST,
                            List.of(),
                            words(COLUMN, false, "different column names"),
                            Importance.LOW,
                            "Columns that the parts of the record key (text a/b, or the fields of a struct) name: a"
                                    + " tombstone deletes those rows. Empty: a tombstone deletes nothing.");
            RetentionSettings.define(definition, alias, properties);
        }
        return definition;
    }

    Map<HistoryTable, Duration> retention() {
        return retention;
    }

    long pruneIntervalMs() {
        return getLong(PRUNE_INTERVAL_MS_CONFIG);
    }

    List<TableConfig> tables() {
        return tables;
    }

    String url() {
        return getString(CONNECTION_URL_CONFIG);
    }

    int batchSize() {
        return getInt(BATCH_SIZE_CONFIG);
    }

    Retry retry() {
        return new Retry(
                new Backoff(getLong(RETRY_BACKOFF_MS_CONFIG), getLong(RETRY_BACKOFF_MAX_MS_CONFIG)),
                getLong(RETRY_TIMEOUT_MS_CONFIG));
    }

    /**
     * Settings of the driver. A server that vanishes without closing its connections would hang the task for ever
     * with the driver's own defaults.
     */
    Properties driverProperties(String applicationName) {
        Properties driver = new Properties();
        driver.setProperty("ApplicationName", applicationName);
        driver.setProperty("connectTimeout", "10");
        driver.setProperty("loginTimeout", "20");
        driver.setProperty("socketTimeout", "60");
        driver.setProperty("tcpKeepAlive", "true");
        originalsWithPrefix(CONNECTION_PROPERTIES_PREFIX)
                .forEach((key, value) -> driver.setProperty(key, String.valueOf(value)));
        driver.setProperty("user", getString(CONNECTION_USER_CONFIG));
        driver.setProperty("password", getPassword(CONNECTION_PASSWORD_CONFIG).value());
        return driver;
    }

    static String prefix(String alias) {
        return TABLES_CONFIG + "." + alias + ".";
    }

    static List<String> aliases(Map<String, String> properties) {
        String tables = properties.get(TABLES_CONFIG);
        if (tables == null || tables.isBlank()) {
            return List.of();
        }
        return List.of(tables.trim().split("\\s*,\\s*")).stream()
                .filter(alias -> ALIAS.matcher(alias).matches())
                .distinct()
                .toList();
    }

    private static List<TableConfig> tables(PostgresSinkConfig config) {
        List<TableConfig> tables = new ArrayList<>();
        for (String alias : config.getList(TABLES_CONFIG)) {
            String prefix = prefix(alias);
            Map<String, String> rename = new LinkedHashMap<>();
            for (String pair : config.getList(prefix + RENAME)) {
                int colon = pair.indexOf(':');
                rename.put(pair.substring(0, colon), pair.substring(colon + 1));
            }
            tables.add(new TableConfig(
                    alias,
                    config.getString(prefix + TOPIC),
                    config.getString(prefix + NAME),
                    config.getList(prefix + KEY),
                    rename,
                    config.getList(prefix + DELETE_KEY),
                    RetentionSettings.retentionMs(config, prefix)));
        }
        return List.copyOf(tables);
    }

    private static void checkUrl(String url) {
        if (url != null
                && (!url.startsWith("jdbc:postgresql:") || url.matches("(?i).*[?&](password|user|sslpassword)=.*"))) {
            // The value stays out of the message: it may hold a password.
            throw new ConfigException(CONNECTION_URL_CONFIG + " has to be jdbc:postgresql://host:port/database, without"
                    + " user and passwords: these go into " + CONNECTION_USER_CONFIG + ", "
                    + CONNECTION_PASSWORD_CONFIG + " and " + CONNECTION_PROPERTIES_PREFIX + "sslpassword");
        }
    }

    private static void checkProperties(Map<String, Object> driver) {
        if (Boolean.parseBoolean(String.valueOf(driver.get(REWRITE_BATCHES)))) {
            throw new ConfigException(
                    CONNECTION_PROPERTIES_PREFIX + REWRITE_BATCHES,
                    "true",
                    "only false is allowed: two records of one key in a batch would fail");
        }
        for (String own : List.of("user", "password")) {
            if (driver.containsKey(own)) {
                throw new ConfigException(
                        CONNECTION_PROPERTIES_PREFIX + own + " is not allowed, use connection." + own);
            }
        }
    }

    /** A topic without a table would be read and dropped, a table without its topic would stay empty: both silently. */
    private static void checkTopics(Map<String, String> properties, List<TableConfig> tables) {
        String topics = properties.get(SinkConnector.TOPICS_CONFIG);
        if (topics == null || topics.isBlank()) {
            return;
        }
        Set<String> read = new HashSet<>(List.of(topics.trim().split("\\s*,\\s*")));
        Map<String, String> fed = new TreeMap<>();
        tables.forEach(table -> fed.put(table.topic(), prefix(table.alias()) + TOPIC));
        fed.forEach((topic, key) -> {
            if (!read.contains(topic)) {
                throw new ConfigException(key, topic, "allowed are the topics of this connector: " + topics);
            }
        });
        read.removeAll(fed.keySet());
        if (!read.isEmpty()) {
            throw new ConfigException(
                    SinkConnector.TOPICS_CONFIG, topics, "no table is fed from " + String.join(", ", read));
        }
    }

    private static ConfigDef.Validator word(Pattern pattern, String allowed) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    if (value != null && !pattern.matcher((String) value).matches()) {
                        throw new ConfigException(key, value, "allowed is " + allowed);
                    }
                },
                () -> allowed);
    }

    private static ConfigDef.Validator words(Pattern pattern, boolean atLeastOne, String allowed) {
        return ConfigDef.LambdaValidator.with(
                (key, value) -> {
                    List<?> words = value == null ? List.of() : (List<?>) value;
                    boolean valid = words.stream()
                            .allMatch(word -> pattern.matcher((String) word).matches());
                    boolean unique = new HashSet<>(words).size() == words.size();
                    if (!valid || !unique || (atLeastOne && words.isEmpty())) {
                        throw new ConfigException(key, value, "allowed are " + allowed);
                    }
                },
                () -> allowed);
    }
}
