package io.aurea.registry;

import io.aurea.http.HttpEndpoint;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;

/**
 * Settings of the registry client, under Confluent's names. Each may also be written with the prefix {@code
 * schema.registry.}, which then takes precedence; the TLS settings are Kafka's own and need the prefix, since without
 * it they are those of the broker connection.
 */
public final class RegistryConfig extends AbstractConfig {

    /** Sets the registry's settings apart from those of the Kafka client that they share a file with. */
    public static final String PREFIX = "schema.registry.";

    public static final String URL_CONFIG = "schema.registry.url";
    private static final String URL_DOC =
            "Comma-separated http or https urls of the schema registry (Confluent's REST API, with its path if it"
                    + " has one). They are tried in turn, starting with the last one that answered.";

    public static final String BASIC_SOURCE_CONFIG = "basic.auth.credentials.source";
    public static final String BASIC_SOURCE_DEFAULT = "URL";
    private static final String BASIC_SOURCE_DOC = "Where user and password come from: URL (user:password@ in the url,"
            + " none if it has none) or USER_INFO (basic.auth.user.info). SASL_INHERIT is not supported.";

    public static final String BASIC_USER_INFO_CONFIG = "basic.auth.user.info";
    private static final String BASIC_USER_INFO_DOC = "user:password, for the credentials source USER_INFO.";

    public static final String BEARER_SOURCE_CONFIG = "bearer.auth.credentials.source";
    public static final String BEARER_SOURCE_DEFAULT = "";
    private static final String BEARER_SOURCE_DOC = "STATIC_TOKEN (bearer.auth.token), or empty for none.";

    public static final String BEARER_TOKEN_CONFIG = "bearer.auth.token";
    private static final String BEARER_TOKEN_DOC = "The token, for the credentials source STATIC_TOKEN.";

    public static final String CONNECT_TIMEOUT_CONFIG = "http.connect.timeout.ms";
    public static final int CONNECT_TIMEOUT_DEFAULT = 5_000;
    private static final String CONNECT_TIMEOUT_DOC = "How long to wait for a connection, in milliseconds.";

    public static final String READ_TIMEOUT_CONFIG = "http.read.timeout.ms";
    public static final int READ_TIMEOUT_DEFAULT = 10_000;
    private static final String READ_TIMEOUT_DOC = "How long to wait for an answer, in milliseconds.";

    public static final String MAX_RETRIES_CONFIG = "max.retries";
    public static final int MAX_RETRIES_DEFAULT = 5;
    private static final String MAX_RETRIES_DOC = "How often all urls are tried again after a failed connection, a"
            + " timeout, HTTP 429 or 5xx, before the registry counts as unavailable.";

    public static final String RETRY_WAIT_CONFIG = "retries.wait.ms";
    public static final long RETRY_WAIT_DEFAULT = 200L;
    private static final String RETRY_WAIT_DOC =
            "Wait before the first retry, in milliseconds; it doubles with each retry, give or take a fifth.";

    public static final String RETRY_MAX_WAIT_CONFIG = "retries.max.wait.ms";
    public static final long RETRY_MAX_WAIT_DEFAULT = 5_000L;
    private static final String RETRY_MAX_WAIT_DOC = "The longest wait between retries, in milliseconds.";

    public static final String DEADLINE_CONFIG = "registry.deadline.ms";
    public static final long DEADLINE_DEFAULT = 0L;
    private static final String DEADLINE_DOC =
            "The longest that one question to the registry may take, with all retries"
                    + " and however slow the answers, in milliseconds; 0 for no limit. The app needs one, and has half of"
                    + " transaction.timeout.ms.";

    public static final String CACHE_SIZE_CONFIG = "schema.cache.size";
    public static final int CACHE_SIZE_DEFAULT = 1_000;
    private static final String CACHE_SIZE_DOC =
            "How many schemas are kept by id, how many ids by subject and schema, and how many unknown ids.";

    public static final String MISSING_ID_TTL_CONFIG = "missing.id.cache.ttl.sec";
    public static final long MISSING_ID_TTL_DEFAULT = 10L;
    private static final String MISSING_ID_TTL_DOC = "How long an unknown id is remembered as such, in seconds, so that"
            + " a run of broken records does not turn into as many requests; 0 asks every time.";

