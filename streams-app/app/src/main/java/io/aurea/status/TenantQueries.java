package io.aurea.status;

import io.aurea.status.Cluster.Place;
import io.aurea.status.ProblemDetails.Kind;
import io.aurea.topology.TenantViews;
import io.aurea.view.TenantView;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides where a request about a tenant is answered: by its owner, or, while that one is gone, from a copy, here or on
 * another instance. Thread-safe.
 */
final class TenantQueries {

    /**
     * This instance's view of a tenant.
     *
     * @param staleMs maximum age, milliseconds, if it is a copy
     */
    record KnownCopy(TenantView view, OptionalLong staleMs) {}

    private final Cluster cluster;
    private final Clock clock;

    TenantQueries(Cluster cluster, Clock clock) {
        this.cluster = cluster;
        this.clock = clock;
    }

    /** The other instances to ask, the best first; empty when the answer is here. */
    List<String> elsewhere(Place place) {
        String self = cluster.self();
        if (place.owner().isEmpty()) {
            return List.of();
        }
        List<String> others = new ArrayList<>();
        if (!place.owner().get().equals(self)) {
            others.add(place.owner().get());
        } else if (cluster.local(place.partition()).isPresent()) {
            return List.of();
        }
        place.copies().stream().filter(copy -> !copy.equals(self)).forEach(others::add);
        return others;
    }

    /**
     * This instance's view.
     *
     * @throws ProblemDetails if the partition is not here, or the tenant is unknown
     */
    KnownCopy here(Place place, String tenant) {
        TenantViews views = cluster.local(place.partition())
                .orElseThrow(() -> new ProblemDetails(
                        Kind.NOT_AVAILABLE,
                        "no instance that has tenant " + tenant + " answers now; its partition is being moved"));
        OptionalLong stale = staleMs(views);
        TenantView view = views.view(tenant)
                .filter(TenantView::known)
                .orElseThrow(() -> new ProblemDetails(Kind.NOT_FOUND, "nothing is known of tenant " + tenant));
        return new KnownCopy(view, stale);
    }

    /** For a copy, the time since the append of the last event it has seen; empty for the owner. */
    OptionalLong staleMs(TenantViews views) {
        if (views.owned()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, clock.millis() - views.asOfMs().orElse(0)));
    }

    Place placeOf(String tenant) {
        return cluster.placeOf(tenant);
    }

    List<Place> places() {
        return cluster.places();
    }

    Optional<TenantViews> local(int partition) {
        return cluster.local(partition);
    }

    String self() {
        return cluster.self();
    }
}
