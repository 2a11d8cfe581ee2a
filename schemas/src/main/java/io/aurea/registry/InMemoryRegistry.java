package io.aurea.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/**
 * A registry within one process, for topology tests: ids count from 1 in the order of registration, and compatibility
 * is stored, not enforced. Thread-safe.
 */
public final class InMemoryRegistry implements RegistryClient {

    private final List<Schema> schemas = new ArrayList<>();
    private final Map<String, List<Integer>> subjects = new HashMap<>();
    private final Map<String, CompatibilityLevel> levels = new HashMap<>();

    @Override
    public synchronized int register(String subject, Schema schema) {
        Schema registered = new Schema.Parser().parse(RegisteredForm.of(schema));
        if (!schemas.contains(registered)) {
            schemas.add(registered);
        }
        int id = schemas.indexOf(registered) + 1;
        List<Integer> versions = subjects.computeIfAbsent(subject, name -> new ArrayList<>());
        if (!versions.contains(id)) {
            versions.add(id);
        }
        return id;
    }

    @Override
    public synchronized OptionalInt lookup(String subject, Schema schema) {
        int id = schemas.indexOf(new Schema.Parser().parse(RegisteredForm.of(schema))) + 1;
        return subjects.getOrDefault(subject, List.of()).contains(id) ? OptionalInt.of(id) : OptionalInt.empty();
    }

    @Override
    public synchronized Schema byId(int id) {
        if (id < 1 || id > schemas.size()) {
            throw new SerializationException(this + " knows no schema with id " + id);
        }
        return schemas.get(id - 1);
    }

    @Override
    public synchronized Optional<RegisteredSchema> latest(String subject) {
        List<Integer> versions = subjects.getOrDefault(subject, List.of());
        if (versions.isEmpty()) {
            return Optional.empty();
        }
        int id = versions.get(versions.size() - 1);
        return Optional.of(new RegisteredSchema(id, versions.size(), byId(id)));
    }

    @Override
    public synchronized Optional<CompatibilityLevel> compatibility(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    @Override
    public synchronized void setCompatibility(String subject, CompatibilityLevel level) {
        levels.put(subject, level);
    }

    @Override
    public String toString() {
        return "schema registry in memory";
    }
}
