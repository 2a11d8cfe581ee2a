package io.aurea.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Pattern;
import io.aurea.schema.ReleasedSchemas;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdditionsTest {
    private static final String OLD_FIELD = "{'name': 'n', 'type': 'int', 'default': 0}";
    private static final String NEW_FIELD = OLD_FIELD + ", {'name': 'm', 'type': ['null', 'int'], 'default': null}";

    /** A record {@code inner} with these fields, somewhere in another one. */
    private static Schema outer(String where, String fields) {
        String inner = "{'type': 'record', 'name': 'inner', 'fields': [" + fields + "]}";
        return schema("{'type': 'record', 'name': 'outer', 'fields': [{'name': 'f', 'type': " + where.formatted(inner)
                + "}]}");
    }

    private static Schema schema(String json) {
        return new Schema.Parser().parse(json.replace('\'', '"'));
    }

    private static Schema innerOf(Schema where) {
        return switch (where.getType()) {
            case ARRAY -> innerOf(where.getElementType());
            case MAP -> innerOf(where.getValueType());
            case UNION -> innerOf(where.getTypes().get(1));
            default -> where;
        };
    }

    private static GenericRecord with(Schema outer, Integer added) {
        Schema where = outer.getField("f").schema();
        GenericRecord inner = new GenericData.Record(innerOf(where));
        inner.put("n", 1);
        inner.put("m", added);
        Object value =
                switch (where.getType()) {
                    case ARRAY -> List.of(inner);
                    case MAP -> Map.of("k", inner);
                    default -> inner;
                };
        GenericRecord all = new GenericData.Record(outer);
        all.put("f", value);
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "['null', %s]", "{'type': 'array', 'items': %s}", "{'type': 'map', 'values': %s}"})
    void shouldFindAFieldThatWasAddedAnywhere(String where) {
        Schema now = outer(where, NEW_FIELD);
        Predicate<Object> absent =
                Additions.absent(outer(where, OLD_FIELD), now).orElseThrow();
        assertThat(absent.test(with(now, null))).isTrue();
        assertThat(absent.test(with(now, 0))).isFalse();
    }

    @Test
    void shouldFindASymbolThatWasAddedAndNothingInNull() {
        Schema older = schema("['null', {'type': 'enum', 'name': 'e', 'symbols': ['A']}]");
        Schema newer = schema("['null', {'type': 'enum', 'name': 'e', 'symbols': ['A', 'B']}]");
        Predicate<Object> absent = Additions.absent(older, newer).orElseThrow();
        assertThat(Arrays.asList("A", "B", null)).map(absent::test).containsExactly(true, false, true);
    }

    @Test
    void shouldFindNothingInASchemaThatIsTheSame() {
        Schema same = outer("['null', %s]", NEW_FIELD);
        assertThat(Additions.absent(same, same).orElseThrow().test("not even looked at"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name': 'm', 'type': 'int', 'default': 0}",
                "{'name': 'n', 'type': 'long', 'default': 0}",
                "{'name': 'm', 'type': 'int', 'default': 0}, " + OLD_FIELD,
                "{'name': 'n', 'type': ['null', 'int'], 'default': null}"
            })
    void shouldKnowWhatIsMoreThanAnAddition(String fields) {
        assertThat(Additions.absent(outer("%s", OLD_FIELD), outer("%s", fields)))
                .isEmpty();
    }

    @Test
    void shouldNotTakeLessForAnAddition() {
        assertThat(Additions.absent(outer("%s", NEW_FIELD), outer("%s", OLD_FIELD)))
                .isEqualTo(Optional.empty());
    }

    /** During a rolling upgrade an instance of the release takes over such state, see {@link RecordBytes}. */
    @ParameterizedTest
    @MethodSource("stored")
    void shouldFindWhatEveryStoredRecordHasAddedSinceARelease(Schema now) {
        Map<String, Schema> released = ReleasedSchemas.of(now.getName());
        assertThat(released).isNotEmpty();
        released.forEach((release, older) ->
                assertThat(Additions.absent(older, now)).as(release).isPresent());
    }

    private static Stream<Schema> stored() {
        return Stream.of(
                Trend.SCHEMA$, Goal.SCHEMA$, Pattern.SCHEMA$, Decision.SCHEMA$, CycleMetrics.SCHEMA$, Status.SCHEMA$);
    }
}
