/**
 * The demo shop: ten services with their dependencies, traffic, faults and repairs, simulated second by second. Pure: the
 * same parameters, seed and requests always give the same observations.
 */
package io.aurea.shop;
