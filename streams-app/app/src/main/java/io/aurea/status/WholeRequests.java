package io.aurea.status;

import io.aurea.status.ProblemDetails.Kind;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/**
 * Hands a request on when its body has arrived: while a peer sends it, however slowly, no thread waits. Of a body that is too
 * large only so much arrives that this can be seen.
 */
final class WholeRequests extends Handler.Wrapper {
    private final Connections connections;

    WholeRequests(Connections connections) {
        this.connections = connections;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        OpenConnection connection = connections.of(request.getConnectionMetaData());
        request.setAttribute(OpenConnection.ATTRIBUTE, connection);
        Exchange exchange = new Exchange(connection, callback);
        String path = request.getHttpURI().getPath();
        if (path != null && path.indexOf(';') >= 0) {
            // What follows is no part of the path to Jetty, which does not look at its escapes, but is to the routes.
            ServerErrors.write(
                    new ProblemDetails(Kind.BAD_REQUEST, "the path has a ;, which begins parameters; allowed: none"),
                    response,
                    exchange);
            return true;
        }
        Body body = new Body(request, response, exchange, connection);
        connection.head(request.getBeginNanoTime(), body::late);
        body.run();
        return true;
    }

    private record Exchange(OpenConnection connection, Callback callback) implements Callback {
        @Override
        public void succeeded() {
            connection.idle(System.nanoTime());
            callback.succeeded();
        }

        @Override
        public void failed(Throwable reason) {
            callback.failed(reason);
        }

        @Override
        public InvocationType getInvocationType() {
            return callback.getInvocationType();
        }
    }

    /** Reads one body; whoever comes first ends it. */
    private final class Body implements Runnable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final OpenConnection connection;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
        private final AtomicBoolean ended = new AtomicBoolean();

        private Body(Request request, Response response, Callback callback, OpenConnection connection) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            this.connection = connection;
        }

        @Override
        public void run() {
            while (!ended.get()) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    failed(chunk.getFailure());
                    return;
                }
                byte[] piece = BufferUtil.toArray(chunk.getByteBuffer());
                bytes.write(piece, 0, Math.min(piece.length, Commands.MAX_BODY + 1 - bytes.size()));
                chunk.release();
                if (chunk.isLast() || bytes.size() > Commands.MAX_BODY) {
                    arrived();
                    return;
                }
            }
        }

        private void arrived() {
            if (ended.compareAndSet(false, true)) {
                connection.response(System.nanoTime());
                try {
                    if (!getHandler().handle(new Whole(request, bytes.toByteArray()), response, callback)) {
                        Response.writeError(request, response, callback, 404);
                    }
                } catch (Exception failed) {
                    Response.writeError(request, response, callback, failed);
                }
            }
        }

        private void failed(Throwable reason) {
            if (reason instanceof TimeoutException) {
                late();
            } else if (ended.compareAndSet(false, true)) {
                refuse(new ProblemDetails(Kind.BAD_REQUEST, "the body ends early"));
            }
        }

        private void late() {
            if (ended.compareAndSet(false, true)) {
                refuse(new ProblemDetails(
                        Kind.REQUEST_TIMEOUT,
                        "the request was not complete in time (" + HttpSettings.REQUEST_DEADLINE_MS_CONFIG + ")"));
            }
        }

        private void refuse(ProblemDetails problem) {
            response.getHeaders().put("Connection", "close");
            ServerErrors.write(problem, response, callback);
        }
    }

    private static final class Whole extends Request.Wrapper {
        private final ByteBufferContentSource body;

        private Whole(Request request, byte[] body) {
            super(request);
            this.body = new ByteBufferContentSource(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable available) {
            body.demand(available);
        }

        @Override
        public void fail(Throwable reason) {
            body.fail(reason);
            super.fail(reason);
        }
    }
}
