package io.aurea.window;

/**
 * What a counter had counted at one time.
 *
 * @param atMs epoch milliseconds
 * @param value [0, {@link ObservationRules#MAX_COUNT}]
 */
record CounterValue(long atMs, double value) {}
