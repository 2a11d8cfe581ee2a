/** Connect's data from and to Avro in the Confluent wire format. */
package io.aurea.converter;
