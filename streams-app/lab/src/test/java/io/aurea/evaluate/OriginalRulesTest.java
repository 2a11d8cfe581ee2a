package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.shop.ShopAction;
import org.junit.jupiter.api.Test;

/** The defects are kept, since they are the point of the comparison. */
class OriginalRulesTest {
    private final Seen seen = new Seen(new OriginalRules());

    @Test
    void shouldBeSilentWhenAllIsWell() {
        for (int i = 0; i < 100; i++) {
            Arm.ArmTurn turn = seen.fresh()
                    .requests("cart", 50, 1, "oops")
                    .health("frontend", true)
                    .turn();
            assertThat(turn.alarms()).isEmpty();
            assertThat(turn.actions()).isEmpty();
        }
    }

    @Test
    void shouldDecideTheSameAgainEachCycle() {
        seen.metric("backoffice", "overdue_total", 12_000)
                .metric("backoffice", "scheduling_conflicts", 1)
                .metric("backoffice", "churn_risks", 1)
                .metric("backoffice", "pending_estimates", 3);
        for (int i = 0; i < 5; i++) {
            Arm.ArmTurn turn = seen.turn();
            assertThat(turn.actions())
                    .extracting(ShopAction::action)
                    .containsExactly("collect", "reschedule", "retain", "estimate");
            assertThat(turn.alarms()).isEmpty();
        }
    }

    @Test
    void shouldOnlyInvestigateADeadFrontend() {
        Arm.ArmTurn turn =
                seen.health("frontend", false).requests("cart", 50, 0, "").turn();

        assertThat(turn.actions()).extracting(ShopAction::action).containsExactly("investigate");
        assertThat(turn.alarms()).extracting(Arm.Alarm::source).containsExactly("frontend");
    }

    @Test
    void shouldRestartTheFrontendAgainAndAgainWhoeverFails() {
        seen.requests("payment", 50, 20, "ERROR: permission denied");
        int restarts = 0;
        for (int i = 0; i < 30; i++) {
            for (ShopAction action : seen.turn().actions()) {
                assertThat(action.action()).isEqualTo("restart");
                assertThat(action.target()).isEqualTo("frontend");
                restarts++;
            }
        }
        assertThat(restarts).isEqualTo(30);
    }

    @Test
    void shouldNotSeeADisasterInThePlainMean() {
        seen.requests("payment", 50, 10, "oops").health("payment", false);

        assertThat(seen.turn().actions())
                .as("20 percent of errors read as 94 of 100")
                .isEmpty();
    }

    @Test
    void shouldSleepWhenThereIsNothingToDo() {
        seen.requests("cart", 50, 0, "").turn();
        seen.metric("backoffice", "churn_risks", 1);
        assertThat(seen.turn().actions()).isEmpty();
        assertThat(seen.turn().actions()).isEmpty();

        assertThat(seen.turn().actions()).hasSize(1);
    }
}
