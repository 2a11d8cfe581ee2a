package io.aurea.status;

import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Forwards requests to other instances, with the caller's credentials. Thread-safe. */
final class Peers {
    /** Marks a request from another instance, which is answered locally and never forwarded again. */
    static final String FORWARDED = "Aurea-Forwarded";

    static final String STALE_MS = "Aurea-Stale-Ms";

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final String scheme;
    private final HttpClient client;

    Peers(HttpSettings settings) {
        this.scheme = settings.scheme();
        this.client = settings.client(CONNECT_TIMEOUT);
    }

    static boolean isForwarded(Context request) {
        return request.header(FORWARDED) != null;
    }

    /** The response of an instance to this request; empty when it does not answer, or cannot. */
    Optional<HttpResponse<byte[]>> ask(String peer, Context request) {
        String query = request.queryString() == null ? "" : "?" + request.queryString();
        return ask(peer, request.path() + query, request.header("Authorization"));
    }

    /** @param authorization null without one */
    Optional<HttpResponse<byte[]>> ask(String peer, String path, String authorization) {
        HttpRequest.Builder question = HttpRequest.newBuilder(URI.create(scheme + "://" + peer + path))
                .timeout(TIMEOUT)
                .header(FORWARDED, "true");
        if (authorization != null) {
            question.header("Authorization", authorization);
        }
        try {
            HttpResponse<byte[]> answer = client.send(question.build(), HttpResponse.BodyHandlers.ofByteArray());
            return answer.statusCode() >= 500 ? Optional.empty() : Optional.of(answer);
        } catch (IOException notThere) {
            return Optional.empty();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