    private static final String SSL_GROUP = "TLS";
    private static final ConfigDef SSL = new ConfigDef().withClientSslSupport();
    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    URL_CONFIG,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new HttpEndpoint.Urls(true),
                    Importance.HIGH,
                    URL_DOC)
            .define(
                    BASIC_SOURCE_CONFIG,
                    Type.STRING,
                    BASIC_SOURCE_DEFAULT,
                    ConfigDef.ValidString.in("URL", "USER_INFO"),
                    Importance.MEDIUM,
                    BASIC_SOURCE_DOC)
            .define(BASIC_USER_INFO_CONFIG, Type.PASSWORD, null, Importance.MEDIUM, BASIC_USER_INFO_DOC)
            .define(
                    BEARER_SOURCE_CONFIG,
                    Type.STRING,
                    BEARER_SOURCE_DEFAULT,
                    ConfigDef.ValidString.in("", "STATIC_TOKEN"),
                    Importance.MEDIUM,
                    BEARER_SOURCE_DOC)
            .define(BEARER_TOKEN_CONFIG, Type.PASSWORD, null, Importance.MEDIUM, BEARER_TOKEN_DOC)
            .define(
                    CONNECT_TIMEOUT_CONFIG,
                    Type.INT,
                    CONNECT_TIMEOUT_DEFAULT,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    CONNECT_TIMEOUT_DOC)
            .define(
                    READ_TIMEOUT_CONFIG,
                    Type.INT,
                    READ_TIMEOUT_DEFAULT,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    READ_TIMEOUT_DOC)
            .define(
                    MAX_RETRIES_CONFIG,
                    Type.INT,
                    MAX_RETRIES_DEFAULT,
                    ConfigDef.Range.between(0, 100),
                    Importance.LOW,
                    MAX_RETRIES_DOC)
            .define(
                    RETRY_WAIT_CONFIG,
                    Type.LONG,
                    RETRY_WAIT_DEFAULT,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    RETRY_WAIT_DOC)
            .define(
                    RETRY_MAX_WAIT_CONFIG,
                    Type.LONG,
                    RETRY_MAX_WAIT_DEFAULT,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    RETRY_MAX_WAIT_DOC)
            .define(
                    DEADLINE_CONFIG,
                    Type.LONG,
                    DEADLINE_DEFAULT,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    DEADLINE_DOC)
            .define(
                    CACHE_SIZE_CONFIG,
                    Type.INT,
                    CACHE_SIZE_DEFAULT,
                    ConfigDef.Range.atLeast(1),
                    Importance.LOW,
                    CACHE_SIZE_DOC)
            .define(
                    MISSING_ID_TTL_CONFIG,
                    Type.LONG,
                    MISSING_ID_TTL_DEFAULT,
                    ConfigDef.Range.atLeast(0),
                    Importance.LOW,
                    MISSING_ID_TTL_DOC);

    static {
        CONFIG.embed(PREFIX, SSL_GROUP, 0, SSL);
    }

    /**
     * @param originals may contain other keys
     * @throws ConfigException naming key, value and what is allowed
     */
    public RegistryConfig(Map<String, ?> originals) {
        // Not logged: a URL may carry a password.
        super(CONFIG, unprefixed(originals), false);
        if (getString(BASIC_SOURCE_CONFIG).equals("USER_INFO")) {
            Password userInfo = getPassword(BASIC_USER_INFO_CONFIG);
            if (userInfo == null || !userInfo.value().contains(":")) {
                throw new ConfigException(
                        BASIC_USER_INFO_CONFIG,
                        userInfo,
                        "must be user:password with " + BASIC_SOURCE_CONFIG + "=USER_INFO");
            }
        }
        if (!getString(BEARER_SOURCE_CONFIG).isEmpty()) {
            if (getPassword(BEARER_TOKEN_CONFIG) == null) {
                throw new ConfigException(
                        BEARER_TOKEN_CONFIG, null, "must be set with " + BEARER_SOURCE_CONFIG + "=STATIC_TOKEN");
            }
            // Where it is sent, the HTTP client would refuse it in an error that shows it.
            if (!getPassword(BEARER_TOKEN_CONFIG).value().matches("[\\x21-\\x7e]+")) {
                throw new ConfigException(
                        BEARER_TOKEN_CONFIG,
                        getPassword(BEARER_TOKEN_CONFIG),
                        "must be visible ASCII characters without spaces and line breaks");
            }
            if (getString(BASIC_SOURCE_CONFIG).equals("USER_INFO")) {
                throw new ConfigException(
                        BEARER_SOURCE_CONFIG,
                        "STATIC_TOKEN",
                        "must be unset with " + BASIC_SOURCE_CONFIG + "=USER_INFO");
            }
        }
        if (get(PREFIX + SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG) != null) {
            throw new ConfigException(
                    PREFIX + SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG,
                    get(PREFIX + SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG),
                    "must be unset: the registry client builds its own TLS context");
        }
    }

    /** The definition, for documentation and for configs that contain this one. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    /** The registry's servers, in the order of the URLs, all over one client. */
    public List<HttpEndpoint> endpoints() {
        List<String> urls = getList(URL_CONFIG);
        HttpClient client = HttpEndpoint.client(
                urls, Duration.ofMillis(getInt(CONNECT_TIMEOUT_CONFIG)), ssl(), "the schema registry");
        Optional<String> authorization = authorization();
        return urls.stream()
                .map(url -> HttpEndpoint.of(url, client, authorization))
                .toList();
    }

    private Optional<String> authorization() {
        if (!getString(BEARER_SOURCE_CONFIG).isEmpty()) {
            return Optional.of("Bearer " + getPassword(BEARER_TOKEN_CONFIG).value());
        }
        if (getString(BASIC_SOURCE_CONFIG).equals("USER_INFO")) {
            return Optional.of(
                    HttpEndpoint.basic(getPassword(BASIC_USER_INFO_CONFIG).value()));
        }
        return Optional.empty();
    }

    /** The TLS settings by Kafka's names, without the prefix. */
    private Map<String, Object> ssl() {
        Map<String, Object> ssl = new HashMap<>();
        SSL.names().forEach(name -> ssl.put(name, get(PREFIX + name)));
        return ssl;
    }

    private static Map<String, Object> unprefixed(Map<String, ?> originals) {
        Map<String, Object> result = new HashMap<>(originals);
        for (String name : CONFIG.names()) {
            Object prefixed = originals.get(PREFIX + name);
            if (prefixed != null) {
                result.put(name, prefixed);
            }
        }
        return result;
    }
}
