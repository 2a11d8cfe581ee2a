/** The thin Kafka shell: moves records between topics, stores and the pure core, and nothing else. */
package io.aurea.topology;
