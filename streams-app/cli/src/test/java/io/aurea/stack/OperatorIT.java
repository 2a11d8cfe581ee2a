package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.aurea.brain.BrainClient;
import io.aurea.brain.Remembered;
import io.aurea.cli.EndpointsFile;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.FailingCart;
import io.aurea.fixture.StackProcess;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Learning;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator's commands and lists, against the real loop, on a recording of a shop whose cart begins to fail. */
class OperatorIT {
    @TempDir
    private Path folder;

    private StackProcess stack;

    @Test
    void shouldAnswerReadPauseAndRemember() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yaml"), FailingCart.POLICY);
        try (StackProcess up = StackProcess.up(folder.resolve("data"), "--clock", "data")) {
            stack = up;
            said("policy", "apply", rules.toString(), "--tenant", "shop");
            assertThat(said("dry-run", "off", "--tenant", "shop", "--why", "a rehearsal"))
                    .isEqualTo("shop: dry run is off\n");
            record();
            JsonNode open = json("decisions", "--open", "--tenant", "shop", "--json");
            assertThat(open).hasSize(1);
            assertThat(open.get(0).path("state").asText()).isEqualTo("AWAITING_APPROVAL");
            String id = open.get(0).path("decision_id").asText();
            approves(id);
            lists(id);
            controls();
            brain();
        }
    }

    private void record() throws Exception {
        Instant begin = Instant.now().minus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MINUTES);
        String lines = String.join("\n", FailingCart.lines(begin));
        Ended sent =
                stack.run(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "send", "-", "--close");
        assertThat(sent.exitCode()).as(sent.err()).isZero();
        said("drain");
    }

    private void approves(String id) throws Exception {
        refused("there is no decision 9-9 in PostgreSQL", "approve", "9-9");
        assertThat(said("approve", id, "--why", "looked at it", "--as", "alice"))
                .isEqualTo("shop: decision %s is DISPATCHED: approved by alice: looked at it\n".formatted(id));
        Awaitility.await("the row follows").atMost(Duration.ofSeconds(30)).until(() -> json(
                        "decisions", "shop/" + id, "--json")
                .get(0)
                .path("state")
                .asText()
                .equals("DISPATCHED"));
        refused("decision shop/" + id + " is DISPATCHED since ", "reject", "shop/" + id, "--why", "too late");
    }

    private void lists(String id) throws Exception {
        assertThat(said("decisions", id))
                .startsWith("shop/" + id + "  restart of cart  DISPATCHED since ")
                .contains(
                        "\nwhy\n",
                        "DECLINING_SUCCESS_RATE",
                        "\nchoice\n",
                        "\nguards\n  yes  ",
                        "\nhistory\n",
                        "AWAITING_APPROVAL",
                        "approved by alice: looked at it");
        assertThat(said("decisions"))
                .startsWith(" tenant | id")
                .contains("DISPATCHED")
                .doesNotContain("\033");
        assertThat(said("patterns", "--open", "--tenant", "shop")).contains("DECLINING_SUCCESS_RATE", "cart");
        assertThat(said("goals", "--tenant", "shop")).contains("success_rate", "active");
        assertThat(json("learnings", "--tenant", "nobody", "--json")).isEmpty();
        refused("there is no decision shop/9-9", "decisions", "shop/9-9");
    }

    private void controls() throws Exception {
        assertThat(said("pause", "--why", "hands off"))
                .isEqualTo("shop: paused for every pattern; what is under way goes on to its end\n");
        assertThat(said("resume", "--tenant", "shop")).isEqualTo("shop: nothing is paused any more\n");
        refused("shop: refused: nothing is paused", "resume", "--tenant", "shop");
        assertThat(said("autonomy", "SEMI_AUTO", "--tenant", "shop", "--why", "as before"))
                .isEqualTo("shop: autonomy is SUPERVISED, it was SUPERVISED\n");
        assertThat(said("maintenance", "--to", "+2h", "--tenant", "shop", "--why", "upgrade"))
                .startsWith("shop: maintenance from ");
        String[] twice = {"autonomy", "75", "--tenant", "shop", "--why", "w", "--command-id", "same"};
        assertThat(said(twice)).isEqualTo("shop: autonomy is AUTONOMOUS, it was SUPERVISED\n");
        assertThat(said(twice)).isEqualTo("shop: this command was answered before and is not carried out again\n");
        assertThat(said("pause", "--tenant", "shop", "--why", "w", "--wait", "0s"))
                .contains("not waited for");
    }

    private void brain() throws Exception {
        assertThat(json("brain", "search", "cycle metrics", "--json", "--limit", "3"))
                .hasSize(3)
                .allSatisfy(found -> {
                    assertThat(found.path("category").asText()).isEqualTo("aurea_metrics");
                    assertThat(found.path("priority").asText()).isEqualTo("medium");
                    assertThat(found.path("key").asText()).startsWith("cycle_metrics_");
                    assertThat(found.path("expires_at").asText()).isNotEmpty();
                });
        refused("'the' has no word to search for", "brain", "search", "the");
        refused("learning_", "brain", "store", "learning_x", "1", "--tenant", "shop");
        assertThat(said("brain", "store", "runbook", "reticulate the splines first", "--tenant", "shop"))
                .isEqualTo("stored runbook of tenant shop\n");
        EndpointsFile at = stack.endpoints();
        try (BrainClient client = new BrainClient(
                Map.of("bootstrap.servers", at.bootstrapServers(), "schema.registry.url", at.schemaRegistryUrl()),
                () -> DriverManager.getConnection(at.jdbcUrl(), at.jdbcUser(), at.jdbcPassword()))) {
            client.store(BrainEntry.newBuilder()
                    .setTenantId("shop")
                    .setKey("gone")
                    .setValue("{\"note\":\"splines of yesterday\"}")
                    .setPriority("low")
                    .setExpiresAt(Instant.now().minusSeconds(1))
                    .build());
            String learning = client.storeLearning(Learning.newBuilder()
                    .setTenantId("shop")
                    .setCategory("review")
                    .setMistake("the splines were forgotten")
                    .setLesson("reticulating comes first")
                    .setRootCause("haste")
                    .setImpact("high")
                    .build());
            Awaitility.await("both are found, and not what has expired")
                    .atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(client.search("shop", "splines", 10))
                            .extracting(Remembered::key)
                            .containsExactlyInAnyOrder("runbook", "learning_" + learning));
            assertThat(client.search("other", "splines", 10)).isEmpty();
            client.forget("shop", "runbook");
            Awaitility.await("what is forgotten is found no more")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> client.search("shop", "reticulate", 10).size() == 1);
        }
        assertThat(said("learnings", "--tenant", "shop")).contains("reticulating comes first", "review");
    }

    private String said(String... arguments) throws Exception {
        Ended ended = stack.run(InputStream.nullInputStream(), arguments);
        assertThat(ended.err()).as(String.join(" ", arguments)).isEmpty();
        assertThat(ended.exitCode()).isZero();
        return ended.out();
    }

    private JsonNode json(String... arguments) throws Exception {
        return new JsonMapper().readTree(said(arguments));
    }

    private void refused(String reason, String... arguments) throws Exception {
        Ended ended = stack.run(InputStream.nullInputStream(), arguments);
        assertThat(ended.err())
                .as(List.of(arguments).toString())
                .contains(reason)
                .hasLineCount(1);
        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.out()).isEmpty();
    }
}
