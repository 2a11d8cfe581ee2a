package io.aurea.status;

import static io.aurea.fixture.ShopStory.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.aurea.fixture.ShopStory;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.DecisionState;
import io.aurea.schema.OutcomeStatus;
import io.aurea.status.Instance.Answer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant whose checkout failed, with a decision that awaits approval; through the topology and over HTTP. */
class TenantApiTest {
    private static final ShopStory SHOP = new ShopStory();
    private static Instance api;
    private static String waiting;

    @BeforeAll
    static void tell() {
        waiting = SHOP.cure(75)
                .fault()
                .until(BAD, DecisionState.AWAITING_APPROVAL)
                .last()
                .getDecisionId();
        api = new Instance(SHOP.loop.views());
    }

    @AfterAll
    static void close() {
        api.close();
        SHOP.close();
    }

    @Test
    void shouldTellTheStatusInTheNamesOfTheBrief() throws Exception {
        JsonNode status = api.get("/status?tenant=shop").json();
        assertThat(status.path("running").asBoolean()).isTrue();
        assertThat(status.path("autonomy_level").asText()).isEqualTo("SUPERVISED");
        assertThat(status.path("autonomy_value").asInt()).isEqualTo(50);
        assertThat(status.path("cycles_completed").asInt()).isBetween(31, 60);
        assertThat(status.path("decisions_made").asInt()).isPositive();
        JsonNode performance = status.path("performance_metrics");
        assertThat(performance.path("total_cycle_metrics").asInt())
                .isEqualTo(status.path("cycles_completed").asInt());
        assertThat(performance.path("success_rate_trend")).hasSize(10);
        assertThat(performance.path("success_rate_trend").get(9).asDouble()).isEqualTo(0.2);
        assertThat(performance.path("recent_cycle_time_avg").asDouble()).isEqualTo(2.001);
        assertThat(status.path("autonomous_goals").path("active").asInt())
                .isEqualTo(status.path("autonomous_goals")
                        .path("active_goals_list")
                        .size())
                .isPositive();
        assertThat(status.path("learning").path("recent_patterns").asInt()).isPositive();
        assertThat(status.path("last_health_check").asText())
                .isEqualTo(api.get("/cycles?tenant=shop&limit=1")
                        .json()
                        .path("items")
                        .get(0)
                        .path("window_end")
                        .asText());
    }

    @Test
    void shouldListTheTenantsWithWhatIsOpen() throws Exception {
        Answer tenants = api.get("/tenants");
        assertThat(tenants.json().path("complete").asBoolean()).isTrue();
        assertThat(tenants.texts("tenant_id")).contains("shop").isSorted();
        JsonNode shop =
                tenants.json().path("items").get(tenants.texts("tenant_id").indexOf("shop"));
        assertThat(shop.path("awaiting_approval").asInt()).isEqualTo(1);
        assertThat(shop.path("open_decisions").asInt()).isGreaterThanOrEqualTo(1);
        assertThat(shop.path("active_patterns").asInt())
                .isEqualTo(api.get("/patterns?tenant=shop&state=active")
                        .texts("pattern_id")
                        .size())
                .isPositive();
        assertThat(shop.path("active_goals").asInt())
                .isEqualTo(api.get("/goals?tenant=shop&status=active")
                        .texts("goal_id")
                        .size());
        assertThat(tenants.header("Aurea-Stale-Ms")).isEmpty();
    }

    @Test
    void shouldPageThroughAllCyclesOnceTheLastOneFirst() throws Exception {
        List<String> numbers = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/cycles?tenant=shop&limit=7" + cursor);
            assertThat(page.texts("cycle_number")).hasSizeLessThanOrEqualTo(7);
            numbers.addAll(page.texts("cycle_number"));
            JsonNode next = page.json().path("next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.asText();
        } while (cursor != null);
        int count = numbers.size();
        assertThat(count).isGreaterThan(30);
        for (int i = 0; i < count; i++) {
            assertThat(numbers.get(i)).isEqualTo(Integer.toString(count - i));
        }
        assertThat(api.get("/cycles?tenant=shop&from=1970-01-01T00:00:20Z&to=1970-01-01T00:00:40Z")
                        .texts("cycle_number"))
                .containsExactly("3", "2");
        JsonNode last =
                api.get("/cycles?tenant=shop&limit=1").json().path("items").get(0);
        assertThat(last.path("latency_mean_ms").asDouble()).isPositive();
        assertThat(last.path("latency_p95_ms").asDouble()).isPositive();
    }

