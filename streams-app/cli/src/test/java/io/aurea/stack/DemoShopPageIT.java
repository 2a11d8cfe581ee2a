package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.AureaProcess;
import io.aurea.fixture.AureaProcess.Ended;
import io.aurea.fixture.Browser;
import io.aurea.fixture.Slow;
import io.aurea.fixture.StackProcess;
import io.aurea.fixture.TopicLog;
import io.aurea.topic.Topics;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * One run of {@code aurea up} with its simulated shop. Something breaks, and the page shows it; a person approves what the
 * loop asks; the loop heals the shop, and its record is in PostgreSQL.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Slow
class DemoShopPageIT {
    /** Some seconds until the first fault, and some cycles until it shows. */
    private static final Duration FAULT = Duration.ofSeconds(120);

    private static final String ACT_GROUP = "onlooker";
    private static final String HEALED = """
            SELECT d.decision_id, d.pattern_type, d.action, d.target, o.status, o.executor
            FROM aurea_decisions d JOIN aurea_outcomes o USING (tenant_id, decision_id)
            WHERE tenant_id = 'demo-shop' AND d.state = 'VERIFIED' AND d.target = 'frontend'""";
    private static final String ANSWERED_TWICE = """
            SELECT decision_id FROM aurea_outcomes GROUP BY tenant_id, decision_id HAVING count(*) > 1""";
    private static final Pattern ASKED = Pattern.compile("awaiting approval: \\./aurea approve demo-shop/(\\S+)");

    @TempDir
    private static Path folder;

    private static StackProcess stack;
    private static AureaProcess act;

    @BeforeAll
    static void start() throws Exception {
        stack = StackProcess.up(folder.resolve("data"), "--cycle", "5s", "--grace", "2s", "--no-self");
        act = act();
    }

