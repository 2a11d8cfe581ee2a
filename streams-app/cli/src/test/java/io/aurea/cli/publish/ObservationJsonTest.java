package io.aurea.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import java.io.IOException;
import java.nio.CharBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservationJsonTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String GOOD =
            "{\"tenant_id\":\"t\",\"source\":\"s\",\"kind\":\"METRIC\",\"name\":\"n\",\"observed_at\":5,\"value\":1}";

    @Property
    void shouldReadEveryValidObservationAsItWasWritten(@ForAll("observations") Observation observation)
            throws Exception {
        assertThat(ObservationRules.violation(observation)).isEmpty();

        assertThat(parse(JSON.writeValueAsString(json(observation, false)))).isEqualTo(observation);
        assertThat(parse(JSON.writeValueAsString(json(observation, true)))).isEqualTo(observation);
    }

    @Property
    void shouldSurviveAnyText(@ForAll String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MalformedLine.class)
                .message()
                .isNotBlank();
    }

    @Property
    void shouldSurviveAnyDamage(@ForAll("damaged") String text) {
        try {
            assertThat(parse(text)).isNotNull();
        } catch (MalformedLine rejected) {
            assertThat(rejected.getMessage()).isNotBlank().hasLineCount(1);
        }
    }

    @Test
    void shouldFillInWhatMayBeLeftOut() throws Exception {
        assertThat(parse(GOOD))
                .isEqualTo(new Observation(
                        "",
                        "t",
                        "s",
                        ObservationKind.METRIC,
                        "n",
                        Instant.ofEpochSecond(5),
                        1.0,
                        null,
                        null,
                        null,
                        null,
                        Map.of(),
                        null));
    }

    @Test
    void shouldReadWhoWasCalled() throws Exception {
        String call =
                "{\"tenant_id\":\"t\",\"source\":\"cart\",\"kind\":\"OPERATION\",\"name\":\"reserve\",\"observed_at\":5,"
                        + "\"success\":true,\"duration_ms\":3,\"peer\":%s}";
        assertThat(parse(call.formatted("\"stock\"")).getPeer()).isEqualTo("stock");
        assertThat(parse(call.formatted("null")).getPeer()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "2022-08-22T03:51:00Z"           | 2022-08-22T03:51:00Z
            "2022-08-22T05:51:00.123456+02:00" | 2022-08-22T03:51:00.123Z
            1661140260000                    | 2022-08-22T03:51:00Z
            1661140260                       | 2022-08-22T03:51:00Z
            1661140260.1239                  | 2022-08-22T03:51:00.123Z
            1.66114026e9                     | 2022-08-22T03:51:00Z
            100000000000                     | 1973-03-03T09:46:40Z
            99999999999                      | 5138-11-16T09:46:39Z
            -1                               | 1969-12-31T23:59:59Z
            """)
    void shouldTakeTimesInEveryForm(String json, Instant observedAt) throws Exception {
        assertThat(parse(GOOD.replace("\"observed_at\":5", "\"observed_at\":" + json))
                        .getObservedAt())
                .isEqualTo(observedAt);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "value":1        | "value":"1"        | value: the string '1' is not a number
            "value":1        | "value":true       | value: 'true' is not a number
            "value":1        | "value":NaN        | not JSON: Non-standard token 'NaN', at column 85
            "value":1        | "value":1,"valeu":2 | 'valeu': unknown field; allowed: observation_id, tenant_id, source, kind, name, observed_at, value, unit, success, duration_ms, error, attributes, peer
            "value":1        | "value":1,"value":2 | value: given twice
            "value":1        | "success":1        | success: '1' is not true or false
            "value":1        | "attributes":[]    | attributes: an array is not an object of strings
            "value":1        | "attributes":{"a":1} | attributes.'a': '1' is not a string
            "value":1        | "attributes":{"a":"1","a":"2"} | attributes.'a': given twice
            "name":"n"       | "name":null        | name: 'null' is not a string
            "name":"n"       | "name":{}          | name: an object is not a string
            "name":"n",      | ''                 | name: missing
            "tenant_id":"t","source":"s", | ''    | tenant_id, source: missing
            "METRIC"         | "TICK"             | kind: TICK is not taken from lines; send writes the ticks itself
            "METRIC"         | "metric"           | kind: 'metric' is unknown; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT
            "METRIC"         | "UNKNOWN"          | kind: 'UNKNOWN' is unknown; allowed: METRIC, COUNTER, OPERATION, HEALTH, EVENT
            :5               | :true              | observed_at: 'true' is not ISO-8601 text, or a number of epoch seconds or milliseconds
            :5               | :99999999999999999999 | observed_at: '99999999999999999999' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            :5               | :1e999999999       | observed_at: '1e999999999' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            :5               | :1e-99999999999999 | observed_at: '1e-99999999999999' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            :5               | :""                | observed_at: '' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            :5               | :"2022-08-22T03:51:00" | observed_at: '2022-08-22T03:51:00' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            :5               | :"5"               | observed_at: '5' is not a time; allowed: ISO-8601 with offset, e.g. 2026-01-31T12:00:00Z, or epoch seconds or milliseconds, e.g. 1769860800
            """)
    void shouldNameFieldValueAndWhatIsAllowed(String good, String bad, String reason) {
        assertThatThrownBy(() -> parse(GOOD.replace(good, bad)))
                .isInstanceOf(MalformedLine.class)
                .hasMessage(reason);
    }

    @Test
    void shouldNameTheLimitThatANumberBreaks() {
        String line = "{\"value\": " + "1".repeat(3_000) + "}";
        assertThatThrownBy(() -> new ObservationJson().parse(CharBuffer.wrap(line.toCharArray())))
                .isInstanceOf(MalformedLine.class)
                .hasMessageStartingWith("not JSON: Number value length (3000) exceeds the maximum allowed (1000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            []          | not a JSON object
            null        | not a JSON object
            "x"         | not a JSON object
            {} {}       | tenant_id, source, kind, name, observed_at: missing
            hello       | not JSON: Unrecognized token 'hello': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false'), at column 1
            """)
    void shouldRefuseWhatIsNoObject(String line, String reason) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(MalformedLine.class).hasMessage(reason);
    }

    @Test
    void shouldReadTheTimeOfEveryLineAnew() throws Exception {
        ObservationJson json = new ObservationJson();
        for (String time : List.of("2022-08-22T03:51:00Z", "2022-08-22T03:51:00Z", "2022-08-22T03:52:00Z")) {
            String line = GOOD.replace("\"observed_at\":5", "\"observed_at\":\"" + time + "\"");

            assertThat(json.parse(CharBuffer.wrap(line.toCharArray())).getObservedAt())
                    .isEqualTo(Instant.parse(time));
        }
    }

    @Test
    void shouldRefuseASecondValueOnTheLine() {
        assertThatThrownBy(() -> parse(GOOD + GOOD)).hasMessage("more than one JSON value on the line");
    }

    private static Observation parse(String line) throws MalformedLine {
        return new ObservationJson().parse(CharBuffer.wrap(line.toCharArray()));
    }

    private static ObjectNode json(Observation o, boolean epochMillis) throws IOException {
        ObjectNode json = JSON.createObjectNode();
        json.put("observation_id", o.getObservationId());
        json.put("tenant_id", o.getTenantId());
        json.put("source", o.getSource());
        json.put("kind", o.getKind().name());
        json.put("name", o.getName());
        // A number before March 1973 is taken for seconds.
        if (epochMillis && o.getObservedAt().toEpochMilli() >= 100_000_000_000L) {
            json.put("observed_at", o.getObservedAt().toEpochMilli());
        } else {
            json.put("observed_at", o.getObservedAt().toString());
        }
        json.put("value", o.getValue());
        json.put("unit", o.getUnit());
        json.put("success", o.getSuccess());
        json.put("duration_ms", o.getDurationMs());
        json.put("error", o.getError());
        json.put("peer", o.getPeer());
        json.set("attributes", JSON.valueToTree(o.getAttributes()));
        return json;
    }

    @Provide
    Arbitrary<Observation> observations() {
        return ValidObservations.any();
    }

    /** A valid line with a piece replaced. */
    @Provide
    Arbitrary<String> damaged() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, GOOD.length()),
                        Arbitraries.integers().between(0, 12),
                        Arbitraries.strings().withChars("{}[]\",:0e.-nt\u0000é").ofMaxLength(3))
                .as((at, length, text) ->
                        GOOD.substring(0, at) + text + GOOD.substring(Math.min(GOOD.length(), at + length)));
    }
}
