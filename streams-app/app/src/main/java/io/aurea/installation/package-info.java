/**
 * An installation: where Kafka, registry, Connect and PostgreSQL are, and how the app and the commands talk to them.
 */
package io.aurea.installation;
