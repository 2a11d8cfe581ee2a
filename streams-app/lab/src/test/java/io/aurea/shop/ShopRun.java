package io.aurea.shop;

import io.aurea.schema.Observation;
import java.util.ArrayList;
import java.util.List;

/** A shop in the evening rush, and its observations. */
final class ShopRun {
    static final long EVENING_MS = 1_767_571_200_000L + 18 * 3_600_000L;

    final Shop shop;
    final List<Observation> published = new ArrayList<>();
    final List<ActionResult> results = new ArrayList<>();

    ShopRun(long seed) {
        this(ShopParameters.defaults(), seed);
    }

    ShopRun(ShopParameters parameters, long seed) {
        this.shop = new Shop(parameters, "demo-shop", seed, EVENING_MS);
    }

    ShopRun seconds(int count) {
        for (int i = 0; i < count; i++) {
            shop.second(published::add);
            results.addAll(shop.results());
        }
        return this;
    }

    /** Injects a fault from now on. */
    ShopRun strike(FaultKind kind, Service target, double severity, int minutes) {
        shop.strike(new Fault(1, kind, target, severity, shop.nowMs(), shop.nowMs() + 60_000L * minutes));
        return this;
    }

    ShopRun request(ActionKind action, Service target) {
        shop.request(new ShopAction("a", action.label(), target.source()));
        return this;
    }

    /** Failed requests in the next seconds. */
    long failedIn(int count) {
        long before = shop.failedRequests();
        seconds(count);
        return shop.failedRequests() - before;
    }

    /** Forgets the observations so far. */
    ShopRun fromNow() {
        published.clear();
        return this;
    }

    /** Mean of a series: of a metric's values, or an operation's durations. */
    double mean(Service service, String name) {
        return series(service, name)
                .mapToDouble(o -> o.getValue() != null ? o.getValue() : o.getDurationMs())
                .average()
                .orElseThrow();
    }

    /** Share of a series' requests or probes that failed. */
    double failing(Service service, String name) {
        return series(service, name)
                .mapToDouble(o -> o.getSuccess() ? 0 : 1)
                .average()
                .orElseThrow();
    }

    List<String> errors(Service service) {
        return published.stream()
                .filter(o -> o.getSource().equals(service.source()) && o.getError() != null)
                .map(Observation::getError)
                .toList();
    }

    private java.util.stream.Stream<Observation> series(Service service, String name) {
        return published.stream()
                .filter(o ->
                        o.getSource().equals(service.source()) && o.getName().equals(name));
    }
}
