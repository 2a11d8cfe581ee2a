package io.aurea.act;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where to send a decision, or the news of an incident. Immutable.
 *
 * @param url http or https
 * @param timeLimit for the whole exchange; by default 30 s
 * @param headers besides {@code Content-Type}
 */
public record HttpTerms(String url, Optional<Duration> timeLimit, Optional<List<Header>> headers) {

    static final Duration TIME_LIMIT = Duration.ofSeconds(30);

    /** @param value the value, or <code>${env:NAME}</code> for an environment variable's */
    public record Header(String name, String value) {
        private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");
        /** Set by the client itself, or refused by it. */
        private static final Set<String> RESERVED =
                Set.of("content-type", "content-length", "host", "connection", "expect", "upgrade");

        public Header {
            if (!NAME.matcher(name).matches() || RESERVED.contains(name.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException(
                        "name is '" + name + "'; allowed: the name of a header, but " + RESERVED);
            }
            if (value.chars().anyMatch(c -> c < ' ' || c > '~')) {
                throw new IllegalArgumentException("value has characters that a header may not have");
            }
        }
    }

    public HttpTerms {
        URI uri = parse(url);
        if (uri == null
                || uri.getHost() == null
                || !("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
            throw new IllegalArgumentException("url is '" + url + "'; allowed: http://... or https://...");
        }
        HandlersFile.requireLimit("time_limit", timeLimit);
    }

    private static URI parse(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
