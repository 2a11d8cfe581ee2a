package io.aurea.status;

import static io.aurea.fixture.ShopStory.BAD;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aurea.fixture.Browser;
import io.aurea.fixture.Observed;
import io.aurea.fixture.ShopStory;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.DecisionState;
import io.aurea.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a real browser, over a server with views fed by the topology. */
class PageIT {
    private static final String MARKUP =
            "<script>window.injected = 1</script><img src=x onerror='window.injected = 1'>";

    private final ShopStory shop = new ShopStory();
    private Browser browser;
    private Instance api;
    private String waiting;

    @BeforeEach
    void tell() {
        browser = Browser.open();
        // Numbers without operations: nothing says how well it does.
        shop.loop.pipe(
                Topics.OBSERVATIONS, "quiet/meter", Observed.metric("quiet", "meter", "requests", 5_000, 3), 5_001);
        waiting = shop.cure(75)
                .fault()
                .until(BAD, DecisionState.AWAITING_APPROVAL)
                .last()
                .getDecisionId();
        api = new Instance(shop.loop.views());
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.close();
        }
        if (api != null) {
            api.close();
        }
        shop.close();
    }

    private void enter(String token) {
        browser.go(api.server.url() + "/#token=" + token + "&tenant=shop");
        browser.untilText("#tenant-name", "shop");
        browser.untilText("#top", "live");
    }

    @Test
    void shouldShowHealthPatternsGoalsAndWhatIsMissing() throws Exception {
        enter(Instance.OPERATOR);
        browser.untilText("#health", "failing");
        browser.untilText("#patterns", "declining success rate");
        browser.untilText("#goals", "Raise the success rate of operations to 90 %");
        browser.untilText("#loop", "observe");
        assertThat(browser.run("return document.querySelector('#chart-success .plot').getAttribute('aria-label')"))
                .asString()
                .contains("last 20.0 %", "declining success rate: cart", "goal 90.0 %");
        assertThat(browser.count("#charts-grid canvas")).isEqualTo(4);
        assertThat(browser.address()).doesNotContain("token");
        assertThat(browser.run("return sessionStorage.getItem('aurea.token')")).isEqualTo(Instance.OPERATOR);
        assertThat(browser.run("return document.cookie + JSON.stringify({...localStorage})"))
                .isEqualTo("{}");

        browser.click("a[href='#tenant=quiet']");
        browser.untilText("#tenant-name", "quiet");
        browser.untilText("#summary", "no attempts in the last cycle");
        assertThat(browser.text("#summary")).contains("insufficient data").doesNotContain("0 %");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldApproveAndShowTheNewStateWithoutReading() throws Exception {
        enter(Instance.OPERATOR);
        browser.run("window.same = true");
        browser.click("#waiting [data-decision='" + waiting + "'] .approve");
        browser.until("the command", () -> !api.commands.isEmpty());
        Command command = api.commands.get(0);
        assertThat(command.getKind()).isEqualTo(CommandKind.APPROVE);
        assertThat(command.getDecisionId()).isEqualTo(waiting);
        browser.untilText("#waiting", "approving");

        ObjectNode decision = decision();
        decision.put("state", "DISPATCHED")
                .put("revision", decision.path("revision").asInt() + 1);
        api.events.add("decision", "shop", decision.toString());
        browser.until(
                "the new state",
                () -> browser.count("#decisions [data-decision='" + waiting + "'][data-state='DISPATCHED']") == 1);
        assertThat(browser.count("#waiting li")).isZero();
        assertThat(browser.run("return window.same")).isEqualTo(true);
        assertThat(browser.complaints()).isEmpty();
    }

    private ObjectNode decision() throws Exception {
        for (var item : api.get("/decisions?tenant=shop").json().path("items")) {
            if (item.path("decision_id").asText().equals(waiting)) {
                return item.deepCopy();
            }
        }
        throw new IllegalStateException("there is no decision " + waiting);
    }

    @Test
    void shouldRefuseAWrongTokenAndSaySo() {
        browser.go(api.server.url() + "/#token=wrong-token-0123456789&tenant=shop");
        browser.untilText("#refused", "The token is refused: the token is not known");
        browser.untilText("#tenant-name", "shop");
        browser.untilText("#token-button", "read only");
        assertThat(browser.run("return sessionStorage.getItem('aurea.token')")).isNull();
        assertThat(browser.address()).doesNotContain("wrong-token");
        assertThat(browser.count("#waiting .approve:disabled")).isEqualTo(1);

        browser.click("#refused button");
        browser.type(Instance.OPERATOR, Keys.ENTER);
        browser.untilText("#token-button", "operator");
        browser.until("no notice", () -> browser.count("#refused") == 0);
        assertThat(browser.count("#waiting .approve:enabled")).isEqualTo(1);
    }

    @Test
    void shouldAskForATokenWhereReadingNeedsOne() throws Exception {
        api.close();
        api = new Instance(
                shop.loop.views(),
                Map.of("http.token", Instance.OPERATOR, "http.host", "0.0.0.0", "behind.proxy", "true"));
        browser.go(api.server.url().replaceFirst("//[^:/]+", "//127.0.0.1") + "/#tenant=shop");
        browser.untilText("#refused", "A token is needed");
        assertThat(browser.count("#tenant-name")).isZero();
        browser.click("#refused button");
        browser.type(Instance.OPERATOR, Keys.ENTER);
        browser.untilText("#tenant-name", "shop");
        browser.untilText("#top", "live");
    }

    @Test
    void shouldShowMarkupAsText() throws Exception {
        enter(Instance.OPERATOR);
        ObjectNode pattern = api.get("/patterns?tenant=shop&state=active&type=DECLINING_SUCCESS_RATE")
                .json()
                .path("items")
                .get(0)
                .deepCopy();
        pattern.put("revision", pattern.path("revision").asInt() + 1)
                .put("pattern_description", MARKUP)
                .put("source", MARKUP);
        api.events.add("pattern", "shop", pattern.toString());
        ObjectNode decision = decision();
        decision.put("revision", decision.path("revision").asInt() + 1).put("target", MARKUP);
        api.events.add("decision", "shop", decision.toString());
        browser.untilText("#patterns", MARKUP);
        browser.untilText("#decisions", MARKUP);
        assertThat(browser.run("return window.injected")).isNull();
        assertThat(browser.count("main img, main script")).isZero();
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void shouldBeUsableFromTheKeyboard() {
        enter(Instance.OPERATOR);
        List<String> reached = new ArrayList<>();
        for (int i = 0; i < 40 && !reached.contains("button 15 min"); i++) {
            reached.add(browser.tab());
            assertThat(browser.run("return getComputedStyle(document.activeElement).outlineStyle"))
                    .as(reached.get(i))
                    .isEqualTo("solid");
        }
        assertThat(reached)
                .contains("a Skip to the tenant", "button operator", "button Approve: restart cart", "button 15 min");
        assertThat(reached.indexOf("button Approve: restart cart")).isLessThan(reached.indexOf("button 15 min"));

        browser.run("document.querySelector('#waiting .open').focus()");
        browser.type(Keys.ENTER);
        browser.untilText("#evidence", "Guards");
        assertThat(browser.text("#evidence")).contains("Why this action", "Alternatives", "Outcome");
        assertThat(browser.text("#evidence-state")).contains("awaiting approval");
        browser.type(Keys.ESCAPE);
        browser.until("the evidence closed", () -> browser.count("#evidence[open]") == 0);
        assertThat(browser.focus()).contains("restart cart");

        browser.run("document.querySelector('#waiting .reject').focus()");
        browser.type(Keys.ENTER);
        browser.until("a question", () -> browser.count("#question[open]") == 1);
        browser.type("not at night", Keys.ENTER);
        browser.until("the command", () -> !api.commands.isEmpty());
        assertThat(api.commands.get(0).getKind()).isEqualTo(CommandKind.REJECT);
        assertThat(api.commands.get(0).getReason()).isEqualTo("not at night");
    }

    @Test
    void shouldGoOnAfterTheAppWasAway() throws Exception {
        enter(Instance.OPERATOR);
        browser.run("window.same = true");
        String port = api.server.url().replaceFirst(".*:", "");
        api.close();
        browser.untilText("#broken", "Not live since");
        assertThat(browser.text("#health")).as("what was shown stays").contains("failing");

        api = new Instance(shop.loop.views(), Map.of("http.token", Instance.OPERATOR, "http.port", port));
        browser.untilText("#top", "live");
        browser.until("no notice", () -> browser.count("#broken") == 0);
        ObjectNode decision = decision();
        decision.put("state", "EXPIRED")
                .put("revision", decision.path("revision").asInt() + 1);
        api.events.add("decision", "shop", decision.toString());
        browser.until("the event", () -> browser.count("#waiting li") == 0);
        assertThat(browser.run("return window.same")).isEqualTo(true);
    }
}
