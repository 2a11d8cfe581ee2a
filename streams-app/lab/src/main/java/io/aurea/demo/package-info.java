/**
 * The demo shop of {@code aurea up}: the simulation on the wall clock, which publishes observations and carries out
 * decisions.
 */
package io.aurea.demo;