    @Test
    void shouldTellTheWindowsOfASeriesAndTheLastOneOfEach() throws Exception {
        Answer history = api.get("/trends?tenant=shop&source=cart&name=checkout&limit=3");
        assertThat(history.texts("name")).containsOnly("checkout").hasSize(3);
        assertThat(history.texts("window_end")).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(history.json().path("items").get(0).path("success_rate").asDouble())
                .isEqualTo(0.2);
        Answer further = api.get("/trends?tenant=shop&source=cart&name=checkout&limit=3&cursor="
                + history.json().path("next_cursor").asText());
        assertThat(further.texts("window_end")).doesNotContainAnyElementsOf(history.texts("window_end"));

        Answer latest = api.get("/trends?tenant=shop&latest=true");
        assertThat(latest.texts("name")).doesNotHaveDuplicates().contains("checkout", "success_rate");
        assertThat(api.get("/trends?tenant=shop&role=latency").texts("name")).containsOnly("checkout");
        assertThat(api.get("/trends?tenant=shop&source=nowhere").texts("name")).isEmpty();
    }

    @Test
    void shouldListPatternsByTheirLastOnset() throws Exception {
        Answer patterns = api.get("/patterns?tenant=shop");
        assertThat(patterns.texts("onset_at")).isSortedAccordingTo((a, b) -> b.compareTo(a));
        assertThat(patterns.texts("pattern_type")).contains("DECLINING_SUCCESS_RATE");
        assertThat(api.get("/patterns?tenant=shop&type=DECLINING_SUCCESS_RATE&source=cart")
                        .texts("pattern_type"))
                .containsExactly("DECLINING_SUCCESS_RATE");
        String first = api.get("/patterns?tenant=shop&limit=1")
                .json()
                .path("next_cursor")
                .asText();
        assertThat(api.get("/patterns?tenant=shop&cursor=" + first).texts("pattern_id"))
                .containsExactlyElementsOf(patterns.texts("pattern_id")
                        .subList(1, patterns.texts("pattern_id").size()));
    }

