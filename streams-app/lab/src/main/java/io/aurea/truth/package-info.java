/**
 * The truth matrix: for every rule that compares with a past, whether the loop's verdicts are true, from the first
 * window of a fault to its last and after it. The whole loop runs in process on simulated services whose every fault is
 * known. Pure: no broker, no clock.
 */
package io.aurea.truth;
