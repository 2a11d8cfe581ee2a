/** The benchmark: what observe costs, between bare decoding and the same aggregate in the Streams DSL. */
package io.aurea.bench;
