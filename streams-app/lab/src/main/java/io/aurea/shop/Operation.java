package io.aurea.shop;

import java.util.List;
import java.util.Locale;

/** The services' operations. Users request the first four. */
public enum Operation {
    BROWSE(Service.FRONTEND, 1.0),
    SEARCH(Service.FRONTEND, 1.0),
    BASKET(Service.FRONTEND, 0.9),
    CHECKOUT(Service.FRONTEND, 1.2),
    ORDER(Service.CHECKOUT, 1.0),
    PRODUCT(Service.CATALOGUE, 0.9),
    FIND(Service.CATALOGUE, 1.5),
    UPDATE(Service.CART, 1.0),
    SUGGEST(Service.RECOMMENDATION, 1.0),
    CHARGE(Service.PAYMENT, 1.0),
    QUOTE(Service.SHIPPING, 1.0),
    AUTHORISE(Service.PROVIDER, 1.0),
    QUERY(Service.DATABASE, 1.0),
    GET(Service.CACHE, 1.0);

    static final Operation[] ALL = values();
    /** The journeys are the first of {@link #ALL}. */
    static final int JOURNEYS = 4;

    /**
     * One call that an operation makes.
     *
     * @param times calls per request, on average
     * @param onMiss made only on a cache miss
     * @param dispensable the request continues without the answer
     */
    record Call(Operation callee, double times, boolean onMiss, boolean dispensable) {
        static Call to(Operation callee, double times) {
            return new Call(callee, times, false, false);
        }
    }

    private final Service service;
    private final double workFactor;
    private final String label = name().toLowerCase(Locale.ROOT);

    Operation(Service service, double workFactor) {
        this.service = service;
        this.workFactor = workFactor;
    }

    public Service service() {
        return service;
    }

    /** Name of its series. */
    public String label() {
        return label;
    }

    /** Its CPU time relative to its service's. */
    double workFactor() {
        return workFactor;
    }

    /** Its calls, made sequentially in this order. */
    List<Call> calls() {
        return switch (this) {
            case BROWSE -> List.of(Call.to(PRODUCT, 1), new Call(SUGGEST, 1, false, true));
            case SEARCH -> List.of(Call.to(FIND, 1));
            case BASKET -> List.of(Call.to(UPDATE, 1));
            case CHECKOUT -> List.of(Call.to(ORDER, 1));
            case ORDER -> List.of(Call.to(UPDATE, 1), Call.to(QUOTE, 1), Call.to(CHARGE, 1), Call.to(QUERY, 2));
            case PRODUCT -> List.of(Call.to(GET, 1), new Call(QUERY, 1, true, false));
            case FIND -> List.of(Call.to(QUERY, 1));
            case UPDATE -> List.of(Call.to(GET, 1), Call.to(QUERY, 0.3));
            case SUGGEST -> List.of(Call.to(GET, 1));
            case CHARGE -> List.of(Call.to(AUTHORISE, 1), Call.to(QUERY, 1));
            case QUOTE -> List.of(Call.to(QUERY, 0.5));
            case AUTHORISE, QUERY, GET -> List.of();
        };
    }
}
