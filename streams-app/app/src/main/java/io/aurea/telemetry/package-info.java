/**
 * The machine's self-observation: what host, JVM, Kafka, Connect, PostgreSQL and the HTTP endpoints say about themselves,
 * published as observations of tenant {@code aurea} like those of any other service.
 */
package io.aurea.telemetry;
