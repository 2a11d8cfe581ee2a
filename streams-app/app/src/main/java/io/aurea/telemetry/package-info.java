/**
 * Self-observation: readings of host, JVM, Kafka, Connect, PostgreSQL and HTTP endpoints, published as observations of
 * tenant {@code aurea} like those of any other service.
 */
package io.aurea.telemetry;
