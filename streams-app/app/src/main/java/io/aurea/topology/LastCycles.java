package io.aurea.topology;

import java.util.Map;

/** The history of the tenants of one partition of the loop, for state that starts empty. */
@FunctionalInterface
public interface LastCycles {
    /** No history. */
    LastCycles NONE = partition -> Map.of();

    /** Numbers of the last cycles by tenant, without tenants that had none. */
    Map<String, Long> ofPartition(int partition);
}
