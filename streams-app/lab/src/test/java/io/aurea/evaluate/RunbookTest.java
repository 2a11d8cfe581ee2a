package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.shop.ShopAction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunbookTest {
    private final Seen seen = new Seen(new Runbook());

    private List<ShopAction> after(int cycles) {
        for (int i = 1; i < cycles; i++) {
            assertThat(seen.turn().actions()).as("cycle " + i).isEmpty();
        }
        return seen.turn().actions();
    }

    @Test
    void shouldBeSilentWhenAllIsWell() {
        seen.requests("cart", 50, 1, "oops")
                .health("cart", true)
                .metric("cart", "cpu", 60)
                .metric("backoffice", "overdue_total", 99_999);

        assertThat(after(50)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cart, cpu, 97, scale_out",
        "database, cpu, 97, fail_over",
        "cart, memory, 93, restart",
        "payment, pool_usage, 99, raise_pool"
    })
    void shouldActOnALimitThatHolds(String source, String metric, double value, String action) {
        seen.metric(source, metric, value);

        assertThat(after(3)).singleElement().satisfies(a -> {
            assertThat(a.action()).isEqualTo(action);
            assertThat(a.target()).isEqualTo(source);
        });
    }

    @Test
    void shouldWaitTenMinutesBeforeItActsOnAServiceAgain() {
        seen.health("cart", false);
        assertThat(after(2)).extracting(ShopAction::action).containsExactly("restart");

        assertThat(after(60)).extracting(ShopAction::action).containsExactly("restart");
    }

    @Test
    void shouldRollBackWhatWasJustReleased() {
        seen.deploy("cart").turn();
        seen.fresh().requests("cart", 50, 10, "TypeError");

        assertThat(after(3)).extracting(ShopAction::action).containsExactly("roll_back");
    }

    @Test
    void shouldRestartWhatFailsForNoKnownReason() {
        seen.requests("cart", 50, 10, "TypeError");

        assertThat(after(3)).extracting(ShopAction::action).containsExactly("restart");
    }

    @Test
    void shouldRestorePermissions() {
        seen.requests("cart", 50, 10, "ERROR: permission denied for table baskets");

        assertThat(after(2)).extracting(ShopAction::action).containsExactly("restore_permission");
    }

    @Test
    void shouldBeSilentDuringMaintenance() {
        seen.maintenance(0, 100_000).health("database", false);

        assertThat(after(9)).isEmpty();
        assertThat(seen.turn().actions()).as("the window ends with this cycle").hasSize(1);
    }
}
