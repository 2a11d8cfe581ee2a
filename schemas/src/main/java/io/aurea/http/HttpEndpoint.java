package io.aurea.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * One HTTP server and how to talk to it. Thread-safe.
 *
 * @param base scheme, host, port and path, without credentials and without a slash at the end
 * @param client with the TLS that the server needs
 * @param authorization value of that header
 */
public record HttpEndpoint(String base, HttpClient client, Optional<String> authorization) {

    /**
     * A client for these URLs.
     *
     * @param ssl Kafka's {@code ssl.*} settings, parsed; used for https
     * @param server what the URLs belong to, for messages
     */
    public static HttpClient client(
            List<String> urls, Duration connectTimeout, Map<String, Object> ssl, String server) {
        HttpClient.Builder builder =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
        if (urls.stream().anyMatch(url -> url.startsWith("https:"))) {
            builder.sslContext(ClientTls.context(ssl, server));
        }
        return builder.build();
    }

    /**
     * The server of a URL.
     *
     * @param authorization value of that header; without it, user and password in the URL make one
     */
    public static HttpEndpoint of(String url, HttpClient client, Optional<String> authorization) {
        String userInfo = URI.create(url).getRawUserInfo();
        String base = userInfo == null ? url : url.replace(userInfo + "@", "");
        while (base.endsWith("/")) {
            base = base.substring(0, base.length() - 1);
        }
        return new HttpEndpoint(base, client, authorization.or(() -> Optional.ofNullable(userInfo)
                .map(text -> basic(URLDecoder.decode(text, StandardCharsets.UTF_8)))));
    }

    /** The header's value for {@code user:password}. */
    public static String basic(String userInfo) {
        return "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * A request with the caller's credentials.
     *
     * @param path appended to the base, beginning with a slash
     */
    public HttpRequest.Builder request(String path, Duration timeout) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + path)).timeout(timeout);
        authorization.ifPresent(value -> request.header("Authorization", value));
        return request;
    }

    /** The text without user and password, even if it is not a proper URL. */
    public static String withoutUserInfo(String url) {
        return url.replaceAll("//([^/]*|[^,]*)@", "//");
    }

    /** The address; not the credentials. */
    @Override
    public String toString() {
        return base;
    }

    /** Lets a setting hold http and https URLs. */
    public static final class Urls implements ConfigDef.Validator {

        private final boolean several;

        /** @param several whether the setting is a list, of at least one */
        public Urls(boolean several) {
            this.several = several;
        }

        @Override
        public void ensureValid(String name, Object value) {
            if (value == null) {
                return;
            }
            List<?> urls = several ? (List<?>) value : List.of(value);
            if (urls.isEmpty()) {
                throw new ConfigException(name, "", "must be " + this);
            }
            for (Object url : urls) {
                if (!isHttp((String) url)) {
                    throw new ConfigException(name, withoutUserInfo((String) url), "must be " + this);
                }
            }
        }

        private static boolean isHttp(String url) {
            try {
                URI uri = new URI(url);
                String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
                return (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
            } catch (URISyntaxException e) {
                return false;
            }
        }

        @Override
        public String toString() {
            return several
                    ? "one or more http:// or https:// urls with a host, separated by commas"
                    : "an http:// or https:// url with a host";
        }
    }
}
