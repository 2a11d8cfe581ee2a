package io.aurea.cli.stack;

import io.aurea.app.AppSettings;
import io.aurea.app.StreamsApplication;
import io.aurea.http.HttpEndpoint;
import io.aurea.installation.DatabaseSettings;
import io.aurea.installation.Installation;
import io.aurea.schema.Observation;
import io.aurea.telemetry.ConnectSampler;
import io.aurea.telemetry.HealthSampler;
import io.aurea.telemetry.HostSampler;
import io.aurea.telemetry.JvmSampler;
import io.aurea.telemetry.KafkaSampler;
import io.aurea.telemetry.PostgresSampler;
import io.aurea.telemetry.Sampler;
import io.aurea.telemetry.SelfObservation;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;

/** Self-observation of an installation: a sampler for this machine, for the app, and for each known server. */
final class SelfTelemetry {

    private SelfTelemetry() {}

    /**
     * @param data a folder on the file system to measure
     * @param instance prefix of the sources; empty if there is only one instance
     */
    static SelfObservation of(
            Installation at, StreamsApplication app, Admin admin, Path data, Optional<String> instance) {
        AppSettings settings = at.app();
        Duration interval = SelfObservation.interval(
                Duration.ofMillis(settings.cycles().window().sizeMs()));
        // Below the sampler's own limit, so that it can report what did not answer.
        Duration timeout = interval.dividedBy(4);
        Map<String, HealthSampler.HealthTarget> health = new LinkedHashMap<>();
        health.put(
                "registry",
                new HealthSampler.HealthTarget(at.registry().endpoints().get(0), "/subjects"));
        List<Sampler> samplers = new ArrayList<>(
                List.of(new HostSampler(data), new JvmSampler(), new KafkaSampler(app::metrics, admin, timeout)));
        if (at.hasConnect()) {
            HttpEndpoint connect = at.connect().endpoint();
            samplers.add(new ConnectSampler(connect, timeout));
            health.put("connect", new HealthSampler.HealthTarget(connect, "/"));
        }
        if (at.hasDatabase()) {
            DatabaseSettings database = at.database();
            samplers.add(new PostgresSampler(database.url(), database.reader(), database.readerPassword(), timeout));
        }
        HttpClient http = at.http().client(timeout);
        health.put(
                "status",
                new HealthSampler.HealthTarget(HttpEndpoint.of(app.httpUrl(), http, Optional.empty()), "/health/live"));
        samplers.add(new HealthSampler(health, timeout));
        Consumer<Observation> publisher = instance.<Consumer<Observation>>map(
                        name -> observation -> app.publish(Observation.newBuilder(observation)
                                .setSource(name + "." + observation.getSource())
                                .build()))
                .orElse(app::publish);
        return new SelfObservation(samplers, interval, Clock.systemUTC(), publisher);
    }
}
