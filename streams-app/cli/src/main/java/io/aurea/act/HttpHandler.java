package io.aurea.act;

import io.aurea.executor.Result;
import io.aurea.schema.Decision;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentNews;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Posts a decision, or the news of an incident, as a CloudEvent. A status from 200 to 299 is success; everything else is a failure, including
 * redirects. Nothing is retried. Without a response within the limit nobody knows what was done.
 */
final class HttpHandler implements Handler {
    /** How much of a response is read and kept with the outcome. */
    static final int KEPT_BYTES = 1_500;

    private final HttpClient client;
    private final URI url;
    private final Map<String, String> headers;
    private final Duration limit;

    HttpHandler(HttpClient client, URI url, Map<String, String> headers, Duration limit) {
        this.client = client;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.limit = limit;
    }

    @Override
    public Result handle(Decision decision) throws IOException, InterruptedException {
        return post(CloudEvent.of(decision));
    }

    @Override
    public Result handle(IncidentNews news, Incident incident) throws IOException, InterruptedException {
        return post(CloudEvent.of(news, incident));
    }

    private Result post(byte[] event) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(limit)
                .header("Content-Type", CloudEvent.CONTENT_TYPE)
                .POST(HttpRequest.BodyPublishers.ofByteArray(event));
        headers.forEach(request::header);
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            int status = response.statusCode();
            String text = url.getHost() + " answered " + status + body(response);
            return status >= 200 && status < 300 ? Result.succeeded(text) : Result.failed(text);
        } catch (HttpConnectTimeoutException | ConnectException notReached) {
            return Result.failed("connection to " + url.getHost() + " failed: " + notReached.getMessage());
        } catch (HttpTimeoutException noAnswer) {
            return Result.timedOut(url.getHost() + " did not answer within " + limit.toMillis() + " ms");
        }
    }

    /** The status decides; a truncated body does not matter. */
    private static String body(HttpResponse<InputStream> response) {
        try (InputStream in = response.body()) {
            String text = new String(in.readNBytes(KEPT_BYTES), StandardCharsets.UTF_8).strip();
            return text.isEmpty() ? "" : ": " + text;
        } catch (IOException brokenOff) {
            return " and broke off: " + brokenOff.getMessage();
        }
    }
}