    @AfterAll
    static void stop() {
        if (act != null) {
            act.close();
        }
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    @Order(1)
    void shouldShowAFaultAsAPatternAndActWhenApproved() throws Exception {
        try (Browser browser = Browser.open()) {
            var at = stack.endpoints();
            browser.go(at.httpUrl() + "/#token=" + at.httpToken() + "&tenant=demo-shop");
            browser.untilText("#top", "live");
            Awaitility.await("the shop's health").atMost(Duration.ofSeconds(60)).until(() -> browser.text("#health")
                    .matches("(?s).*\\d.*(healthy|degraded|failing).*"));
            browser.run("window.same = true");

            Awaitility.await("the fault as a pattern of the frontend")
                    .atMost(FAULT)
                    .until(() -> browser.text("#patterns").contains("frontend")
                            && label(browser, "health").contains(": frontend"));
            browser.screenshot("fault-light");
            browser.click("#waiting [data-decision='" + waiting(browser) + "'] .open");
            browser.untilText("#evidence", "Guards");
            browser.screenshot("evidence-light");
            browser.click("#evidence .close");
            // The question that was read may be over by now, its symptom gone.
            String decision = waiting(browser);
            browser.click("#waiting [data-decision='" + decision + "'] .approve");
            browser.click("#decisions .choice button:last-child");
            browser.until(
                    "the decision goes on",
                    () -> browser.count("#waiting [data-decision='" + decision + "']") == 0
                            && browser.count("#decisions [data-decision='" + decision
                                            + "']:not([data-state='AWAITING_APPROVAL'])")
                                    == 1);
            assertThat(browser.run("return window.same"))
                    .as("the page was not read anew")
                    .isEqualTo(true);
            pictures(browser);
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    @Order(2)
    void shouldHealTheShopAndAskAPerson() throws Exception {
        Awaitility.await("a decision that healed")
                .atMost(Duration.ofSeconds(180))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> {
                    stack.app().requireAlive();
                    act.requireAlive();
                    return !rows(HEALED).isEmpty();
                });
        String[] healed = rows(HEALED).get(0).split(",");
        assertThat(healed[1]).isEqualTo("FRONTEND_HEALTH_DEGRADATION");
        assertThat(List.of(healed).subList(2, 6)).containsExactly("restart", "frontend", "SUCCEEDED", "demo-shop");
        assertThat(rows(ANSWERED_TWICE)).isEmpty();
        assertThat(TopicLog.read(stack.endpoints().bootstrapServers(), Topics.DEAD_LETTERS.name()))
                .as("every observation, command, policy and outcome is in order and in time")
                .isEmpty();

        String printed = stack.app().output();
        assertThat(printed.lines().filter(line -> line.contains(" demo-shop  cycle ")))
                .hasSizeGreaterThan(3);
        assertThat(printed.lines().filter(line -> line.contains("decision " + healed[0] + "  restart frontend")))
                .satisfiesExactly(
                        line -> assertThat(line).contains("  dispatched, confidence "),
                        line -> assertThat(line).contains("  succeeded: carried out by demo-shop"),
                        line -> assertThat(line).contains("  verified: "));
        Matcher asked = ASKED.matcher(printed);
        assertThat(asked.find()).as("a person is asked").isTrue();
        Awaitility.await("another executor tells of it, once")
                .atMost(Duration.ofSeconds(60))
                .until(() -> tellings(asked.group(1)) > 0);
        assertThat(tellings(asked.group(1))).isEqualTo(1);
        assertThat(act.interrupt()).isLessThan(Duration.ofSeconds(15));
        assertThat(act.exitCode()).isZero();
    }

    /** Executors of other groups see the same decisions; this one takes none of them, and is told of all that wait. */
    private static AureaProcess act() throws Exception {
        readFromTheBeginning(ACT_GROUP);
        Path handlers = Files.writeString(folder.resolve("handlers.yaml"), """
                handlers:
                  - {name: ask, on: awaiting_approval, log: warn}
                  - {name: none, tenant: [nobody], log: info}
                """);
        return AureaProcess.start(
                List.of(
                        "act",
                        "--handlers",
                        handlers.toString(),
                        "--group",
                        ACT_GROUP,
                        "--endpoints",
                        stack.endpointsFile().toString()),
                Map.of());
    }

    /** A new group would begin with what comes after it has joined, and the shop asks its first question at once. */
    private static void readFromTheBeginning(String group) throws Exception {
        String topic = Topics.DECISIONS.name();
        try (Admin admin =
                Admin.create(Map.of("bootstrap.servers", stack.endpoints().bootstrapServers()))) {
            Map<TopicPartition, OffsetAndMetadata> first = new HashMap<>();
            admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .forEach(partition ->
                            first.put(new TopicPartition(topic, partition.partition()), new OffsetAndMetadata(0)));
            admin.alterConsumerGroupOffsets(group, first).all().get();
        }
    }

    private static long tellings(String decision) {
        return act.output()
                .lines()
                .filter(line -> line.contains("decision demo-shop/" + decision + " is AWAITING_APPROVAL"))
                .count();
    }

    private static List<String> rows(String query) throws Exception {
        Ended ended = stack.run(InputStream.nullInputStream(), "sql", "--csv", query);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        return ended.out().lines().skip(1).toList();
    }

    private static String label(Browser browser, String chart) {
        return String.valueOf(browser.run(
                "return document.querySelector('#chart-" + chart + " .plot')?.getAttribute('aria-label') ?? ''"));
    }

    /** The decision that waits for a person; the shop's customers that owe too much make one, or a fault does. */
    private static String waiting(Browser browser) {
        Awaitility.await("a decision that waits for approval")
                .atMost(Duration.ofSeconds(60))
                .until(() -> browser.count("#waiting [data-decision]") > 0);
        return String.valueOf(
                browser.run("return document.querySelector('#waiting [data-decision]').dataset.decision"));
    }

    private static void pictures(Browser browser) throws Exception {
        browser.screenshot("approved-light");
        browser.click("#top .tools button:last-child");
        browser.untilText("#top .tools button:last-child", "Light");
        browser.screenshot("approved-dark");
        browser.width(390, 844);
        browser.screenshot("phone-dark");
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing is wider than a phone")
                .isEqualTo(true);
    }
}
