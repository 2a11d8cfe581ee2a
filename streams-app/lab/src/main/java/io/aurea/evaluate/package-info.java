/**
 * Measures ways of healing against each other on the simulated shop: the same users and faults for each, and what comes
 * of it counted. Pure: no broker, no clock.
 */
package io.aurea.evaluate;
