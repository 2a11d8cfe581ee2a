package io.aurea.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.http.HttpEndpoint;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The state of every connector task, as the Connect worker reports it. */
public final class ConnectSampler implements Sampler {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String STATUS = "/connectors?expand=status";

    private final HttpEndpoint worker;
    private final Duration timeout;

    public ConnectSampler(HttpEndpoint worker, Duration timeout) {
        this.worker = worker;
        this.timeout = timeout;
    }

    @Override
    public String source() {
        return "connect";
    }

    @Override
    public List<SampledValue> sample() throws IOException, InterruptedException {
        HttpRequest request = worker.request(STATUS, timeout).build();
        var response = worker.client().send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException("%s answered %d".formatted(request.uri(), response.statusCode()));
        }
        return read(JSON.readTree(response.body()));
    }

    private static List<SampledValue> read(JsonNode connectors) {
        List<SampledValue> readings = new ArrayList<>();
        int running = 0;
        int other = 0;
        for (JsonNode connector : connectors) {
            String name = connector.path("status").path("name").asText();
            for (JsonNode task : connector.path("status").path("tasks")) {
                String series = "task.%s.%d".formatted(name, task.path("id").asInt());
                String state = task.path("state").asText();
                if (state.equals("RUNNING")) {
                    running++;
                    readings.add(SampledValue.up(series));
                } else {
                    other++;
                    String trace = task.path("trace").asText();
                    readings.add(SampledValue.down(series, trace.isBlank() ? "state is " + state : trace));
                }
            }
        }
        readings.add(SampledValue.metric("tasks_running", running, "1"));
        readings.add(SampledValue.metric("tasks_not_running", other, "1"));
        return readings;
    }
}
