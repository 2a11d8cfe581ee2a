package io.aurea.topology;

import java.util.Map;

/** What the history says of the tenants of one partition of the loop, for a state that begins with nothing. */
@FunctionalInterface
public interface LastCycles {
    /** There was nothing before. */
    LastCycles NONE = partition -> Map.of();

    /** Numbers of the last cycles by tenant; without the tenants that had none. */
    Map<String, Long> ofPartition(int partition);
}
