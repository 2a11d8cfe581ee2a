package io.aurea.cycle;

/**
 * The observation partition that time waits for.
 *
 * @param partition the first by number of those furthest behind, or that have not reported at all
 * @param behindMs how far the one furthest ahead has gone beyond it, milliseconds, [0, ..); -1 if it has not reported
 */
public record SlowestPartition(int partition, long behindMs) {}
