package io.aurea.shop;

import java.util.Locale;
import java.util.Optional;

/** The services of the shop. Each calls only later ones. */
public enum Service {
    FRONTEND,
    CHECKOUT,
    CATALOGUE,
    CART,
    RECOMMENDATION,
    PAYMENT,
    SHIPPING,
    PROVIDER,
    DATABASE,
    CACHE;

    static final Service[] ALL = values();

    private final String source = name().toLowerCase(Locale.ROOT);

    /** The service's name in observations and as the target of an action. */
    public String source() {
        return source;
    }

    public static Optional<Service> of(String source) {
        for (Service service : ALL) {
            if (service.source.equals(source)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** Whether the shop runs it itself: the payment provider belongs to another company. */
    public boolean own() {
        return this != PROVIDER;
    }

    /** Whether it holds no data of its own, so that its instances can be replaced one by one. */
    public boolean stateless() {
        return own() && this != DATABASE && this != CACHE;
    }
}
