/**
 * Compares ways of healing on the simulated shop: the same users and faults for each, and the results counted. Pure: no
 * broker, no clock.
 */
package io.aurea.evaluate;
