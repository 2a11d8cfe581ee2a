package io.aurea.status;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.settings.KafkaClients;
import io.aurea.status.ProblemDetails.Kind;
import io.aurea.topic.TopicSerdes;
import io.aurea.topology.ObserveProgress;
import io.aurea.topology.OrientProgress;
import io.aurea.topology.UnreadRecords;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import jakarta.servlet.DispatcherType;
import java.io.IOException;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.KafkaStreams;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The API of one instance and the page: access, routes, event stream, metrics. The OpenAPI document describes the
 * paths. Started once, closed once.
 */
public final class StatusServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StatusServer.class);

    /** Events that a stream can resume from. */
    private static final int EVENTS = 2_000;

    private final Listener listener;
    private final EventBuffer events;
    private final InstanceMetrics metrics;
    private final Javalin server;

    /** Besides those of requests and streams; Jetty itself takes a few. */
    private static final int THREADS_FOR_PROBES = 40;

    private final Connections connections;

    /** Kafka clients closed with the server; none in tests. */
    private AutoCloseable[] owned = {};

    record Parts(
            InstanceRoutes instance,
            TenantRoutes tenants,
            EventStreams streams,
            EventBuffer events,
            InstanceMetrics metrics,
            Gate gate,
            Quotas quotas) {}

    StatusServer(Listener listener, Parts parts) {
        this.listener = listener;
        this.events = parts.events();
        this.metrics = parts.metrics();
        HttpSettings settings = listener.settings();
        this.connections = new Connections(settings.requestDeadline(), settings.responseDeadline());
        metrics.bind(parts.tenants(), parts.streams());
        metrics.bind(connections, parts.quotas());
        this.server = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.http.prefer405over404 = true;
            config.http.maxRequestSize = Commands.MAX_BODY;
            config.jetty.addConnector((jetty, http) -> listener.connector(jetty, http, connections));
            config.jetty.modifyServer(jetty -> {
                jetty.setHandler(new WholeRequests(connections));
                jetty.setErrorHandler(new ServerErrors());
            });
            RoutesConfig routes = config.routes;
            config.jetty.threadPool =
                    new QueuedThreadPool(RequestSlots.MOST + settings.maxStreams() + THREADS_FOR_PROBES);
            config.jetty.modifyServletContextHandler(context -> {
                context.setErrorHandler(new ServerErrors());
                context.addFilter(new RequestSlots(), "/*", EnumSet.of(DispatcherType.REQUEST));
            });
            routes.before(parts.gate()::check);
            routes.beforeMatched(parts.gate()::checkToken);
            parts.instance().addTo(routes);
            parts.tenants().addTo(routes);
            routes.get("/events", parts.streams()::stream);
            routes.get("/metrics", parts.gate().ofInstance(metrics::scrape));
            routes.get("/", PageFiles::index);
            routes.get("/{file}", PageFiles::file);
            routes.exception(ProblemDetails.class, StatusServer::refuse);
            routes.exception(HttpResponseException.class, StatusServer::refuse);
            routes.exception(Exception.class, StatusServer::failed);
        });
    }

    /**
     * The server of an app.
     *
     * @param loopPartitions number of partitions of {@code aurea.loop}
     * @param database empty without one; then the brain cannot be searched
     */
    public static StatusServer of(
            Listener listener,
            KafkaStreams streams,
            int loopPartitions,
            ObserveProgress observed,
            OrientProgress oriented,
            UnreadRecords unread,
            KafkaClients clients,
            TopicSerdes serdes,
            Optional<Database> database) {
        HttpSettings settings = listener.settings();
        String self = listener.server();
        Quotas quotas = settings.quotas();
        Gate gate = new Gate(settings.tokens(), settings.names(self), settings.loopback(), quotas);
        EventBuffer events =
                new EventBuffer(EVENTS, UUID.randomUUID().toString().substring(0, 8));
        EventStreams eventStreams = new EventStreams(events, settings.maxStreams());
        EventFeed feed = new EventFeed(clients, serdes, events);
        CommandProducer producer = new CommandProducer(clients, serdes);
        InstanceMetrics metrics = new InstanceMetrics();
        metrics.bind(streams);
        metrics.bind(observed);
        metrics.bind(oriented);
        metrics.bind(unread);
        metrics.bind(feed);
        TenantRoutes tenants = new TenantRoutes(
                new TenantQueries(new StreamsCluster(streams, self, loopPartitions), Clock.systemUTC()),
                new Peers(settings),
                new Commands(producer, Clock.systemUTC()),
                database);
        StatusServer server = new StatusServer(
                listener,
                new Parts(
                        new InstanceRoutes(streams::state, observed, oriented, gate),
                        tenants,
                        eventStreams,
                        events,
                        metrics,
                        gate,
                        quotas));
        Optional<SinkLag> lag =
                database.map(d -> new SinkLag(Admin.create(clients.admin("api", Map.of())), d, metrics.registry()));
        server.owned = lag.<AutoCloseable[]>map(l -> new AutoCloseable[] {feed, producer, l})
                .orElse(new AutoCloseable[] {feed, producer});
        feed.start();
        lag.ifPresent(SinkLag::start);
        return server;
    }

    public void start() {
        server.start();
        connections.start();
    }

    /** All routes, as method and path, e.g. {@code GET /tenants}. */
    List<String> routes() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method + " " + endpoint.path)
                .toList();
    }

    /** Its address on this machine. */
    public String url() {
        return listener.url();
    }

    private static void refuse(ProblemDetails problem, Context request) {
        switch (problem.kind()) {
            case UNAUTHORIZED -> request.header("WWW-Authenticate", "Bearer realm=\"aurea\"");
            case NOT_AVAILABLE, TOO_MANY_STREAMS, TOO_MANY_REQUESTS -> request.header("Retry-After", "2");
            default -> {}
        }
        request.status(problem.kind().status())
                .contentType(ProblemDetails.CONTENT_TYPE)
                // As text it would be in the charset of servlets, ISO-8859-1.
                .result(problem.toJson().toString().getBytes(UTF_8));
    }

    /** Requests that the server itself refuses. */
    private static void refuse(HttpResponseException refused, Context request) {
        Kind kind = ServerErrors.kind(refused.getStatus());
        String asked = request.method() + " " + Gate.shown(request.path());
        refuse(
                new ProblemDetails(
                        kind,
                        switch (kind) {
                            case NOT_FOUND -> "there is no " + Gate.shown(request.path());
                            case METHOD_NOT_ALLOWED -> asked + " is not allowed";
                            default -> asked + " is refused: " + refused.getMessage();
                        }),
                request);
    }

    private static void failed(Exception failed, Context request) {
        if (failed instanceof EofException
                || failed instanceof IOException && request.res().isCommitted()) {
            // The caller has disconnected, as every stream does in the end.
            return;
        }
        LOG.error("{} {} failed", request.method(), Gate.shown(request.path()), failed);
        refuse(new ProblemDetails(Kind.INTERNAL, "the request failed; the app's log says why"), request);
    }

    @Override
    public void close() {
        events.close();
        for (AutoCloseable part : owned) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("{} did not stop in order", part.getClass().getSimpleName(), failed);
            }
        }
        server.stop();
        connections.close();
        metrics.close();
    }
}
