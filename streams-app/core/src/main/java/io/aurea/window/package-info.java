/**
 * Observe: checks observations, aggregates them into cycle windows per series, and closes the windows as event time
 * passes.
 */
package io.aurea.window;
