package io.aurea.status;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A request that is refused or fails, in the form of RFC 9457. */
final class ProblemDetails extends RuntimeException {
    private static final long serialVersionUID = 1;

    static final String CONTENT_TYPE = "application/problem+json";

    /** Kinds of problems, with status and title. */
    enum Kind {
        BAD_REQUEST(400, "Bad request"),
        UNAUTHORIZED(401, "Token missing or wrong"),
        FORBIDDEN(403, "Not allowed"),
        NOT_FOUND(404, "Not found"),
        METHOD_NOT_ALLOWED(405, "Method not allowed"),
        NOT_ACCEPTABLE(406, "Not acceptable"),
        REQUEST_TIMEOUT(408, "Request not complete in time"),
        CONFLICT(409, "Conflict"),
        TOO_LARGE(413, "Too large"),
        URI_TOO_LONG(414, "Address too long"),
        UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
        UNKNOWN_HOST(421, "Unknown host"),
        QUOTA_EXCEEDED(429, "Quota exceeded"),
        HEADERS_TOO_LARGE(431, "Headers too large"),
        INTERNAL(500, "Internal error"),
        NOT_AVAILABLE(503, "Not available"),
        TOO_MANY_STREAMS(503, "Too many streams"),
        TOO_MANY_REQUESTS(503, "Too many requests"),
        NO_DATABASE(503, "No database");

        private final int status;
        private final String title;

        Kind(int status, String title) {
            this.status = status;
            this.title = title;
        }

        int status() {
            return status;
        }
    }

    private final transient Kind kind;

    /** @param detail what, where, and what is allowed */
    ProblemDetails(Kind kind, String detail) {
        super(detail, null, false, false);
        this.kind = kind;
    }

    Kind kind() {
        return kind;
    }

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put(
                        "type",
                        "urn:aurea:problem:"
                                + kind.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
                .put("title", kind.title)
                .put("status", kind.status)
                .put("detail", getMessage());
    }
}
