package io.aurea.command;

import io.aurea.app.StreamsApplication;
import io.aurea.migration.Migrations;
import io.aurea.telemetry.ConnectSampler;
import io.aurea.telemetry.HealthSampler;
import io.aurea.telemetry.HostSampler;
import io.aurea.telemetry.JvmSampler;
import io.aurea.telemetry.KafkaSampler;
import io.aurea.telemetry.PostgresSampler;
import io.aurea.telemetry.Sampler;
import io.aurea.telemetry.SelfObservation;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** Self-observation of a stack on one machine: every sampler, pointed at its servers. */
final class SelfTelemetry {

    private SelfTelemetry() {}

    static SelfObservation of(
            io.aurea.local.Endpoints servers,
            String readerPassword,
            StreamsApplication app,
            Admin admin,
            Path data,
            Duration cycle) {
        Duration interval = SelfObservation.interval(cycle);
        // Below the sampler's own limit, so that it can tell what did not answer.
        Duration timeout = interval.dividedBy(4);
        HttpClient http = HttpClient.newBuilder().connectTimeout(timeout).build();
        Map<String, URI> health = Map.of(
                "registry", URI.create(servers.schemaRegistryUrl() + "/subjects"),
                "connect", URI.create(servers.connectUrl()),
                "status", URI.create(app.httpUrl() + "/health/live"));
        List<Sampler> samplers = List.of(
                new HostSampler(data),
                new JvmSampler(),
                new KafkaSampler(app::metrics, admin, timeout),
                new ConnectSampler(http, URI.create(servers.connectUrl()), timeout),
                new PostgresSampler(servers.jdbcUrl(), Migrations.READER_ROLE, readerPassword, timeout),
                new HealthSampler(http, health, timeout));
        return new SelfObservation(samplers, interval, Clock.systemUTC(), app::publish);
    }
}
