package io.aurea.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.apache.kafka.streams.KafkaStreams.State;

/**
 * Routes about the instance itself.
 *
 * <p>Live and ready are different questions: live asks whether a restart would help, ready whether the topology is
 * running, which it is not while it rebalances or restores.
 */
final class InstanceRoutes {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Supplier<State> state;
    private final ObserveProgress progress;
    private final OrientProgress oriented;
    private final Gate gate;
    private final String openApi = OpenApi.document().toString();

    InstanceRoutes(Supplier<State> state, ObserveProgress progress, OrientProgress oriented, Gate gate) {
        this.state = state;
        this.progress = progress;
        this.oriented = oriented;
        this.gate = gate;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/health/live", this::live);
        routes.get("/health/ready", this::ready);
        routes.get("/observe", gate.ofInstance(this::observe));
        routes.get("/access", this::access);
        routes.get(
                OpenApi.PATH, request -> request.contentType("application/json").result(openApi));
    }

    private void live(Context request) {
        State now = state.get();
        answer(request, now != State.ERROR && now != State.PENDING_ERROR && now != State.NOT_RUNNING, now);
    }

    private void ready(Context request) {
        State now = state.get();
        answer(request, now == State.RUNNING, now);
    }

    private static void answer(Context request, boolean good, State state) {
        send(request.status(good ? 200 : 503), JSON.objectNode().put("state", state.name()));
    }

    private static void send(Context request, ObjectNode json) {
        request.contentType("application/json").result(json.toString());
    }

    /** Observe's progress on this instance's partitions, as of their last commit. */
    private void observe(Context request) {
        ObjectNode answer = JSON.objectNode();
        answer.put("under_way", progress.underWay().size() + oriented.underWay().size());
        ArrayNode partitions = answer.putArray("partitions");
        progress.partitions().forEach((number, p) -> partitions
                .addObject()
                .put("partition", number)
                .put("read", p.tally().read())
                .put("windowed", p.tally().windowed())
                .put("late", p.tally().late())
                .put("rejected", p.tally().rejected())
                .put("ticks", p.tally().ticks())
                .put("open", p.open())
                .put("watermark", p.watermark().orElse(null))
                .put("open_until", p.openUntil().orElse(null)));
        send(request, answer);
    }

    private void access(Context request) {
        new Query(request);
        Holder holder = Gate.holder(request);
        ObjectNode answer = JSON.objectNode().put("name", holder.name());
        if (holder.tenants().isPresent()) {
            ArrayNode tenants = answer.putArray("tenants");
            new TreeSet<>(holder.tenants().get()).forEach(tenants::add);
        } else {
            answer.putNull("tenants");
        }
        send(request, answer.put("can_write", holder.hasToken()).put("token_needed_to_read", !gate.openForReading()));
    }
}
