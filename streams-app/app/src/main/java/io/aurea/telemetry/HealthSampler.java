package io.aurea.telemetry;

import io.aurea.http.HttpEndpoint;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Checks that HTTP endpoints are up: a 2xx status is. All are asked concurrently. */
public final class HealthSampler implements Sampler {

    private final Map<String, HealthTarget> targets;
    private final Duration timeout;

    public record HealthTarget(HttpEndpoint server, String path) {}

    /** @param targets by their name in series, e.g. {@code registry} for {@code http.registry} */
    public HealthSampler(Map<String, HealthTarget> targets, Duration timeout) {
        this.targets = new LinkedHashMap<>(targets);
        this.timeout = timeout;
    }

    @Override
    public String source() {
        return "http";
    }

    private record HealthProbe(
            String series, CompletableFuture<HttpResponse<Void>> response, CompletableFuture<Double> durationMs) {}

    @Override
    public List<SampledValue> sample() throws InterruptedException {
        List<HealthProbe> probes = new ArrayList<>();
        targets.forEach((name, target) -> probes.add(probe("http." + name, target)));
        List<SampledValue> readings = new ArrayList<>();
        for (HealthProbe probe : probes) {
            read(probe, readings);
        }
        return readings;
    }

    private HealthProbe probe(String series, HealthTarget target) {
        long started = System.nanoTime();
        HttpRequest request = target.server().request(target.path(), timeout).build();
        CompletableFuture<HttpResponse<Void>> response =
                target.server().client().sendAsync(request, BodyHandlers.discarding());
        return new HealthProbe(series, response, response.thenApply(done -> SelfObservation.millisSince(started)));
    }

    private static void read(HealthProbe probe, List<SampledValue> readings) throws InterruptedException {
        try {
            int status = probe.response().get().statusCode();
            readings.add(
                    status / 100 == 2
                            ? SampledValue.up(probe.series())
                            : SampledValue.down(probe.series(), "answered %d".formatted(status)));
            readings.add(SampledValue.metric(
                    probe.series() + ".response_ms", probe.durationMs().get(), "ms"));
        } catch (ExecutionException failed) {
            readings.add(SampledValue.down(probe.series(), SampledValue.describe(failed.getCause())));
        }
    }
}
