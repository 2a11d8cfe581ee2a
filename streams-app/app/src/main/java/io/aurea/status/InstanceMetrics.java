package io.aurea.status;

import io.aurea.cycle.SlowestPartition;
import io.aurea.topic.Topic;
import io.aurea.topology.AureaTopology;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.aurea.topology.UnreadRecords;
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
import java.util.Comparator;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
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
        Gauge.builder("aurea.observe.under.way", progress, p -> p.underWay().size())
                .description("Partitions where windows whose time is over are not all closed and committed.")
                .register(registry);
        Gauge.builder("aurea.observe.limited", progress, InstanceMetrics::limited)
                .description(
                        "How often a limit refused a record (rejected counts it too) or cost a series its history.")
                .register(registry);
    }

    void bind(UnreadRecords unread) {
        for (Topic<?> topic : AureaTopology.READ) {
            FunctionCounter.builder("aurea.records.expired", unread, u -> u.expired(topic.name()))
                    .tag("topic", topic.name())
                    .description("Records that had been deleted before this instance could read them.")
                    .register(registry);
        }
    }

    void bind(OrientProgress progress) {
        FunctionCounter.builder("aurea.orient.cycled", progress, p -> p.tally().cycled())
                .description("Observations in cycles; cycled + refused + waiting is what observe has windowed, of all"
                        + " instances.")
                .register(registry);
        FunctionCounter.builder("aurea.orient.refused", progress, p -> p.tally().refused())
                .description(
                        "Observations in trends that are in no cycle; those are dead-lettered, or of a tenant that is"
                                + " forgotten.")
                .register(registry);
        Gauge.builder("aurea.orient.under.way", progress, p -> p.underWay().size())
                .description("Partitions of the loop where cycles that are due are not all closed and committed.")
                .register(registry);
        gauge(
                progress,
                "waiting",
                "Observations in trends that wait for their cycle.",
                OrientProgress.Partition::waiting);
        gauge(
                progress,
                "records",
                "Records that wait until cycles that are due are closed.",
                OrientProgress.Partition::records);
        gauge(progress, "tenants", "Tenants with data.", OrientProgress.Partition::tenants);
        gauge(
                progress,
                "limited",
                "Tenants whose last cycle a limit has kept something out of; their status says which and what.",
                OrientProgress.Partition::limited);
        FunctionCounter.builder("aurea.orient.tenants.ended", progress, p -> p.partitions().values().stream()
                        .mapToLong(OrientProgress.Partition::ended)
                        .sum())
                .description("Tenants that have ended for want of data, or made room for another one.")
                .register(registry);
        Gauge.builder("aurea.orient.left.out", progress, p -> p.partitions().values().stream()
                        .mapToInt(OrientProgress.Partition::leftOut)
                        .max()
                        .orElse(0))
                .description(
                        "Partitions of aurea.observations that have stood still for so long that time goes on without"
                                + " them.")
                .register(registry);
        Gauge.builder("aurea.orient.slowest.partition", progress, p -> slowest(p, SlowestPartition::partition))
                .description("The partition of aurea.observations that time waits for; NaN before the first report.")
                .register(registry);
        Gauge.builder("aurea.orient.slowest.behind", progress, p -> slowest(p, SlowestPartition::behindMs))
                .description("How far the one furthest ahead has gone beyond it; -1 ms if it has not reported.")
                .baseUnit("ms")
                .register(registry);
    }

    private void gauge(
            OrientProgress progress, String name, String description, ToLongFunction<OrientProgress.Partition> of) {
        Gauge.builder("aurea.orient." + name, progress, p -> p.partitions().values().stream()
                        .mapToLong(of)
                        .sum())
                .description(description)
                .register(registry);
    }

    /** All partitions of the loop hear of the same watermarks, in their own time: the worst of them. */
    private static double slowest(OrientProgress progress, ToLongFunction<SlowestPartition> of) {
        return progress.partitions().values().stream()
                .flatMap(p -> p.slowest().stream())
                .max(Comparator.comparing((SlowestPartition p) -> p.behindMs() < 0)
                        .thenComparing(SlowestPartition::behindMs))
                .map(p -> (double) of.applyAsLong(p))
                .orElse(Double.NaN);
    }

    private static double limited(ObserveProgress progress) {
        return progress.partitions().values().stream()
                .mapToLong(ObserveProgress.Partition::limited)
                .sum();
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

    void bind(Connections connections, Quotas quotas) {
        Gauge.builder("aurea.api.connections", connections, Connections::open)
                .description("Connections that are open; at most " + Connections.MOST + ".")
                .register(registry);
        FunctionCounter.builder("aurea.api.late.requests", connections, Connections::lateRequests)
                .description("Requests that were not complete in time (http.request.deadline.ms).")
                .register(registry);
        FunctionCounter.builder("aurea.api.late.responses", connections, Connections::lateResponses)
                .description("Responses and event streams that were not read in time (http.response.deadline.ms).")
                .register(registry);
        FunctionCounter.builder("aurea.api.crowded.out", connections, Connections::crowdedOut)
                .description("Silent connections that were ended for a new one.")
                .register(registry);
        FunctionCounter.builder("aurea.api.refused", quotas, Quotas::refused)
                .description("Requests beyond the quota of a token or an address.")
                .register(registry);
    }

    void bind(EventFeed feed) {
        FunctionCounter.builder("aurea.api.unreadable", feed, EventFeed::unreadable)
                .description("Records of the topics of events that could not be read; the log names them.")
                .register(registry);
    }

    MeterRegistry registry() {
        return registry;
    }

    void scrape(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(scrape());
    }

    /** All of them, in Prometheus' text format. */
    String scrape() {
        return registry.scrape();
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
