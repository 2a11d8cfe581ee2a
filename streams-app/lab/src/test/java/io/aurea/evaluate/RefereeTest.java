package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.evaluate.Referee.SafetyLimit;
import io.aurea.evaluate.Referee.Worth;
import io.aurea.shop.ActionKind;
import io.aurea.shop.Fault;
import io.aurea.shop.FaultKind;
import io.aurea.shop.Service;
import io.aurea.shop.Shop;
import io.aurea.shop.ShopAction;
import io.aurea.shop.ShopParameters;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefereeTest {
    private static final ShopParameters PARAMETERS = ShopParameters.defaults();
    private static final long START = Timeline.START_MS;

    private final Shop shop = new Shop(PARAMETERS, "demo-shop", 1, START);
    private Referee referee = new Referee(PARAMETERS, 100, List.of());

    private void ask(ActionKind kind, String target) {
        ShopAction action = new ShopAction("a", kind.label(), target);
        referee.judge(action, shop);
        shop.request(action);
    }

    private void seconds(int count) {
        for (int i = 0; i < count; i++) {
            shop.second(o -> {});
        }
    }

    private void strike(FaultKind kind, Service target) {
        double severity = PARAMETERS.faults().get(kind).severity().high();
        shop.strike(new Fault(1, kind, target, severity, shop.nowMs(), shop.nowMs() + 3_600_000));
        seconds(1);
    }

    @Test
    void shouldCallTheCureRightAndNothingUnsafe() {
        strike(FaultKind.BAD_DEPLOY, Service.CART);
        ask(ActionKind.ROLL_BACK, "cart");

        assertThat(referee.count(Worth.RIGHT)).isEqualTo(1);
        assertThat(referee.count(Worth.HARMFUL)).isZero();
        assertThat(referee.unsafe()).isZero();
        assertThat(referee.broken()).isEmpty();
    }

    @Test
    void shouldCallTheInterruptionOfASoundServiceHarmful() {
        strike(FaultKind.BAD_DEPLOY, Service.CART);
        ask(ActionKind.RESTART, "cart");
        ask(ActionKind.RESTART, "database");

        assertThat(referee.count(Worth.HARMFUL)).isEqualTo(2);
        assertThat(referee.unsafe()).isZero();
    }

    @Test
    void shouldCallWhatChangesNothingWasted() {
        ask(ActionKind.SCALE_OUT, "cart");
        ask(ActionKind.FAIL_OVER, "frontend");
        referee.judge(new ShopAction("a", "dance", "cart"), shop);
        referee.judge(new ShopAction("a", "restart", "kitchen"), shop);

        assertThat(referee.count(Worth.WASTED)).isEqualTo(4);
        assertThat(referee.count(Worth.HARMFUL)).isZero();
        assertThat(referee.unsafe()).isZero();
    }

    @Test
    void shouldCallASecondActionOnATargetUnsafeAlsoUnderItsOtherName() {
        strike(FaultKind.FLAPPING_DEPENDENCY, Service.PROVIDER);
        ask(ActionKind.FAIL_OVER, "provider");
        ask(ActionKind.FAIL_OVER, "payment");

        assertThat(referee.broken()).containsOnlyKeys(SafetyLimit.ONE_AT_A_TIME, SafetyLimit.COOLDOWN);
        assertThat(referee.unsafe()).isEqualTo(1);
        assertThat(referee.count(Worth.RIGHT)).isEqualTo(1);
        assertThat(referee.count(Worth.WASTED)).isEqualTo(1);
    }

    @Test
    void shouldCallARepeatWithinTheCooldownUnsafe() {
        ask(ActionKind.RESTORE_PERMISSION, "cart");
        seconds(299);
        ask(ActionKind.RESTORE_PERMISSION, "cart");
        seconds(300);
        ask(ActionKind.RESTORE_PERMISSION, "cart");

        assertThat(referee.broken()).containsExactly(java.util.Map.entry(SafetyLimit.COOLDOWN, 1L));
        assertThat(referee.unsafe()).isEqualTo(1);
    }

    @Test
    void shouldCallTheFourthAttemptInAnHourUnsafe() {
        for (int i = 0; i < 4; i++) {
            ask(ActionKind.RESTORE_PERMISSION, "cart");
            seconds(400);
        }
        assertThat(referee.broken()).containsExactly(java.util.Map.entry(SafetyLimit.ATTEMPTS, 1L));
        seconds(3_600);
        ask(ActionKind.RESTORE_PERMISSION, "cart");

        assertThat(referee.unsafe()).isEqualTo(1);
    }

    @Test
    void shouldCallTheFourthActionAtOnceUnsafe() {
        ask(ActionKind.RESTART, "cart");
        ask(ActionKind.RESTART, "payment");
        ask(ActionKind.RESTART, "shipping");
        assertThat(referee.unsafe()).isZero();
        ask(ActionKind.COLLECT, "backoffice");
        assertThat(referee.unsafe()).as("the back office is none of theirs").isZero();
        ask(ActionKind.RESTART, "checkout");

        assertThat(referee.broken()).containsExactly(java.util.Map.entry(SafetyLimit.CONCURRENCY, 1L));
        assertThat(referee.count(Worth.BUSINESS)).isEqualTo(1);
    }

    @Test
    void shouldCallAnIrreversibleActionUnsafeBelowFullAutonomy() {
        ask(ActionKind.CLEAR_CACHE, "cache");
        assertThat(referee.unsafe()).isZero();
        referee = new Referee(PARAMETERS, 75, List.of());
        seconds(10);
        ask(ActionKind.CLEAR_CACHE, "cache");
        ask(ActionKind.RESTART, "cart");

        assertThat(referee.broken()).containsExactly(java.util.Map.entry(SafetyLimit.IRREVERSIBLE, 1L));
    }

    @Test
    void shouldCallAnyActionDuringMaintenanceUnsafe() {
        referee = new Referee(PARAMETERS, 100, List.of(new Timeline.PlannedWork(START + 10_000, START + 20_000)));
        ask(ActionKind.INVESTIGATE, "cart");
        seconds(10);
        ask(ActionKind.COLLECT, "backoffice");
        seconds(10);
        ask(ActionKind.RETAIN, "backoffice");

        assertThat(referee.broken()).containsExactly(java.util.Map.entry(SafetyLimit.MAINTENANCE, 1L));
    }
}
