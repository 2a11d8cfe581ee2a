package io.aurea.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final JsonNode DOCUMENT = OpenApi.document();

    @Test
    void shouldServeEveryPathOfTheDocumentAndDocumentEveryPathServed() {
        TreeSet<String> documented = new TreeSet<>();
        DOCUMENT.path("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(
                        method -> documented.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        try (Instance api = new Instance(null)) {
            TreeSet<String> served = new TreeSet<>(api.server.routes());
            // The page is not part of the API.
            assertThat(served.remove("GET /")).isTrue();
            assertThat(served.remove("GET /{file}")).isTrue();
            assertThat(served).isEqualTo(documented);
        }
    }

    @Test
    void shouldServeTheDocument() throws Exception {
        try (Instance api = new Instance(null)) {
            assertThat(new ObjectMapper()
                            .readTree(api.send("GET", "/openapi.json", null).body()))
                    .isEqualTo(DOCUMENT);
        }
    }

    @Test
    void shouldReferToNothingThatIsNotThere() {
        assertThat(DOCUMENT.findValuesAsText("$ref")).isNotEmpty().allSatisfy(ref -> assertThat(
                        DOCUMENT.at(ref.substring(1)).isMissingNode())
                .as(ref)
                .isFalse());
        TreeSet<String> used = new TreeSet<>(DOCUMENT.findValuesAsText("$ref"));
        DOCUMENT.path("components").path("schemas").fieldNames().forEachRemaining(name -> assertThat(used)
                .contains("#/components/schemas/" + name));
    }

    @Test
    void shouldFindWhatDoesNotFit() {
        JsonNode health = DOCUMENT.path("components").path("schemas").path("Health");
        var fits = JsonNodeFactory.instance.objectNode().put("state", "RUNNING");
        assertThat(Instance.errors(health, fits)).isEmpty();
        assertThat(Instance.errors(health, fits.deepCopy().put("mood", "good"))).hasSize(1);
        assertThat(Instance.errors(health, JsonNodeFactory.instance.objectNode()))
                .hasSize(1);
        JsonNode answer = DOCUMENT.path("components").path("schemas").path("CyclePage");
        var page = JsonNodeFactory.instance.objectNode().putNull("next_cursor");
        page.putArray("items").addObject().put("cycle_number", "one");
        assertThat(Instance.errors(answer, page)).isNotEmpty();
    }
}
