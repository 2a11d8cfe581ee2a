/**
 * The truth matrix: for every rule that compares with a past, whether what the loop says is so, from the first window of a
 * fault to its last and after it. The whole loop runs in process on made-up services whose every fault is known. Pure: no
 * broker, no clock.
 */
package io.aurea.truth;
