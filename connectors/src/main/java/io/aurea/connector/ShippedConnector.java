package io.aurea.connector;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * The connectors that come with this version. Their configurations hold no secrets: the worker takes the addresses
 * and the password from its environment, {@code AUREA_JDBC_URL}, {@code AUREA_JDBC_WRITER_USER}, {@code
 * AUREA_JDBC_WRITER_PASSWORD} and {@code AUREA_SCHEMA_REGISTRY_URL}, so it needs {@code config.providers=env}.
 */
public enum ShippedConnector {

    /** Stores the loop's records in PostgreSQL. */
    POSTGRES_SINK("aurea-postgres-sink");

    private final String connectorName;

    ShippedConnector(String connectorName) {
        this.connectorName = connectorName;
    }

    /** The name to apply it under. */
    public String connectorName() {
        return connectorName;
    }

    /** The configuration to PUT to the worker. */
    public Map<String, String> config() {
        String resource = connectorName + ".json";
        try (InputStream in = ShippedConnector.class.getResourceAsStream(resource)) {
            return Map.copyOf(new ObjectMapper().readValue(in, new TypeReference<Map<String, String>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + resource, e);
        }
    }
}
