package io.aurea.status;

import io.aurea.status.ProblemDetails.Kind;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Every request passes it first: sets security headers for browsers, and checks the host name and the origin; and what has a
 * route, the token.
 */
final class Gate {
    private static final String BEARER = "Bearer ";
    private static final String HOLDER = "aurea.holder";
    private static final String POLICY = String.join(
            "; ",
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "img-src 'self' data:",
            "font-src 'self'",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'none'",
            "require-trusted-types-for 'script'");

    /** Of every response. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            POLICY,
            "X-Content-Type-Options",
            "nosniff",
            "X-Frame-Options",
            "DENY",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cache-Control",
            "no-store");

    private final Tokens tokens;
    private final Set<String> names;
    private final boolean openForReading;
    private final Quotas quotas;

    /**
     * @param names the API's host names, lower case, without port
     * @param openForReading whether reading needs no token
     */
    Gate(Tokens tokens, Set<String> names, boolean openForReading, Quotas quotas) {
        this.tokens = tokens;
        this.names = names;
        this.openForReading = openForReading;
        this.quotas = quotas;
    }

    boolean openForReading() {
        return openForReading;
    }

    /** The caller, once {@link #check} has let the request pass. */
    static Holder holder(Context request) {
        return request.attribute(HOLDER);
    }

    void check(Context request) {
        HEADERS.forEach(request::header);
        request.attribute(HOLDER, Holder.NOBODY);
        String path = request.path();
        if (path.startsWith("/health/")) {
            // Probes may use an address that the instance does not know; they learn only its state.
            return;
        }
        checkQuota(request);
        String host = request.header("Host");
        checkHost(host);
        checkOrigin(request, host);
        sent(request).ifPresent(holder -> request.attribute(HOLDER, holder));
    }

    /** A token that nobody has is no way around the quota of the address. */
    private void checkQuota(Context request) {
        Optional<Holder> holder = bearer(request).flatMap(tokens::holder);
        OptionalLong wait = quotas.take(holder.map(Holder::name), request.ip());
        if (wait.isPresent()) {
            request.header("Retry-After", Long.toString(wait.getAsLong()));
            throw new ProblemDetails(
                    Kind.QUOTA_EXCEEDED,
                    holder.isPresent()
                            ? "too many requests of this token in a minute (" + HttpSettings.TOKEN_REQUESTS_CONFIG + ")"
                            : "too many requests of this address without a token in a minute ("
                                    + HttpSettings.ADDRESS_REQUESTS_CONFIG + ")");
        }
    }

    /** What every route needs, once it is known that there is one; that something is not there is no secret. */
    void checkToken(Context request) {
        String path = request.path();
        if (path.startsWith("/health/") || PageFiles.serves(path) || path.equals(OpenApi.PATH)) {
            return;
        }
        boolean reads = request.method() == HandlerType.GET || request.method() == HandlerType.HEAD;
        if (holder(request) == Holder.NOBODY && !(reads && openForReading)) {
            throw new ProblemDetails(
                    Kind.UNAUTHORIZED,
                    tokens.isEmpty()
                            ? "this needs a token, and the app has none: set " + HttpSettings.TOKEN_CONFIG + " or "
                                    + HttpSettings.TOKENS_FILE_CONFIG
                            : "this needs a token: Authorization: Bearer TOKEN");
        }
    }

    /** A route about the whole instance: where reading needs a token, it needs one for all tenants. */
    Handler ofInstance(Handler route) {
        return request -> {
            if (holder(request).tenants().isPresent() && !openForReading) {
                throw new ProblemDetails(
                        Kind.FORBIDDEN,
                        shown(request.path()) + " covers all tenants, and the token is limited to some");
            }
            route.handle(request);
        };
    }

    /** Against DNS rebinding: a name that somebody else's name server points here is not one of ours. */
    private void checkHost(String host) {
        if (host == null || !names.contains(withoutPort(host))) {
            throw new ProblemDetails(
                    Kind.UNKNOWN_HOST,
                    "the app is not known " + (host == null ? "without a name" : "as " + shown(host)) + "; allowed: "
                            + String.join(", ", names) + " (" + HttpSettings.HOSTS_CONFIG + ")");
        }
    }

    private static void checkOrigin(Context request, String host) {
        String origin = request.header("Origin");
        if (origin != null
                && !origin.toLowerCase(Locale.ROOT)
                        .replaceFirst("^https?://", "")
                        .equals(host.toLowerCase(Locale.ROOT))) {
            throw new ProblemDetails(Kind.FORBIDDEN, "pages of " + shown(origin) + " may not call this");
        }
        String site = request.header("Sec-Fetch-Site");
        String mode = request.header("Sec-Fetch-Mode");
        if (site != null && site.equals("cross-site") && !"navigate".equals(mode)) {
            throw new ProblemDetails(Kind.FORBIDDEN, "pages of other sites may not call this");
        }
    }

    private Optional<Holder> sent(Context request) {
        String authorization = request.header("Authorization");
        if (authorization == null) {
            return Optional.empty();
        }
        String token = bearer(request)
                .orElseThrow(
                        () -> new ProblemDetails(Kind.UNAUTHORIZED, "Authorization is not of the form Bearer TOKEN"));
        return Optional.of(tokens.holder(token)
                .orElseThrow(() -> new ProblemDetails(Kind.UNAUTHORIZED, "the token is not known")));
    }

    private static Optional<String> bearer(Context request) {
        return Optional.ofNullable(request.header("Authorization"))
                .filter(text -> text.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(text -> text.substring(BEARER.length()).strip());
    }

    static String withoutPort(String host) {
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return (end <= 0 ? host : host.substring(0, end)).toLowerCase(Locale.ROOT);
    }

    /** A caller's text, safe to show. */
    static String shown(String text) {
        String printable = text.replaceAll("[^\\x21-\\x7e]", "?");
        return printable.length() <= 100 ? printable : printable.substring(0, 100) + "...";
    }
}
