package io.aurea.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.SchemaReleases.Released;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaRulesTest {

    private static final Path RELEASED = Path.of("src", "main", "released");
    private static final String THING = """
            {"type": "record", "name": "Thing", "doc": "A thing.", "fields": [
              {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}, "doc": "When.", "default": 0},
              {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["UNKNOWN", "RED"],
                "doc": "Its kind.", "default": "UNKNOWN"}, "doc": "Which.", "default": "UNKNOWN"}]}""";
    private static final Schema GOOD = new Schema.Parser().parse(THING);

    @Test
    void shouldHoldForEveryTopic() {
        assertThat(SchemaReleases.current()).hasSize(15).allSatisfy(schema -> assertThat(SchemaRules.violations(schema))
                .isEmpty());
    }

    @Test
    void shouldKeepEveryTopicReadableFromEveryReleaseAndByIt() throws IOException {
        List<Released> released = SchemaReleases.read(RELEASED);

        for (Schema current : SchemaReleases.current()) {
            List<Released> ofTopic = released.stream()
                    .filter(old -> old.schema().getFullName().equals(current.getFullName()))
                    .toList();
            assertThat(ofTopic).allSatisfy(old -> assertThat(SchemaRules.incompatibilities(current, old.schema()))
                    .as("%s now and in %s", current.getName(), old.version())
                    .isEmpty());
        }
        assertThat(released).as("a released schema that no topic has any more").allSatisfy(old -> assertThat(
                        SchemaReleases.current())
                .extracting(Schema::getFullName)
                .contains(old.schema().getFullName()));
    }

    @Test
    void shouldWriteCopiesThatReadAsTheyWere(@TempDir Path folder) throws IOException {
        SchemaReleases.write(folder, "9.9.9");

        List<Released> copies = SchemaReleases.read(folder);

        assertThat(copies).extracting(Released::version).containsOnly("9.9.9");
        assertThat(copies).extracting(Released::schema).containsExactlyInAnyOrderElementsOf(SchemaReleases.current());
    }

    @Test
    void shouldAcceptAFieldWithADefaultComingAndGoing() {
        Schema more = changed(
                "\"fields\": [",
                "\"fields\": [{\"name\": \"colour\", \"type\": \"string\","
                        + " \"doc\": \"Its colour.\", \"default\": \"\"}, ");

        assertThat(SchemaRules.violations(GOOD)).isEmpty();
        assertThat(SchemaRules.violations(more)).isEmpty();
        assertThat(SchemaRules.incompatibilities(more, GOOD)).isEmpty();
        assertThat(SchemaRules.incompatibilities(GOOD, more)).isEmpty();
    }

    @Test
    void shouldFindAFieldThatCannotComeOrGo() {
        Schema without = changed("\"doc\": \"When.\", \"default\": 0", "\"doc\": \"When.\"");
        Schema empty = new Schema.Parser().parse("""
                {"type": "record", "name": "Thing", "doc": "A thing.", "fields": []}""");

        assertThat(SchemaRules.violations(without)).containsExactly("Thing.at has no default");
        assertThat(SchemaRules.incompatibilities(without, empty))
                .singleElement()
                .asString()
                .contains("/fields/0", "at");
        assertThat(SchemaRules.incompatibilities(empty, without)).hasSize(1);
    }

    @Test
    void shouldFindATypeThatChangedAndASymbolThatWentWithoutDefault() {
        Schema text = changed(
                "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}, \"doc\": \"When.\", \"default\": 0",
                "\"string\", \"doc\": \"When.\", \"default\": \"\"");
        Schema blue = changed("\"UNKNOWN\", \"RED\"", "\"UNKNOWN\", \"BLUE\"");
        Schema strict = changed("\"doc\": \"Its kind.\", \"default\": \"UNKNOWN\"", "\"doc\": \"Its kind.\"");

        assertThat(SchemaRules.incompatibilities(GOOD, text)).isNotEmpty();
        assertThat(SchemaRules.incompatibilities(GOOD, blue)).isEmpty();
        assertThat(SchemaRules.incompatibilities(strict, blue))
                .singleElement()
                .asString()
                .contains("BLUE");
        assertThat(SchemaRules.violations(strict)).containsExactly("Kind has no default symbol");
    }

    @Test
    void shouldFindAMissingDocAnOddNameAndAnOddLogicalType() {
        assertThat(SchemaRules.violations(changed("\"doc\": \"When.\", ", ""))).containsExactly("Thing.at has no doc");
        assertThat(SchemaRules.violations(changed("\"doc\": \"A thing.\", ", "")))
                .containsExactly("Thing has no doc");
        assertThat(SchemaRules.violations(changed("\"name\": \"at\"", "\"name\": \"seenAt\"")))
                .containsExactly("Thing.seenAt is not in snake_case");
        assertThat(SchemaRules.violations(changed("timestamp-millis", "timestamp-micros")))
                .singleElement()
                .asString()
                .contains("Thing.at", "timestamp-micros");
    }

    private static Schema changed(String before, String after) {
        assertThat(THING).contains(before);
        return new Schema.Parser().parse(THING.replace(before, after));
    }
}
