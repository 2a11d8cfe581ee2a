package io.aurea.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Browser;
import io.aurea.fixture.StackProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aurea up} and its page in a browser: something in the shop breaks, a person approves, the state changes. */
class DemoShopPageIT {
    /** A minute until the first fault, plus some cycles until it shows. */
    private static final Duration FAULT = Duration.ofSeconds(120);

    @TempDir
    private Path folder;

    @Test
    void shouldShowAFaultAsAPatternAndActWhenApproved() throws Exception {
        try (Browser browser = Browser.open();
                StackProcess stack = StackProcess.up(folder.resolve("data"), "--cycle", "2s", "--grace", "1s")) {
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
            // The decision may be over by now, its symptom gone.
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

    private static String label(Browser browser, String chart) {
        return String.valueOf(browser.run(
                "return document.querySelector('#chart-" + chart + " .plot')?.getAttribute('aria-label') ?? ''"));
    }

    /** A decision that awaits approval, due to overdue payments or a fault. */
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
