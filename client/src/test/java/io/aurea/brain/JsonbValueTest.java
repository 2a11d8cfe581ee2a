package io.aurea.brain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonbValueTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "\"restart the cart first\"",
                "null",
                "[]",
                "{\"a\": {\"b\": [1, -2.5e-3, true]}}",
                "1e131071",
                "1e-16383",
                "\"\\u0000 \\ud800\""
            })
    void shouldTakeWhatATableTakes(String json) {
        assertThat(JsonbValue.violation(json)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''            | is empty
                    ' '           | is empty
                    oops          | is not JSON: Unrecognized token 'oops'
                    {"a": 1       | is not JSON: Unexpected end-of-input
                    {"a": 1} 2    | has something behind its end
                    NaN           | is not JSON: Non-standard token 'NaN'
                    1e131072      | has the number 1e131072; allowed: 131072 digits
                    -1e131072     | has the number -1e131072
                    1e-16384      | has the number 1e-16384
                    [1e99999999999] | has a number with an exponent beyond any range
                    """)
    void shouldSayWhatATableWouldRefuse(String json, String reason) {
        assertThat(JsonbValue.violation(json))
                .hasValueSatisfying(said -> assertThat(said).startsWith(reason));
    }

    @ParameterizedTest
    @ValueSource(ints = {501, 100_000})
    void shouldRefuseWhatIsNestedTooDeep(int levels) {
        assertThat(JsonbValue.violation("[".repeat(500) + "]".repeat(500))).isEmpty();
        assertThat(JsonbValue.violation("[".repeat(levels) + "]".repeat(levels)))
                .hasValueSatisfying(said -> assertThat(said).contains("500"));
    }
}
