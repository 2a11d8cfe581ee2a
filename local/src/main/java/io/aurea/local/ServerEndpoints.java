package io.aurea.local;

/**
 * Where the servers of a stack listen, all on loopback.
 *
 * @param schemaRegistryUrl base of the Confluent-compatible API
 * @param jdbcUser owner of the database; may create roles, but is not a superuser
 */
public record ServerEndpoints(
        String bootstrapServers,
        String schemaRegistryUrl,
        String connectUrl,
        String jdbcUrl,
        String jdbcUser,
        String jdbcPassword) {

    /** Leaves the password out, since settings end up in logs. */
    @Override
    public String toString() {
        return "Endpoints[bootstrapServers=%s, schemaRegistryUrl=%s, connectUrl=%s, jdbcUrl=%s, jdbcUser=%s]"
                .formatted(bootstrapServers, schemaRegistryUrl, connectUrl, jdbcUrl, jdbcUser);
    }
}
