package io.aurea.status;

import io.aurea.topology.TenantViews;
import java.util.List;
import java.util.Optional;

/** The instances of the app, and what of the tenants' views is where. Thread-safe. */
interface Cluster {

    /** How this instance is called by the others, host:port. */
    String self();

    /**
     * Where the views of one partition of the loop are.
     *
     * @param owner the instance that works on it, host:port; empty while that is not known
     * @param copies instances that keep a copy, host:port
     */
    record Place(int partition, Optional<String> owner, List<String> copies) {}

    /** Where the views of a tenant are. */
    Place placeOf(String tenant);

    /** Where those of every partition are. */
    List<Place> places();

    /** The views of a partition as far as this instance has them: its own, or a copy that is nearly complete. */
    Optional<TenantViews> local(int partition);
}
