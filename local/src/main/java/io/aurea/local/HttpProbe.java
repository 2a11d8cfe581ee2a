package io.aurea.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Checks that a web server answers 200. */
final class HttpProbe implements Launch.Probe {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(LIMIT)
            .build();
    private final HttpRequest request;

    HttpProbe(String url) {
        request = HttpRequest.newBuilder(URI.create(url)).timeout(LIMIT).build();
    }

    @Override
    public void ask() throws IOException, InterruptedException {
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("%s answered with status %d".formatted(request.uri(), status));
        }
    }
}
