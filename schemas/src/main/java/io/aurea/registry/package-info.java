/**
 * A client of any schema registry that speaks Confluent's REST API, with Confluent's configuration keys. It
 * distinguishes bad data, which is the record's fault, from an outage, which never is.
 */
package io.aurea.registry;
