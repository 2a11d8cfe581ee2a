package io.aurea.status;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.status.ProblemDetails.Kind;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is refused before any route is asked, in the form of all other errors and with the same headers. */
final class ServerErrors extends ErrorHandler {

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        int status = response.getStatus();
        Object said = request.getAttribute(ERROR_MESSAGE);
        write(
                new ProblemDetails(
                        kind(status),
                        said == null
                                ? "the server refuses the request with " + status
                                : "the server refuses the request: "
                                        + said.toString().replaceAll("[^\\x20-\\x7e]", "?")),
                response,
                callback);
        return true;
    }

    /** Statuses that are not told apart have that of their kind. */
    static Kind kind(int status) {
        return switch (status) {
            case 404 -> Kind.NOT_FOUND;
            case 405 -> Kind.METHOD_NOT_ALLOWED;
            case 408 -> Kind.REQUEST_TIMEOUT;
            case 413 -> Kind.TOO_LARGE;
            case 414 -> Kind.URI_TOO_LONG;
            case 431 -> Kind.HEADERS_TOO_LARGE;
            default -> status < 500 || status == 505 ? Kind.BAD_REQUEST : Kind.INTERNAL;
        };
    }

    static void write(ProblemDetails problem, Response response, Callback callback) {
        response.setStatus(problem.kind().status());
        Gate.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put("Content-Type", ProblemDetails.CONTENT_TYPE);
        response.write(true, ByteBuffer.wrap(problem.toJson().toString().getBytes(UTF_8)), callback);
    }

    /** A whole response, for a peer that has not even sent the head of its request in time. */
    static byte[] lateHead() {
        String body = new ProblemDetails(
                        Kind.REQUEST_TIMEOUT,
                        "the head of the request was not complete in time (" + HttpSettings.REQUEST_DEADLINE_MS_CONFIG
                                + ")")
                .toJson()
                .toString();
        StringBuilder head = new StringBuilder("HTTP/1.1 408 Request Timeout\r\n");
        for (Map.Entry<String, String> header : Gate.HEADERS.entrySet()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        head.append("Content-Type: ").append(ProblemDetails.CONTENT_TYPE).append("\r\n");
        head.append("Content-Length: ").append(body.length()).append("\r\nConnection: close\r\n\r\n");
        return head.append(body).toString().getBytes(US_ASCII);
    }
}
