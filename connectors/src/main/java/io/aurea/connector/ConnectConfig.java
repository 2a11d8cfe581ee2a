package io.aurea.connector;

import io.aurea.http.HttpEndpoint;
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
import org.apache.kafka.common.config.types.Password;

/** How to reach the Connect worker's REST API. TLS settings are Kafka's own, with a prefix. */
public final class ConnectConfig extends AbstractConfig {

    /** Sets these settings apart from those of the Kafka client that they share a file with. */
    public static final String PREFIX = "connect.";

    public static final String URL_CONFIG = "connect.url";
    private static final String URL_DOC = "Base URL of the REST API of a Connect worker, http or https.";

    public static final String BASIC_USER_INFO_CONFIG = "connect.basic.auth.user.info";
    private static final String BASIC_USER_INFO_DOC =
            "user:password, for a worker with basic authentication. Unset: user and password in the url, if it has them.";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final String SSL_GROUP = "TLS";
    private static final ConfigDef SSL = new ConfigDef().withClientSslSupport();
    private static final ConfigDef CONFIG = new ConfigDef()
            .define(
                    URL_CONFIG,
                    Type.STRING,
                    ConfigDef.NO_DEFAULT_VALUE,
                    new HttpEndpoint.Urls(false),
                    Importance.HIGH,
                    URL_DOC)
            .define(BASIC_USER_INFO_CONFIG, Type.PASSWORD, null, Importance.MEDIUM, BASIC_USER_INFO_DOC);

    static {
        CONFIG.embed(PREFIX, SSL_GROUP, 0, SSL);
    }

    /**
     * @param originals may contain other keys
     * @throws ConfigException naming key, value and what is allowed
     */
    public ConnectConfig(Map<String, ?> originals) {
        // Not logged: a URL may carry a password.
        super(CONFIG, originals, false);
        Password userInfo = getPassword(BASIC_USER_INFO_CONFIG);
        if (userInfo != null && !userInfo.value().contains(":")) {
            throw new ConfigException(BASIC_USER_INFO_CONFIG, userInfo, "must be user:password");
        }
    }

    /** The definition, for documentation. */
    public static ConfigDef configDef() {
        return new ConfigDef(CONFIG);
    }

    public HttpEndpoint endpoint() {
        Map<String, Object> ssl = new HashMap<>();
        SSL.names().forEach(name -> ssl.put(name, get(PREFIX + name)));
        String url = getString(URL_CONFIG);
        return HttpEndpoint.of(
                url,
                HttpEndpoint.client(List.of(url), CONNECT_TIMEOUT, ssl, "the Connect worker"),
                Optional.ofNullable(getPassword(BASIC_USER_INFO_CONFIG))
                        .map(userInfo -> HttpEndpoint.basic(userInfo.value())));
    }
}
