package io.aurea.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.schema.CommandKind;
import io.aurea.schema.DecisionState;
import io.aurea.status.Cluster.Place;
import io.aurea.status.ProblemDetails.Kind;
import io.aurea.status.TenantQueries.KnownCopy;
import io.aurea.topology.TenantViews;
import io.aurea.view.TenantView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;

/** Routes about tenants, for reading and for commands. Thread-safe. */
final class TenantRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String[] PAGED = {"limit", "cursor"};

    private final TenantQueries reading;
    private final Peers peers;
    private static final int MOST_ID = 128;

    private final Commands commands;
    private final Optional<Database> database;
    private final LongAdder forwarded = new LongAdder();
    private final LongAdder stale = new LongAdder();

    TenantRoutes(TenantQueries reading, Peers peers, Commands commands, Optional<Database> database) {
        this.reading = reading;
        this.peers = peers;
        this.commands = commands;
        this.database = database;
    }

    /** Responses from another instance. */
    double forwardedAnswers() {
        return forwarded.sum();
    }

    /** Responses from a copy. */
    double staleAnswers() {
        return stale.sum();
    }

    void addTo(RoutesConfig routes) {
        routes.get("/tenants", this::tenants);
        routes.get(
                "/status",
                about((known, query) ->
                        ViewJson.status(known.view(), known.staleMs().isEmpty())));
        routes.get("/controls", about((known, query) -> ViewJson.controls(known.view())));
        routes.get("/posteriors", about((known, query) -> ViewJson.posteriors(known.view())));
        routes.get("/cycles", list(Lists::cycles, "from", "to"));
        routes.get("/trends", list(Lists::trends, "source", "name", "role", "latest", "from", "to"));
        routes.get("/patterns", list(Lists::patterns, "state", "type", "source"));
        routes.get("/goals", list(Lists::goals, "status", "metric"));
        routes.get("/incidents", list(Lists::incidents, "state", "origin"));
        routes.get("/incidents/{id}", request -> {
            String id = request.pathParam("id");
            about((known, query) -> Lists.incident(known.view(), id)
                            .map(RecordJson::of)
                            .orElseThrow(() -> unknown("incident", id)))
                    .handle(request);
        });
        routes.get("/topology", list(Lists::topology, "source"));
        routes.get("/decisions", list(Lists::decisions, "state", "open", "action", "target", "type"));
        routes.get("/learnings", list(Lists::learnings, "category", "impact", "decision_id", "pattern_id"));
        routes.get("/decisions/{id}", request -> {
            String id = request.pathParam("id");
            about((known, query) -> Lists.detail(
                            known.view(), Lists.decision(known.view(), id).orElseThrow(() -> unknown("decision", id))))
                    .handle(request);
        });
        routes.post("/decisions/{id}/approve", request -> answer(request, CommandKind.APPROVE));
        routes.post("/decisions/{id}/reject", request -> answer(request, CommandKind.REJECT));
        routes.post("/incidents/{id}/acknowledge", request -> incident(request, CommandKind.ACKNOWLEDGE));
        routes.post("/incidents/{id}/close", request -> incident(request, CommandKind.CLOSE));
        routes.post("/commands", commands::command);
        routes.get("/brain", this::brain);
    }

    private interface TenantAnswer {
        ObjectNode of(KnownCopy known, Query query);
    }

    private interface ListPage {
        ObjectNode of(TenantView view, Query query);
    }

    private io.javalin.http.Handler list(ListPage page, String... filters) {
        String[] names = new String[filters.length + PAGED.length];
        System.arraycopy(filters, 0, names, 0, filters.length);
        System.arraycopy(PAGED, 0, names, filters.length, PAGED.length);
        return about((known, query) -> page.of(known.view(), query), names);
    }

    /** Answers a request about a tenant, here or on another instance. */
    private io.javalin.http.Handler about(TenantAnswer answer, String... parameters) {
        String[] names = new String[parameters.length + 1];
        names[0] = "tenant";
        System.arraycopy(parameters, 0, names, 1, parameters.length);
        return request -> {
            Query query = new Query(request, names);
            String tenant = query.tenant();
            Place place = reading.placeOf(tenant);
            if (!Peers.isForwarded(request)) {
                for (String peer : reading.elsewhere(place)) {
                    Optional<HttpResponse<byte[]>> given = peers.ask(peer, request);
                    if (given.isPresent()) {
                        forwarded.increment();
                        passOn(given.get(), request);
                        return;
                    }
                }
            }
            KnownCopy known = reading.here(place, tenant);
            told(known.staleMs(), request);
            request.contentType("application/json")
                    .result(answer.of(known, query).toString());
        };
    }

    private static void passOn(HttpResponse<byte[]> given, Context request) {
        request.status(given.statusCode());
        given.headers().firstValue("Content-Type").ifPresent(request::contentType);
        given.headers().firstValue(Peers.STALE_MS).ifPresent(ms -> request.header(Peers.STALE_MS, ms));
        request.result(given.body());
    }

    private void told(OptionalLong staleMs, Context request) {
        staleMs.ifPresent(ms -> {
            stale.increment();
            request.header(Peers.STALE_MS, Long.toString(ms));
        });
    }

    private static ProblemDetails unknown(String what, String id) {
        return new ProblemDetails(Kind.NOT_FOUND, what + " " + Gate.shown(id) + " is not known, or no longer kept");
    }

    /** Collects every partition from whoever has it. */
    private void tenants(Context request) {
        new Query(request);
        boolean only = Peers.isForwarded(request);
        TreeMap<String, JsonNode> items = new TreeMap<>();
        Map<String, Boolean> asked = new HashMap<>();
        boolean complete = true;
        OptionalLong oldest = OptionalLong.empty();
        for (Place place : reading.places()) {
            Optional<TenantViews> here = reading.local(place.partition());
            boolean elsewhere =
                    place.owner().isPresent() && !place.owner().get().equals(reading.self());
            if (only) {
                // A peer wants what this instance owns; copies are shown by the instance that was asked first.
                here = here.filter(TenantViews::owned);
            } else if (elsewhere && asked.computeIfAbsent(place.owner().get(), peer -> ask(peer, request, items))) {
                continue;
            }
            if (here.isEmpty()) {
                complete &= only;
                continue;
            }
            OptionalLong age = reading.staleMs(here.get());
            if (age.isPresent()) {
                oldest = OptionalLong.of(Math.max(oldest.orElse(0), age.getAsLong()));
            }
            collect(here.get(), Gate.holder(request), items);
        }
        told(oldest, request);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("items");
        items.values().forEach(list::add);
        request.contentType("application/json")
                .result(answer.put("complete", complete).toString());
    }

    private boolean ask(String peer, Context request, Map<String, JsonNode> items) {
        Optional<HttpResponse<byte[]>> given = peers.ask(peer, request).filter(g -> g.statusCode() == 200);
        if (given.isEmpty()) {
            return false;
        }
        try {
            for (JsonNode item : JSON.readTree(given.get().body()).path("items")) {
                items.put(item.path("tenant_id").asText(), item);
            }
            forwarded.increment();
            return true;
        } catch (IOException foreign) {
            return false;
        }
    }

    private static void collect(TenantViews views, Holder holder, Map<String, JsonNode> items) {
        for (String tenant : views.tenants()) {
            if (holder.may(tenant)) {
                views.view(tenant)
                        .filter(TenantView::known)
                        .ifPresent(view -> items.put(tenant, ViewJson.tenant(view)));
            }
        }
    }

    /** Whether it is open is asked in the loop, and told in the answer to the command. */
    private void incident(Context request, CommandKind kind) {
        String tenant = new Query(request, "tenant").tenant();
        String id = request.pathParam("id");
        if (id.length() > MOST_ID) {
            throw Query.invalid("id", id, "at most " + MOST_ID + " characters");
        }
        commands.incident(request, tenant, id, kind);
    }

    /** Only what waits for an answer can be answered; whether the guards agree is asked again in the loop. */
    private void answer(Context request, CommandKind kind) {
        String tenant = new Query(request, "tenant").tenant();
        String id = request.pathParam("id");
        DecisionState state = stateOf(tenant, id, request);
        if (state != DecisionState.AWAITING_APPROVAL) {
            throw new ProblemDetails(
                    Kind.CONFLICT, "decision " + Gate.shown(id) + " is " + state + " and does not wait for an answer");
        }
        commands.answer(request, tenant, id, kind);
    }

    private DecisionState stateOf(String tenant, String id, Context request) {
        Place place = reading.placeOf(tenant);
        for (String peer : reading.elsewhere(place)) {
            String path = request.path().substring(0, request.path().lastIndexOf('/')) + "?tenant=" + tenant;
            Optional<HttpResponse<byte[]>> given = peers.ask(peer, path, request.header("Authorization"));
            if (given.isPresent()) {
                if (given.get().statusCode() == 404) {
                    throw unknown("decision", id);
                }
                try {
                    return DecisionState.valueOf(JSON.readTree(given.get().body())
                            .path("decision")
                            .path("state")
                            .asText("UNKNOWN"));
                } catch (IOException foreign) {
                    throw new ProblemDetails(Kind.NOT_AVAILABLE, peer + " gave no decision");
                }
            }
        }
        return Lists.decision(reading.here(place, tenant).view(), id)
                .orElseThrow(() -> unknown("decision", id))
                .getState();
    }

    private void brain(Context request) {
        Query query = new Query(request, "tenant", "q", "category", "limit", "cursor");
        String tenant = query.tenant();
        String words = query.required("q");
        if (words.length() > 256) {
            throw Query.invalid("q", words, "1 to 256 characters");
        }
        int from = query.cursor().map(TenantRoutes::offset).orElse(0);
        Database searched = database.orElseThrow(() -> new ProblemDetails(
                Kind.NO_DATABASE, "the brain is searched in PostgreSQL, and the app has no jdbc.url"));
        request.contentType("application/json")
                .result(searched.search(tenant, words, query.text("category"), query.limit(), from)
                        .toString());
    }

    private static int offset(String cursor) {
        try {
            int offset = Integer.parseInt(cursor);
            if (offset >= 0 && offset <= 100_000) {
                return offset;
            }
        } catch (NumberFormatException foreign) {
            // reported below
        }
        throw new ProblemDetails(Kind.BAD_REQUEST, "cursor is not from this list");
    }
}
