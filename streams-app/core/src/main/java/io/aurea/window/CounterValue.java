package io.aurea.window;

import io.aurea.observation.ObservationRules;

/**
 * The value of a counter at one time.
 *
 * @param atMs epoch milliseconds
 * @param value [0, {@link ObservationRules#MAX_COUNT}]
 */
record CounterValue(long atMs, double value) {}
