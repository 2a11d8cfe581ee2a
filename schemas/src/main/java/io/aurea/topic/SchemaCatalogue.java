package io.aurea.topic;

import io.aurea.registry.CompatibilityLevel;
import io.aurea.registry.RegistryClient;
import io.aurea.registry.SubjectNameStrategy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Registers the schemas of all topics, so that applications may run with {@code auto.register.schemas=false}. */
public final class SchemaCatalogue {

    /** Old and new readers and writers may meet in any order, since topics keep records for weeks. */
    public static final CompatibilityLevel COMPATIBILITY = CompatibilityLevel.FULL_TRANSITIVE;

    private final RegistryClient client;
    private final SubjectNameStrategy strategy;

    public SchemaCatalogue(RegistryClient client, SubjectNameStrategy strategy) {
        this.client = client;
        this.strategy = strategy;
    }

    /**
     * Brings each subject to its current schema and to {@link #COMPATIBILITY}; does nothing where they already are.
     *
     * @return what changed, a sentence each
     * @throws org.apache.kafka.common.errors.SerializationException when the registry rejects a schema; subjects before
     *     it are done
     */
    public List<String> registerAll() {
        List<String> changes = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            if (topic.isAvro()) {
                register(strategy.subject(topic.name(), false, topic.schema()), topic.schema(), changes);
            }
        }
        return changes;
    }

    /** Where the registry differs from the catalogue, a sentence each; empty when it does not. */
    public List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Topic<?> topic : Topics.ALL) {
            if (topic.isAvro()) {
                String subject = strategy.subject(topic.name(), false, topic.schema());
                if (client.lookup(subject, topic.schema()).isEmpty()) {
                    differences.add("Subject " + subject + " lacks this version of "
                            + topic.schema().getFullName());
                }
                Optional<CompatibilityLevel> found = client.compatibility(subject);
                if (!found.equals(Optional.of(COMPATIBILITY))) {
                    differences.add(
                            "Subject " + subject + " has compatibility " + describe(found) + ", not " + COMPATIBILITY);
                }
            }
        }
        return differences;
    }

    private void register(String subject, Schema schema, List<String> changes) {
        // Some registries cannot set the compatibility of a subject without versions, so the first version comes before
        // it.
        boolean first = client.latest(subject).isEmpty();
        if (!first) {
            demandCompatibility(subject, changes);
        }
        if (client.lookup(subject, schema).isEmpty()) {
            int id = client.register(subject, schema);
            changes.add("subject " + subject + ": registered " + schema.getFullName() + " as id " + id);
        }
        if (first) {
            demandCompatibility(subject, changes);
        }
    }

    private void demandCompatibility(String subject, List<String> changes) {
        Optional<CompatibilityLevel> found = client.compatibility(subject);
        if (!found.equals(Optional.of(COMPATIBILITY))) {
            client.setCompatibility(subject, COMPATIBILITY);
            changes.add("subject " + subject + ": compatibility " + COMPATIBILITY + " instead of " + describe(found));
        }
    }

    private static String describe(Optional<CompatibilityLevel> level) {
        return level.map(CompatibilityLevel::name).orElse("the registry's default");
    }
}
