package io.aurea.status;

import io.aurea.http.ClientTls;
import io.aurea.http.HttpEndpoint;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.streams.StreamsConfig;

/** Where the API listens, who may use it, and how to reach it. */
public final class HttpSettings extends AbstractConfig {

    public static final String HOST_CONFIG = "http.host";
    public static final String HOST_DEFAULT = "127.0.0.1";
    private static final String HOST_DOC =
            "Address that the API and the page listen on. One other than loopback needs a token (http.token or"
                    + " http.tokens.file), and TLS (http.ssl.keystore.location) or behind.proxy=true.";

    public static final String PORT_CONFIG = "http.port";
    public static final int PORT_DEFAULT = 8080;
    private static final String PORT_DOC = "Port that the API listens on; 0 takes a free one.";

    public static final String TOKEN_CONFIG = "http.token";
    private static final String TOKEN_DOC =
            "Token of the operator, for all tenants: 16 or more letters, digits and . _ ~ - sent as"
                    + " `Authorization: Bearer TOKEN`. Changes always need one, reading only where http.host is not"
                    + " loopback. `aurea drain` and `aurea status` send it.";

    public static final String TOKENS_FILE_CONFIG = "http.tokens.file";
    private static final String TOKENS_FILE_DOC =
            "File with more tokens, one per line: a name, the token and the tenants it is limited to,"
                    + " comma-separated, or * for all, with spaces between; # begins a comment. The name goes into commands"
                    + " as issued_by. Read at start-up.";

    public static final String HOSTS_CONFIG = "http.hosts";
    private static final String HOSTS_DOC =
            "Further names that the API may be called by in the Host header, without port, comma-separated."
                    + " Always known: localhost, 127.0.0.1, ::1, http.host and the host of application.server.";

    public static final String BEHIND_PROXY_CONFIG = "behind.proxy";
    public static final boolean BEHIND_PROXY_DEFAULT = false;
    private static final String BEHIND_PROXY_DOC =
            "Whether a proxy on a trusted network terminates TLS in front of the API, so that the API may listen"
                    + " on addresses other than loopback without TLS of its own.";

    public static final String STREAMS_MAX_CONFIG = "http.streams.max";
    public static final int STREAMS_MAX_DEFAULT = 32;
    private static final String STREAMS_MAX_DOC =
            "How many event streams an instance has at a time, and one caller half of them: the holder of a token, or an address"
                    + " without one, which is a proxy's for all behind it. One more is refused.";

    public static final String REQUEST_DEADLINE_MS_CONFIG = "http.request.deadline.ms";
    public static final int REQUEST_DEADLINE_MS_DEFAULT = 10_000;
    private static final String REQUEST_DEADLINE_MS_DOC =
            "How long a caller may take to send one request, its body too, from the connection's opening or the"
                    + " request's first byte on; then 408. Milliseconds.";

    public static final String RESPONSE_DEADLINE_MS_CONFIG = "http.response.deadline.ms";
    public static final int RESPONSE_DEADLINE_MS_DEFAULT = 60_000;
    private static final String RESPONSE_DEADLINE_MS_DOC =
            "How long a caller may take to read one response, with the time to make it, or what an event stream sends at"
                    + " once; then the connection is closed. Milliseconds.";

    public static final String ADDRESS_REQUESTS_CONFIG = "http.address.requests.per.minute.max";
    public static final int ADDRESS_REQUESTS_DEFAULT = 6_000;
    private static final String ADDRESS_REQUESTS_DOC =
            "How many requests a minute are answered of one address (of IPv6, one /64 network) that sends no token, or one"
                    + " that is not known; then 429. Behind a proxy all callers have one address. /health/* is not"
                    + " counted.";

    public static final String TOKEN_REQUESTS_CONFIG = "http.token.requests.per.minute.max";
    public static final int TOKEN_REQUESTS_DEFAULT = 6_000;
    private static final String TOKEN_REQUESTS_DOC =
            "How many requests a minute are answered of one token, from whatever address; then 429. Each instance counts"
                    + " for itself, and what another one forwards.";

    public static final String URLS_CONFIG = "http.urls";
    private static final String URLS_DOC =
            "Addresses of all instances, comma-separated, for `aurea drain`, which must ask"
                    + " each of them, and `aurea status`. Unset: the one of http.host and http.port.";

