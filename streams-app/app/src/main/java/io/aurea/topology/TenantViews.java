package io.aurea.topology;

import io.aurea.view.TenantView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is shown of the tenants of one partition of the loop. Thread-safe: readers never share objects with the
 * processor.
 */
public interface TenantViews {

    /** Whether this is the committed part of the processor's own state, and not a copy of it. */
    boolean owned();

    /** Empty for a tenant that is unknown here. */
    Optional<TenantView> view(String tenant);

    /** By name. */
    List<String> tenants();

    /** Append time of the last event of the loop included here, epoch milliseconds; empty before the first. */
    OptionalLong asOfMs();
}
