package io.aurea.status;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.topology.ObserveProgress;
import io.aurea.window.Tally;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.util.JavalinBindException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * The status endpoint: {@code /health/live}, {@code /health/ready}, {@code /observe} and {@code /metrics}.
 *
 * <p>Live and ready are different questions: live asks whether a restart would help, ready whether the topology is at
 * work now, which it is not while it rebalances or restores.
 */
public final class StatusServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String host;
    private final int port;
    private final KafkaStreams streams;
    private final ObserveProgress progress;
    private final PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final KafkaStreamsMetrics streamsMetrics;
    private final JvmGcMetrics gcMetrics = new JvmGcMetrics();
    private final Javalin server;

    /** @param port 0 takes a free one */
    public StatusServer(String host, int port, KafkaStreams streams, ObserveProgress progress) {
        this.host = host;
        this.port = port;
        this.streams = streams;
        this.progress = progress;
        this.streamsMetrics = new KafkaStreamsMetrics(streams);
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.jetty.host = host;
            config.jetty.port = port;
            config.routes.get("/health/live", this::live);
            config.routes.get("/health/ready", this::ready);
            config.routes.get("/observe", this::observe);
            config.routes.get("/metrics", this::metrics);
        });
    }

    /** @throws IllegalStateException when the port is taken */
    public void start() {
        streamsMetrics.bindTo(metrics);
        gcMetrics.bindTo(metrics);
        new JvmMemoryMetrics().bindTo(metrics);
        new JvmThreadMetrics().bindTo(metrics);
        count("read", "Records taken; always windowed + late + rejected + ticks.", Tally::read);
        count("windowed", "Records counted into a window.", Tally::windowed);
        count("late", "Records that came after their window had closed; dead-lettered.", Tally::late);
        count("rejected", "Records that broke a rule; dead-lettered.", Tally::rejected);
        count("ticks", "Records that moved time on, nothing else.", Tally::ticks);
        Gauge.builder("aurea.observe.open", progress, p -> p.partitions().values().stream()
                        .mapToInt(ObserveProgress.Partition::open)
                        .sum())
                .description("Series windows that are open.")
                .register(metrics);
        try {
            server.start();
        } catch (JavalinBindException taken) {
            throw new IllegalStateException(
                    "http.port %d of http.host %s cannot be listened on: %s".formatted(port, host, taken.getMessage()),
                    taken);
        }
    }

    /** Where this machine reaches it. */
    public String url() {
        return url(host, server.port());
    }

    /** The url of an endpoint that listens there: of loopback, when it listens on every address. */
    public static String url(String host, int port) {
        return switch (host) {
            case "0.0.0.0" -> "http://127.0.0.1:" + port;
            case "::" -> "http://[::1]:" + port;
            default -> "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        };
    }

    private void count(String name, String description, ToDoubleFunction<Tally> part) {
        FunctionCounter.builder("aurea.observe." + name, progress, p -> part.applyAsDouble(p.tally()))
                .description(description)
                .register(metrics);
    }

    private void live(Context request) {
        State state = streams.state();
        boolean dead = state == State.ERROR || state == State.PENDING_ERROR || state == State.NOT_RUNNING;
        answer(request, !dead, state);
    }

    private void ready(Context request) {
        State state = streams.state();
        answer(request, state == State.RUNNING, state);
    }

    private static void answer(Context request, boolean good, State state) {
        request.status(good ? 200 : 503)
                .contentType("application/json")
                .result(JSON.createObjectNode().put("state", state.name()).toString());
    }

    /** How far observe is on the partitions of this instance, as of their last commit. */
    private void observe(Context request) {
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode partitions = answer.putArray("partitions");
        progress.partitions().forEach((number, p) -> {
            ObjectNode partition = partitions.addObject().put("partition", number);
            partition
                    .put("read", p.tally().read())
                    .put("windowed", p.tally().windowed())
                    .put("late", p.tally().late())
                    .put("rejected", p.tally().rejected())
                    .put("ticks", p.tally().ticks())
                    .put("open", p.open())
                    .put("watermark", p.watermark().orElse(null))
                    .put("open_until", p.openUntil().orElse(null));
        });
        request.contentType("application/json").result(answer.toString());
    }

    private void metrics(Context request) {
        request.contentType("text/plain; version=0.0.4; charset=utf-8").result(metrics.scrape());
    }

    @Override
    public void close() {
        server.stop();
        streamsMetrics.close();
        gcMetrics.close();
        metrics.close();
    }
}
