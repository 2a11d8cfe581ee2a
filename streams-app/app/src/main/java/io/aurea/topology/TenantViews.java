package io.aurea.topology;

import io.aurea.view.TenantView;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is shown of the tenants of one partition of the loop. Thread-safe: what is read is never what the processor works
 * on.
 */
public interface TenantViews {

    /** Whether this is the processor's own state, of which what has been committed is shown, and not a copy of it. */
    boolean owned();

    /** Empty for a tenant that is not known here. */
    Optional<TenantView> view(String tenant);

    /** By name. */
    List<String> tenants();

    /** When the last event that this rests on was appended to the loop, epoch milliseconds; empty before the first. */
    OptionalLong asOfMs();
}
