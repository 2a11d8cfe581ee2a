package io.aurea.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.aurea.cli.Ran;
import io.aurea.fixture.Readme;
import io.aurea.policy.PolicyException;
import io.aurea.policy.PolicyFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The schema says of a policy's keys and forms what the reader of policies says. */
class PolicySchemaTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final Schema POLICY = SCHEMAS.getSchema(PolicyFile.schema());
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @Test
    void shouldStandInTheDocumentationAsItIsPrinted() throws IOException {
        Ran ran = Ran.aurea("policy", "schema");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.err()).isEmpty();
        assertThat(Files.readString(Readme.HOME.resolve("docs/policy.schema.json")))
                .as("docs/policy.schema.json; ./aurea policy schema > docs/policy.schema.json makes it new")
                .isEqualTo(ran.out());
    }

    @Test
    void shouldItselfBeASchema() throws IOException {
        Schema ofSchemas = SCHEMAS.getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));

        assertThat(ofSchemas.validate(JSON.readTree(PolicyFile.schema()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/io/aurea/policy/default-policy.yaml",
                "/io/aurea/evaluate/shop-policy.yaml",
                "/io/aurea/demo/demo-shop-policy.yaml"
            })
    void shouldAllowEveryPolicyThatIsDelivered(String resource) throws IOException {
        try (InputStream in = PolicyFile.class.getResourceAsStream(resource)) {
            assertThat(problems(new String(in.readAllBytes(), StandardCharsets.UTF_8)))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void shouldAllowEveryExampleOfTheDocumentation(String example) {
        PolicyFile.parse(example, 0);

        assertThat(problems(example)).isEmpty();
    }

    static List<String> examples() throws IOException {
        List<String> examples = new ArrayList<>();
        try (Stream<Path> pages = Files.list(Readme.HOME.resolve("docs"))) {
            for (Path page : pages.filter(p -> p.toString().endsWith(".md")).toList()) {
                Matcher matcher = EXAMPLE.matcher(Files.readString(page));
                while (matcher.find()) {
                    examples.add(matcher.group(1));
                }
            }
        }
        assertThat(examples).isNotEmpty();
        return examples;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minimum: {attempts: 7}",
                "rules: []",
                "rules: {}",
                "rules: {override: [{name: restart-silent, attempts: 1, cooldown: 90s}]}",
                "rules: {add: [{name: page, patterns: [flapping], when: true, action: 7, parameters: [{name: to, value: 1.5}]}]}",
                "goals: {rules: {remove: [success-rate], override: [{id: error-rate, metric: 'a.*/b:p95'}]}}",
                "dependencies: [web -> cart, 'cart->db']",
                "health: {success: {limits: {0: 0, 0.5: 30.5, 1: 100}}}",
                "patterns: {latency: {hysteresis: {evidence: 3}}}",
                "metrics: [{name: 404, polarity: neutral}]"
            })
    void shouldAllowWhatTheReaderTakes(String policy) {
        PolicyFile.parse(policy, 0);

        assertThat(problems(policy)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "healht: {} | additionalProperties",
                "minimum: {attempt: 3} | additionalProperties",
                "minimum: {attempts: many} | type",
                "minimum: 3 | type",
                "autonomy: {level: full} | enum",
                "goals: {cooldown: 6 hours} | pattern",
                "goals: {cooldown: 6} | type",
                "goals: {rules: {override: [{id: error-rate, metric: error-rate}]}} | pattern",
                "dependencies: [web > cart] | pattern",
                "health: {success: {limits: {none: 0, 1: 100}}} | additionalProperties",
                "health: {success: {limits: {0: 0, 1: 101}}} | maximum",
                "patterns: {origin: {dependencies: []}} | additionalProperties",
                "metrics: [{name: a, polarity: unknown}] | enum",
                "metrics: [{polarity: neutral}] | required",
                "rules: [{name: page}] | required",
                "rules: [{name: page, action: page, patterns: [slow]}] | enum",
                "rules: [{name: page, action: page, effect: {metric: health_score}}] | required",
                "rules: {ad: []} | additionalProperties",
                "rules: {add: [{name: page}]} | required",
                "rules: {override: [{attempts: 1}]} | required",
                "rules: {override: [{name: restart-silent, atempts: 1}]} | additionalProperties",
                "rules: {override: [{name: restart-silent, cooldown: 5min}]} | pattern",
                "rules: {remove: restart-silent} | type"
            })
    void shouldRefuseWhatTheReaderRefuses(String policy, String keyword) {
        assertThatThrownBy(() -> PolicyFile.parse(policy, 0)).isInstanceOf(PolicyException.class);

        assertThat(problems(policy))
                .singleElement()
                .extracting(Error::getKeyword)
                .isEqualTo(keyword);
    }

    private static List<Error> problems(String policy) {
        Object read = new Load(LoadSettings.builder().build()).loadFromString(policy);
        return POLICY.validate(JSON.<JsonNode>valueToTree(read));
    }
}
