package io.aurea.cli.read;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aurea.cli.UserError;
import io.aurea.http.HttpEndpoint;
import io.aurea.installation.Installation;
import io.aurea.status.HttpSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** The app's API, at the first of {@code http.urls} that answers: any instance answers for all. */
final class AppApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Installation at;
    private final PrintWriter err;
    private final HttpSettings http;
    private final HttpClient client;
    private final Optional<String> authorization;

    /** @param err where it says that an answer comes from a copy */
    AppApi(Installation at, PrintWriter err) {
        this.at = at;
        this.err = err;
        this.http = at.http();
        this.client = http.client(TIMEOUT);
        this.authorization = http.token().map(token -> "Bearer " + token);
    }

    /** @throws UserError if nobody answers, or the answer is a refusal */
    JsonNode get(String path) throws InterruptedException {
        IOException failed = null;
        for (String url : http.urls()) {
            try {
                HttpResponse<byte[]> answer = client.send(
                        HttpEndpoint.of(url, client, authorization)
                                .request(path, TIMEOUT)
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
                JsonNode body = JSON.readTree(answer.body());
                if (answer.statusCode() != 200) {
                    throw new UserError(HttpEndpoint.withoutUserInfo(url) + ": "
                            + body.path("detail").asText("HTTP " + answer.statusCode()));
                }
                answer.headers().firstValue("Aurea-Stale-Ms").ifPresent(ms -> {
                    err.println("aurea: from a copy, " + ms + " ms old");
                    err.flush();
                });
                return body;
            } catch (IOException e) {
                failed = e;
            }
        }
        throw new UserError(
                at.describe(HttpSettings.URLS_CONFIG, String.join(",", http.urls())) + " does not answer: "
                        + (failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage()),
                failed);
    }
}
