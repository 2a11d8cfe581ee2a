package io.aurea.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.aurea.backoff.Backoff;
import io.aurea.http.HttpEndpoint;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gets one answer from several URLs, with retries. Thread-safe. */
final class RegistryTransport {

    private static final Logger LOG = LoggerFactory.getLogger(RegistryTransport.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final double BACKOFF_JITTER = 0.2;

    private final List<HttpEndpoint> urls;
    private final Duration readTimeout;
    private final long deadlineMs;
    private final int maxRetries;
    private final Backoff backoff;
    private final Time time;
    private volatile int firstUrl;

    RegistryTransport(RegistryConfig config, Time time) {
        urls = config.endpoints();
        readTimeout = Duration.ofMillis(config.getInt(RegistryConfig.READ_TIMEOUT_CONFIG));
        long deadline = config.getLong(RegistryConfig.DEADLINE_CONFIG);
        deadlineMs = deadline == 0 ? Long.MAX_VALUE : deadline;
        maxRetries = config.getInt(RegistryConfig.MAX_RETRIES_CONFIG);
        backoff = new Backoff(
                config.getLong(RegistryConfig.RETRY_WAIT_CONFIG),
                config.getLong(RegistryConfig.RETRY_MAX_WAIT_CONFIG),
                BACKOFF_JITTER);
        this.time = time;
    }

    /**
     * An answer to the request.
     *
     * @param url where it came from
     * @param location of a redirect, which is not followed; else empty
     * @param body missing when the answer was not JSON
     */
    record HttpReply(String url, int status, Optional<String> location, JsonNode body) {

        boolean ok() {
            return status / 100 == 2;
        }

        /** Confluent's error code; 0 when the answer has none. */
        int errorCode() {
            return body.path("error_code").asInt(0);
        }

        String describe() {
            String message = body.path("message").asText("");
            return "HTTP " + status + (errorCode() == 0 ? "" : ", error code " + errorCode())
                    + location.map(to -> ", a redirect to " + to).orElse("")
                    + (message.isEmpty() ? "" : ": " + message);
        }
    }

    /**
     * Asks until a URL answers with something other than 429 or 5xx.
     *
     * @param body JSON to send, or null for none
     * @throws RegistryUnavailableException after the last retry or the deadline, or at once when the credentials are refused
     */
    HttpReply send(String method, String path, String body) {
        Map<String, String> failures = new LinkedHashMap<>();
        Exception cause = null;
        long began = time.hiResClockMs();
        for (int attempt = 0; ; attempt++) {
            int first = firstUrl;
            for (int i = 0; i < urls.size(); i++) {
                int index = (first + i) % urls.size();
                HttpEndpoint url = urls.get(index);
                long leftMs = deadlineMs - (time.hiResClockMs() - began);
                if (leftMs <= 0) {
                    break;
                }
                try {
                    HttpReply answer = sendOnce(url, method, path, body, Math.min(leftMs, readTimeout.toMillis()));
                    if (answer.status() == 401 || answer.status() == 403) {
                        throw new RegistryUnavailableException("Schema registry " + url.base() + " refuses " + method
                                + " " + path + " with these credentials (" + answer.describe() + "); see "
                                + RegistryConfig.BASIC_SOURCE_CONFIG + " and " + RegistryConfig.BEARER_SOURCE_CONFIG);
                    }
                    if (answer.status() != 429 && answer.status() < 500) {
                        firstUrl = index;
                        return answer;
                    }
                    failures.put(url.base(), answer.describe());
                } catch (IOException e) {
                    cause = e;
                    failures.put(url.base(), reason(e));
                }
            }
            String tried = failures.entrySet().stream()
                    .map(failure -> failure.getKey() + " (" + failure.getValue() + ")")
                    .collect(Collectors.joining(", "));
            long wait = backoff.pauseMs(attempt);
            if (attempt >= maxRetries || time.hiResClockMs() - began >= deadlineMs - wait) {
                throw new RegistryUnavailableException(
                        "Schema registry unavailable for " + method + " " + path + " after " + (attempt + 1)
                                + " attempts; tried " + tried,
                        cause);
            }
            LOG.warn(
                    "Schema registry did not answer {} {}, trying again in {} ms; tried {}", method, path, wait, tried);
            time.sleep(wait);
        }
    }

    private HttpReply sendOnce(HttpEndpoint url, String method, String path, String body, long timeoutMs)
            throws IOException {
        BodyPublisher publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
        HttpRequest.Builder request = url.request(path, Duration.ofMillis(timeoutMs))
                .header("Accept", MEDIA_TYPE + ", application/json")
                .method(method, publisher);
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        // A request's own timeout ends with the head of the answer; this one includes its body.
        CompletableFuture<HttpResponse<String>> sent =
                url.client().sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
        HttpResponse<String> response;
        try {
            response = sent.get(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            sent.cancel(true);
            throw new InterruptException(e);
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new HttpTimeoutException("no whole answer within " + timeoutMs + " ms");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
        return new HttpReply(
                url.base(),
                response.statusCode(),
                response.headers()
                        .firstValue("Location")
                        .filter(to -> response.statusCode() / 100 == 3)
                        .map(HttpEndpoint::withoutUserInfo),
                parse(response.body()));
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // A proxy's page, for example: whoever reads the answer will find none of the fields it needs.
            return MissingNode.getInstance();
        }
    }

    private static String reason(IOException e) {
        String name = e.getClass().getSimpleName();
        return e.getMessage() == null ? name : name + ": " + e.getMessage();
    }

    @Override
    public String toString() {
        return urls.stream().map(HttpEndpoint::base).collect(Collectors.joining(","));
    }
}
