/** The records of all topics, generated from the Avro schemas. */
package io.aurea.schema;
