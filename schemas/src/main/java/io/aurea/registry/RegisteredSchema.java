package io.aurea.registry;

import org.apache.avro.Schema;

/**
 * One version of a subject.
 *
 * @param id the registry's id of the schema, the one in the wire format
 * @param version counts the versions of the subject from 1
 * @param schema the schema itself
 */
public record RegisteredSchema(int id, int version, Schema schema) {}