    @Test
    void shouldShowADecisionWithWhatItRestsOn() throws Exception {
        JsonNode detail = api.get("/decisions/" + waiting + "?tenant=shop").json();
        assertThat(detail.path("decision").path("action").asText()).isEqualTo("restart");
        assertThat(detail.path("decision").path("history")).hasSize(2);
        assertThat(detail.path("decision").path("guards")).isNotEmpty();
        assertThat(detail.path("patterns"))
                .extracting(p -> p.path("pattern_type").asText())
                .contains("DECLINING_SUCCESS_RATE");
        assertThat(api.get("/decisions?tenant=shop&open=true&action=restart&target=cart&type=DECLINING_SUCCESS_RATE")
                        .texts("decision_id"))
                .containsExactly(waiting);
        assertThat(api.get("/decisions?tenant=shop&open=false").texts("decision_id"))
                .doesNotContain(waiting);
        Answer unknown = api.get("/decisions/nobody?tenant=shop");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().path("detail").asText()).contains("nobody");
    }

    @Test
    void shouldTellWhatIsBelievedOfAnAction() throws Exception {
        JsonNode restart = null;
        for (JsonNode item : api.get("/posteriors?tenant=shop").json().path("items")) {
            if (item.path("action").asText().equals("restart")) {
                restart = item;
            }
        }
        assertThat(restart).isNotNull();
        assertThat(restart.path("pattern_type").asText()).isEqualTo("DECLINING_SUCCESS_RATE");
        assertThat(restart.path("low").asDouble())
                .isLessThan(restart.path("mean").asDouble());
        assertThat(restart.path("high").asDouble())
                .isGreaterThan(restart.path("mean").asDouble());
    }

    @Test
    void shouldPublishAnApprovalInTheNameOfTheToken() throws Exception {
        api.commands.clear();
        Answer accepted = api.post(
                "/decisions/" + waiting + "/approve?tenant=shop",
                "{\"reason\": \"go\"}",
                Instance.bearer(Instance.OPERATOR));
        assertThat(accepted.status()).as(accepted.response().body()).isEqualTo(202);
        assertThat(api.commands).hasSize(1);
        Command command = api.commands.get(0);
        assertThat(command.getKind()).isEqualTo(CommandKind.APPROVE);
        assertThat(command.getDecisionId()).isEqualTo(waiting);
        assertThat(command.getIssuedBy()).isEqualTo("operator");
        assertThat(command.getIssuedAt()).isEqualTo(Instance.NOW);
        assertThat(command.getReason()).isEqualTo("go");
        assertThat(accepted.json().path("command_id").asText()).isEqualTo(command.getCommandId());
        assertThat(api.post("/decisions/nobody/reject?tenant=shop", null, Instance.bearer(Instance.OPERATOR))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void shouldRefuseToAnswerForADecisionThatWaitsForNobody() throws Exception {
        try (ShopStory shop = new ShopStory()) {
            String dispatched = shop.cure(0)
                    .fault()
                    .until(BAD, DecisionState.DISPATCHED)
                    .last()
                    .getDecisionId();
            try (Instance other = new Instance(shop.loop.views())) {
                Answer refused = other.post(
                        "/decisions/" + dispatched + "/approve?tenant=shop", null, Instance.bearer(Instance.OPERATOR));
                assertThat(refused.status()).isEqualTo(409);
                assertThat(refused.json().path("detail").asText()).contains("DISPATCHED");
                assertThat(other.commands).isEmpty();

                shop.outcome(dispatched, OutcomeStatus.FAILED)
                        .windows(2, BAD)
                        .command(CommandKind.PAUSE, c -> c.setReason("night"));
                shop.loop.views();
                assertThat(other.get("/learnings?tenant=shop").texts("learning_id"))
                        .isNotEmpty();
                assertThat(other.get("/learnings?tenant=shop&decision_id=" + dispatched)
                                .texts("decision_id"))
                        .containsOnly(dispatched);
                JsonNode detail =
                        other.get("/decisions/" + dispatched + "?tenant=shop").json();
                assertThat(detail.path("learnings")).isNotEmpty();
                JsonNode controls = other.get("/controls?tenant=shop").json();
                assertThat(controls.path("pauses").get(0).path("reason").asText())
                        .isEqualTo("night");
                assertThat(controls.path("pauses").get(0).path("pattern_type").isNull())
                        .isTrue();
                assertThat(other.get("/status?tenant=shop")
                                .json()
                                .path("running")
                                .asBoolean())
                        .isFalse();
                assertThat(other.get("/posteriors?tenant=shop").json().path("items"))
                        .as("what an executor could not do says nothing of the action")
                        .isNotEmpty()
                        .allMatch(p -> p.path("failures").asDouble() == 0
                                && p.path("confidence").asDouble()
                                        > p.path("low").asDouble()
                                && p.path("confidence").asDouble()
                                        < p.path("mean").asDouble());
            }
        }
    }

    @Test
    void shouldSayWhatIsWrongWithAQuestion() throws Exception {
        assertBad("/status", "tenant is missing");
        assertBad(
                "/status?tenant=a%20b",
                "tenant is a?b; allowed: 1 to 128 letters, digits and . _ -, not beginning with _");
        assertBad("/cycles?tenant=shop&limit=0", "limit is 0; allowed: 1 to 1000");
        assertBad("/cycles?tenant=shop&limit=many", "limit is many; allowed: 1 to 1000");
        assertBad("/cycles?tenant=shop&lmit=3", "there is no parameter lmit; allowed: cursor, from, limit, tenant, to");
        assertBad("/cycles?tenant=shop&tenant=other", "tenant is given 2 times; allowed: once");
        assertBad(
                "/cycles?tenant=shop&from=noon",
                "from is noon; allowed: a time like 2026-01-31T12:00:00Z, in the years 1900 to 9999");
        assertBad(
                "/cycles?tenant=shop&from=%2B999999999-01-01T00:00:00Z",
                "from is +999999999-01-01T00:00:00Z; allowed: a time like 2026-01-31T12:00:00Z, in the years 1900 to 9999");
        assertBad("/trends?tenant=shop&source=a%00b", "source is a?b; allowed: no control characters");
        assertBad("/cycles?tenant=shop&cursor=*", "cursor is *; allowed: next_cursor of the page before");
        assertBad("/trends?tenant=shop&cursor=YWJj", "cursor is not from this list");
        assertBad("/patterns?tenant=shop&state=on", "state is on; allowed: active, ONSET, ONGOING, ABATED");
        assertBad(
                "/goals?tenant=shop&status=open",
                "status is open; allowed: UNKNOWN, active, achieved, failed, abandoned");
        assertThat(api.get("/status?tenant=nobody").status()).isEqualTo(404);
        assertThat(api.send("DELETE", "/status?tenant=shop", null, Instance.bearer(Instance.OPERATOR))
                        .statusCode())
                .isEqualTo(405);
    }

    private static void assertBad(String path, String detail) throws Exception {
        Answer answer = api.get(path);
        assertThat(answer.status()).as(path).isEqualTo(400);
        assertThat(answer.json().path("detail").asText()).isEqualTo(detail);
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:aurea:problem:bad-request");
    }

    @Test
    void shouldSayThatTheBrainNeedsADatabase() throws Exception {
        Answer answer = api.get("/brain?tenant=shop&q=timeout");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().path("type").asText()).isEqualTo("urn:aurea:problem:no-database");
        assertThat(answer.json().path("detail").asText()).contains("jdbc.url");
    }

    @Test
    void shouldTellTheStateOfTheInstance() throws Exception {
        assertThat(api.get("/health/ready").status()).isEqualTo(200);
        api.state = org.apache.kafka.streams.KafkaStreams.State.REBALANCING;
        try {
            assertThat(api.get("/health/ready").status()).isEqualTo(503);
            assertThat(api.get("/health/live").status()).isEqualTo(200);
            api.state = org.apache.kafka.streams.KafkaStreams.State.ERROR;
            assertThat(api.get("/health/live").status()).isEqualTo(503);
        } finally {
            api.state = org.apache.kafka.streams.KafkaStreams.State.RUNNING;
        }
        assertThat(api.get("/metrics").response().body()).contains("aurea_api_stale_total 0.0", "jvm_threads_live");
        assertThat(api.get("/observe").json().path("partitions")).isEmpty();
    }
}