    public static final String APPLICATION_SERVER_CONFIG = StreamsConfig.APPLICATION_SERVER_CONFIG;
    private static final String APPLICATION_SERVER_DOC =
            "host:port where the other instances reach the API of this one. Unset: http.host, or this host's"
                    + " address if that is the wildcard address, and the port listened on.";

    private static final Pattern SERVER = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+]):[0-9]{1,5}");
    private static final String SSL_PREFIX = "http.";
    private static final ConfigDef SSL = new ConfigDef().withClientSslSupport();

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(HOST_CONFIG, Type.STRING, HOST_DEFAULT, new ConfigDef.NonEmptyString(), Importance.MEDIUM, HOST_DOC)
            .define(PORT_CONFIG, Type.INT, PORT_DEFAULT, Range.between(0, 65_535), Importance.MEDIUM, PORT_DOC)
            .define(TOKEN_CONFIG, Type.PASSWORD, null, Importance.HIGH, TOKEN_DOC)
            .define(
                    TOKENS_FILE_CONFIG,
                    Type.STRING,
                    null,
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    TOKENS_FILE_DOC)
            .define(HOSTS_CONFIG, Type.LIST, List.of(), Importance.LOW, HOSTS_DOC)
            .define(BEHIND_PROXY_CONFIG, Type.BOOLEAN, BEHIND_PROXY_DEFAULT, Importance.MEDIUM, BEHIND_PROXY_DOC)
            .define(
                    STREAMS_MAX_CONFIG,
                    Type.INT,
                    STREAMS_MAX_DEFAULT,
                    Range.between(1, 128),
                    Importance.LOW,
                    STREAMS_MAX_DOC)
            .define(
                    REQUEST_DEADLINE_MS_CONFIG,
                    Type.INT,
                    REQUEST_DEADLINE_MS_DEFAULT,
                    Range.between(100, 600_000),
                    Importance.LOW,
                    REQUEST_DEADLINE_MS_DOC)
            .define(
                    RESPONSE_DEADLINE_MS_CONFIG,
                    Type.INT,
                    RESPONSE_DEADLINE_MS_DEFAULT,
                    Range.between(100, 3_600_000),
                    Importance.LOW,
                    RESPONSE_DEADLINE_MS_DOC)
            .define(
                    ADDRESS_REQUESTS_CONFIG,
                    Type.INT,
                    ADDRESS_REQUESTS_DEFAULT,
                    Range.between(1, 10_000_000),
                    Importance.LOW,
                    ADDRESS_REQUESTS_DOC)
            .define(
                    TOKEN_REQUESTS_CONFIG,
                    Type.INT,
                    TOKEN_REQUESTS_DEFAULT,
                    Range.between(1, 10_000_000),
                    Importance.LOW,
                    TOKEN_REQUESTS_DOC)
            .define(URLS_CONFIG, Type.LIST, null, new HttpEndpoint.Urls(true), Importance.LOW, URLS_DOC)
            .define(
                    APPLICATION_SERVER_CONFIG,
                    Type.STRING,
                    null,
                    HttpSettings::ensureServer,
                    Importance.LOW,
                    APPLICATION_SERVER_DOC);

    static {
        DEFINITION.embed(SSL_PREFIX, "TLS", 0, SSL);
    }

    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "::1", "localhost");
    private static final Set<String> EVERY_ADDRESS = Set.of("0.0.0.0", "::");

    private final Tokens tokens;

    /** @throws ConfigException naming key, value and what is allowed */
    public HttpSettings(Map<String, ?> settings) {
        super(DEFINITION, settings, false);
        Password token = getPassword(TOKEN_CONFIG);
        String file = getString(TOKENS_FILE_CONFIG);
        tokens = Tokens.of(
                Optional.ofNullable(token).map(Password::value),
                Optional.ofNullable(file).map(Path::of));
        if (!loopback() && tokens.isEmpty()) {
            throw new ConfigException(
                    HOST_CONFIG,
                    host(),
                    "must be 127.0.0.1, ::1 or localhost unless there is a token in " + TOKEN_CONFIG + " or "
                            + TOKENS_FILE_CONFIG);
        }
        if (!loopback() && !tls() && !getBoolean(BEHIND_PROXY_CONFIG)) {
            throw new ConfigException(
                    HOST_CONFIG,
                    host(),
                    "must be 127.0.0.1, ::1 or localhost unless " + SSL_PREFIX + "ssl.keystore.location is set or "
                            + BEHIND_PROXY_CONFIG + " is true");
        }
    }

    private static void ensureServer(String key, Object value) {
        if (value != null && !SERVER.matcher((String) value).matches()) {
            throw new ConfigException(key, value, "must be host:port");
        }
    }

    public String host() {
        return getString(HOST_CONFIG);
    }

    public int port() {
        return getInt(PORT_CONFIG);
    }

    /** Whether only this machine can reach the API. */
    public boolean loopback() {
        return LOOPBACK.contains(host());
    }

    public Tokens tokens() {
        return tokens;
    }

    /** The operator's token, for the commands. */
    public Optional<String> token() {
        return Optional.ofNullable(getPassword(TOKEN_CONFIG)).map(Password::value);
    }

    public int maxStreams() {
        return getInt(STREAMS_MAX_CONFIG);
    }

    Duration requestDeadline() {
        return Duration.ofMillis(getInt(REQUEST_DEADLINE_MS_CONFIG));
    }

    Duration responseDeadline() {
        return Duration.ofMillis(getInt(RESPONSE_DEADLINE_MS_CONFIG));
    }

    Quotas quotas() {
        return new Quotas(getInt(TOKEN_REQUESTS_CONFIG), getInt(ADDRESS_REQUESTS_CONFIG), System::nanoTime);
    }

    /** Addresses of all instances known from these settings. */
    public List<String> urls() {
        List<String> urls = getList(URLS_CONFIG);
        return urls == null ? List.of(scheme() + "://" + reachable(host()) + ":" + port()) : urls;
    }

    /** The address on this machine, for this port. */
    String url(int listening) {
        return scheme() + "://" + reachable(host()) + ":" + listening;
    }

    private static String reachable(String host) {
        return switch (host) {
            case "0.0.0.0" -> "127.0.0.1";
            case "::" -> "[::1]";
            default -> host.contains(":") ? "[" + host + "]" : host;
        };
    }

    /**
     * {@code application.server}: the address for other instances, for this port.
     *
     * @throws ConfigException if it should be this host's address and that is unknown
     */
    public String server(int listening) {
        String given = getString(APPLICATION_SERVER_CONFIG);
        if (given != null) {
            return given;
        }
        try {
            String host =
                    EVERY_ADDRESS.contains(host()) ? InetAddress.getLocalHost().getHostAddress() : host();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + listening;
        } catch (UnknownHostException nameless) {
            throw new ConfigException(
                    APPLICATION_SERVER_CONFIG, null, "must be set, since this host does not know its own address");
        }
    }

    /** A client for the API of these instances, which trusts what the instances trust. */
    public HttpClient client(Duration connectTimeout) {
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
        if (tls() || get(SSL_PREFIX + "ssl.truststore.location") != null) {
            client.sslContext(sslContext());
        }
        return client.build();
    }

    /** Host names that the API answers to, without port, lower case. */
    Set<String> names(String server) {
        Set<String> names = new TreeSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
        if (!EVERY_ADDRESS.contains(host())) {
            names.add(reachable(host()));
        }
        names.add(server.substring(0, server.lastIndexOf(':')));
        names.addAll(getList(HOSTS_CONFIG));
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(java.util.Locale.ROOT)));
        return lower;
    }

    boolean tls() {
        return get(SSL_PREFIX + "ssl.keystore.location") != null
                || get(SSL_PREFIX + "ssl.keystore.certificate.chain") != null;
    }

    String scheme() {
        return tls() ? "https" : "http";
    }

    /** For the API, and for this instance as a client of others; only with {@link #tls}. */
    SSLContext sslContext() {
        Map<String, Object> ssl = new HashMap<>();
        SSL.names().forEach(name -> ssl.put(name, get(SSL_PREFIX + name)));
        return ClientTls.context(ssl, "the API");
    }
}
