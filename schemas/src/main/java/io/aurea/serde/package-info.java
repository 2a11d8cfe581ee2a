/** Avro values in the Confluent wire format: a zero byte, the schema id in four bytes, big-endian, and the Avro body. */
package io.aurea.serde;
