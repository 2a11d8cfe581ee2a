package io.aurea.drain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** What {@code /observe} of the app says, added up over the partitions that it works on now. */
record ObserveReport(
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
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    /** @throws IOException when the app does not answer with a report */
    static ObserveReport fetch(String httpUrl) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(httpUrl + "/observe"))
                .timeout(Duration.ofSeconds(5))
                .build();
        HttpResponse<byte[]> response = HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException("HTTP " + response.statusCode() + " from " + request.uri());
        }
        ObserveReport sum = new ObserveReport(0, 0, 0, 0, 0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE);
        for (JsonNode p : JSON.readTree(response.body()).path("partitions")) {
            sum = new ObserveReport(
                    sum.partitions + 1,
                    sum.read + p.path("read").asLong(),
                    sum.windowed + p.path("windowed").asLong(),
                    sum.late + p.path("late").asLong(),
                    sum.rejected + p.path("rejected").asLong(),
                    sum.ticks + p.path("ticks").asLong(),
                    sum.open + p.path("open").asLong(),
                    Math.min(sum.watermark, p.path("watermark").asLong(Long.MIN_VALUE)),
                    Math.max(sum.openUntil, p.path("open_until").asLong(Long.MIN_VALUE)));
        }
        return sum;
    }

    @Override
    public String toString() {
        return "read " + read + " windowed " + windowed + " late " + late + " rejected " + rejected + " ticks " + ticks
                + " open " + open;
    }
}
