package io.aurea.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The {@code /observe} reports of all instances, summed over their current partitions.
 *
 * @param underWay partitions where work that was cut is not done and committed
 */
record ObserveReport(
        int underWay,
        int partitions,
        long read,
        long windowed,
        long late,
        long rejected,
        long ticks,
        long open,
        long watermark,
        long openUntil) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Asks every instance. If two of them report a partition, it has just moved, and the one that has read more owns
     * it.
     *
     * @param token sent to each; empty for none
     * @param limit for each answer
     * @throws RefusedException when an instance will not return a report
     * @throws IOException when an instance does not return a report
     */
    static ObserveReport fetch(List<String> httpUrls, HttpClient client, Optional<String> token, Duration limit)
            throws IOException, InterruptedException {
        Map<Integer, JsonNode> partitions = new HashMap<>();
        int underWay = 0;
        for (String url : httpUrls) {
            JsonNode report = ask(url, client, token, limit);
            underWay += report.path("under_way").asInt();
            for (JsonNode p : report.path("partitions")) {
                partitions.merge(
                        p.path("partition").asInt(),
                        p,
                        (one, other) ->
                                one.path("read").asLong() > other.path("read").asLong() ? one : other);
            }
        }
        ObserveReport sum = new ObserveReport(underWay, 0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);
        for (JsonNode p : partitions.values()) {
            sum = sum.plus(p);
        }
        return sum;
    }

    private static JsonNode ask(String httpUrl, HttpClient client, Optional<String> token, Duration limit)
            throws IOException, InterruptedException {
        HttpRequest.Builder question =
                HttpRequest.newBuilder(URI.create(httpUrl + "/observe")).timeout(limit);
        token.ifPresent(known -> question.header("Authorization", "Bearer " + known));
        HttpRequest request = question.build();
        HttpResponse<byte[]> response;
        try {
            response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException failed) {
            // A refused connection has no message of its own.
            throw new IOException(
                    request.uri() + ": "
                            + (failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage()),
                    failed);
        }
        int status = response.statusCode();
        if (status != 200) {
            String said = "HTTP " + status + " from " + request.uri();
            throw status == 429 || status >= 500 ? new IOException(said) : new RefusedException(said);
        }
        return JSON.readTree(response.body());
    }

    private ObserveReport plus(JsonNode p) {
        return new ObserveReport(
                underWay,
                partitions + 1,
                read + p.path("read").asLong(),
                windowed + p.path("windowed").asLong(),
                late + p.path("late").asLong(),
                rejected + p.path("rejected").asLong(),
                ticks + p.path("ticks").asLong(),
                open + p.path("open").asLong(),
                Math.min(watermark, p.path("watermark").asLong(Long.MIN_VALUE)),
                Math.max(openUntil, p.path("open_until").asLong(Long.MIN_VALUE)));
    }

    @Override
    public String toString() {
        return "read " + read + " windowed " + windowed + " late " + late + " rejected " + rejected + " ticks " + ticks
                + " open " + open;
    }

    /** Asking again is of no use. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message);
        }
    }
}
