package io.aurea.status;

import io.aurea.topology.ObserveProgress;
import io.aurea.window.Tally;
import io.javalin.http.Context;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;

/** The metrics of this instance, for Prometheus. */
final class InstanceMetrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics gc = new JvmGcMetrics();
    private KafkaStreamsMetrics streamsMetrics;

    InstanceMetrics() {
        gc.bindTo(registry);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    void bind(KafkaStreams streams) {
        streamsMetrics = new KafkaStreamsMetrics(streams);
        streamsMetrics.bindTo(registry);
    }

    void bind(ObserveProgress progress) {
        count(progress, "read", "Records taken; always windowed + late + rejected + ticks.", Tally::read);
        count(progress, "windowed", "Records counted into a window.", Tally::windowed);
        count(
                progress,
                "late",
                "Late records, which arrived after their window had closed; dead-lettered.",
                Tally::late);
        count(progress, "rejected", "Records that broke a rule; dead-lettered.", Tally::rejected);
        count(progress, "ticks", "Records that only advanced time.", Tally::ticks);
        Gauge.builder("aurea.observe.open", progress, p -> p.partitions().values().stream()
                        .mapToInt(ObserveProgress.Partition::open)
                        .sum())
                .description("Series windows that are open.")
                .register(registry);
    }

    private void count(ObserveProgress progress, String name, String description, ToDoubleFunction<Tally> part) {
        FunctionCounter.builder("aurea.observe." + name, progress, p -> part.applyAsDouble(p.tally()))
                .description(description)
                .register(registry);
    }

    void bind(TenantRoutes routes, EventStreams streams) {
        FunctionCounter.builder("aurea.api.forwarded", routes, TenantRoutes::forwardedAnswers)
                .description("Responses given by another instance.")
                .register(registry);
        FunctionCounter.builder("aurea.api.stale", routes, TenantRoutes::staleAnswers)
                .description("Responses from a copy while the owner was unavailable.")
                .register(registry);
        Gauge.builder("aurea.api.streams", streams, EventStreams::open)
                .description("Event streams that are open.")
                .register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    void scrape(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(registry.scrape());
    }

    @Override
    public void close() {
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
        gc.close();
        registry.close();
    }
}
