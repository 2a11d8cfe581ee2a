/**
 * Compares ways of healing on the simulated shop, with the same users and faults for each. Pure: no broker, no clock.
 */
package io.aurea.evaluate;
