/** The benchmark: what observe costs, compared with bare decoding and with the same aggregate in the Streams DSL. */
package io.aurea.bench;
