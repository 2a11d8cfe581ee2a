package io.aurea.schema;

import io.aurea.registry.RegisteredForm;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaFormatter;

/**
 * Copies of each topic's schema as released, in {@code src/main/released/<version>/<record>.avsc}. Written once per
 * release, with {@code ./mvnw -q -pl schemas -am process-test-classes -Prelease-schemas -Dreleased.version=X.Y.Z}, and
 * never changed afterwards.
 */
final class SchemaReleases {

    /** A topic's schema in one release. */
    record Released(String version, Schema schema) {}

    private SchemaReleases() {}

    /** Schemas of every topic that holds Avro, as they are now. */
    static List<Schema> current() {
        return Topics.ALL.stream()
                .filter(Topic::isAvro)
                .map(topic -> new Schema.Parser().parse(RegisteredForm.of(topic.schema())))
                .toList();
    }

    /** Every release of every topic's schema. */
    static List<Released> read(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".avsc"))
                    .sorted()
                    .map(SchemaReleases::readOne)
                    .toList();
        }
    }

    private static Released readOne(Path file) {
        try {
            String version = file.getParent().getFileName().toString();
            return new Released(version, new Schema.Parser().parse(Files.readString(file)));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + file, e);
        }
    }

    static void write(Path folder, String version) throws IOException {
        Path release = Files.createDirectories(folder.resolve(version));
        for (Schema schema : current()) {
            Files.writeString(
                    release.resolve(schema.getName() + ".avsc"), SchemaFormatter.format("json/pretty", schema) + "\n");
        }
        Path versions = folder.resolve("versions");
        List<String> known = Files.exists(versions) ? Files.readAllLines(versions) : List.of();
        if (!known.contains(version)) {
            Files.write(
                    versions, Stream.concat(known.stream(), Stream.of(version)).toList());
        }
    }

    /** @param arguments the folder of all releases, and the version of this one */
    public static void main(String[] arguments) throws IOException {
        write(Path.of(arguments[0]), arguments[1]);
    }
}
