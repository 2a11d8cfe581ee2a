package io.aurea.shop;

/** The services' error texts, each in the style of its programming language. */
final class ErrorTexts {
    private static final String[] DEFECTS = {
        "java.lang.NullPointerException: Cannot invoke \"Price.currency()\" because \"price\" is null",
        "TypeError: 'NoneType' object is not subscriptable",
        "panic: runtime error: index out of range [3] with length 3",
        "java.lang.NoSuchMethodError: 'void Basket.merge(Basket, boolean)'",
        "TypeError: Cannot read properties of undefined (reading 'items')"
    };
    private static final String[] UNKNOWN = {
        "internal error", "unexpected end of stream", "HTTP 500 Internal Server Error"
    };
    private static final String[] STOPPED = {
        "read tcp: connection reset by peer", "java.io.EOFException: connection closed while reading the response"
    };

    private final Dice dice;

    ErrorTexts(Dice dice) {
        this.dice = dice;
    }

    /** @param callee the operation that was called; null when the service itself failed */
    String text(Service service, Cause cause, Operation callee, ShopParameters parameters) {
        return switch (cause) {
            case UNKNOWN -> one(UNKNOWN);
            case STOPPED -> one(STOPPED);
            // One release has one bug, whatever the request.
            case DEFECT -> DEFECTS[service.ordinal() % DEFECTS.length];
            case CARRIER -> "carrier API answered 502 Bad Gateway: no rates available";
            case OVERLOAD ->
                dice.below(2) == 0
                        ? "HTTP 503 Service Unavailable: all %d workers are busy"
                                .formatted(parameters.services().get(service).threads())
                        : "java.util.concurrent.RejectedExecutionException: queue of the worker pool is full";
            case POOL ->
                dice.below(4) > 0
                        ? "HikariPool-1 - Connection is not available, request timed out after %dms"
                                .formatted((long) parameters.plumbing().poolTimeoutMs())
                        : "sqlalchemy.exc.TimeoutError: QueuePool limit reached, connection timed out";
            case DENIED -> "ERROR: permission denied for table %s (SQLSTATE 42501)".formatted(table(service));
            case STATEMENT -> "ERROR: canceling statement due to statement timeout (SQLSTATE 57014)";
            case TIMEOUT -> timeout(callee, parameters);
            case REFUSED -> refused(service, callee);
            case UPSTREAM ->
                "%s failed: HTTP 502 Bad Gateway from upstream %s"
                        .formatted(callee.label(), callee.service().source());
        };
    }

    private String timeout(Operation callee, ShopParameters parameters) {
        Service called = callee.service();
        long limit = (long) parameters.services().get(called).timeoutMs();
        return switch (called) {
            case DATABASE ->
                "java.sql.SQLTimeoutException: query to the database timed out after %d ms".formatted(limit);
            case CACHE -> "redis: read timed out after %d ms".formatted(limit);
            default ->
                dice.below(2) == 0
                        ? "java.net.SocketTimeoutException: Read timed out after %d ms calling %s"
                                .formatted(limit, called.source())
                        : "context deadline exceeded while calling %s".formatted(called.source());
        };
    }

    private static String refused(Service service, Operation callee) {
        Service called = callee.service();
        if (called == service) {
            return "dial tcp: connect: connection refused (%s)".formatted(service.source());
        }
        return switch (called) {
            case DATABASE -> "org.postgresql.util.PSQLException: Connection to database:5432 refused";
            case CACHE -> "redis: connection to cache:6379 refused";
            case PROVIDER -> "payment provider answered 503 Service Unavailable";
            default -> "java.net.ConnectException: Connection refused: %s:8080".formatted(called.source());
        };
    }

    private static String table(Service service) {
        return switch (service) {
            case CHECKOUT -> "orders";
            case CATALOGUE -> "products";
            case CART -> "baskets";
            case PAYMENT -> "charges";
            default -> "parcels";
        };
    }

    private String one(String[] texts) {
        return texts[dice.below(texts.length)];
    }
}
