package io.aurea.registry;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What the serde, the Connect converter and the catalogue ask of a schema registry. Implementations are thread-safe,
 * and one instance serves a whole process.
 *
 * <p>Every method throws {@link SerializationException} when the registry's answer condemns the schema or the id, and
 * {@link RegistryUnavailableException} when there is no such answer: the record at hand may be fine, and must be
 * retried rather than given up. {@code toString} names the registry and shows no secrets.
 */
public interface RegistryClient {

    /** A client over HTTP with the settings of {@link RegistryConfig}; other keys are ignored. */
    static RegistryClient create(Map<String, ?> configs) {
        return new HttpRegistryClient(new RegistryConfig(configs));
    }

    /**
     * Registers the schema as the newest version of the subject, unless the subject has it already.
     *
     * @return its id
     */
    int register(String subject, Schema schema);

    /** The id of this very schema in the subject; empty when the subject does not have it. */
    OptionalInt lookup(String subject, Schema schema);

    /** The schema with this id; an unknown id is a {@link SerializationException}. */
    Schema byId(int id);

    /** The newest version of the subject, fetched at each call; empty when there is none. */
    Optional<RegisteredSchema> latest(String subject);

    /** The compatibility set for this subject itself; empty when it follows the registry's default. */
    Optional<CompatibilityLevel> compatibility(String subject);

    /** Sets the compatibility of this subject. Some registries refuse it for a subject without versions. */
    void setCompatibility(String subject, CompatibilityLevel level);
}
