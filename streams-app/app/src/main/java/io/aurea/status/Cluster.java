package io.aurea.status;

import io.aurea.topology.TenantViews;
import java.util.List;
import java.util.Optional;

/** The instances of the app, and where the tenants' views are. Thread-safe. */
interface Cluster {

    /** This instance's address for the others, host:port. */
    String self();

    /**
     * The location of the views of one partition of the loop.
     *
     * @param owner the instance that owns it, host:port; empty while unknown
     * @param copies instances with a copy, host:port
     */
    record Place(int partition, Optional<String> owner, List<String> copies) {}

    Place placeOf(String tenant);

    List<Place> places();

    /** The views of a partition on this instance: its own, or a nearly complete copy. */
    Optional<TenantViews> local(int partition);
}
