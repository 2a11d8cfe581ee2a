package io.aurea.bench;

import java.util.Locale;

/** What is measured. */
enum ArmName {
    /** Consumer and Avro decoding only: the limit for any reader of the observations. */
    DECODE,
    /** The observe stage as it runs in the app. */
    OBSERVE,
    /** The same aggregate as a plain Streams DSL topology. */
    DSL;

    /** The name in the report. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
