package io.aurea.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/** A server with canned answers, for what a real registry cannot be made to do: fail, require credentials, use TLS. */
final class StubRegistry implements AutoCloseable {

    static final String POLICY_ANSWER =
            "{\"schema\": \"{\\\"type\\\": \\\"record\\\", \\\"name\\\": \\\"Policy\\\"," + " \\\"fields\\\": []}\"}";

    private final HttpServer server;
    private final Deque<Prepared> prepared = new ArrayDeque<>();
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<String> authorizations = Collections.synchronizedList(new ArrayList<>());

    private record Prepared(int status, String body, String location) {}

    /** @param server not yet bound */
    StubRegistry(HttpServer server) throws IOException {
        this.server = server;
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    StubRegistry() throws IOException {
        this(HttpServer.create());
    }

    /** The answer to the next request without one; the last one is repeated. */
    synchronized StubRegistry then(int status, String body) {
        prepared.add(new Prepared(status, body, null));
        return this;
    }

    synchronized StubRegistry thenRedirect(int status, String location) {
        prepared.add(new Prepared(status, "", location));
        return this;
    }

    String hostAndPort() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Method and path of each request so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** The Authorization header of each request so far, empty for none. */
    List<String> authorizations() {
        return List.copyOf(authorizations);
    }

    private synchronized void answer(HttpExchange exchange) throws IOException {
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        authorizations.add(authorization == null ? "" : authorization);
        exchange.getRequestBody().readAllBytes();
        Prepared next = prepared.size() > 1 ? prepared.remove() : prepared.element();
        byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
        if (next.location() != null) {
            exchange.getResponseHeaders().add("Location", next.location());
        }
        exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
