package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepairTest {
    private final ShopRun run = new ShopRun(3).seconds(60);
    private final long usual = new ShopRun(3).seconds(60).failedIn(300);

    @Test
    void shouldFailRequestsWhenAHealthyDatabaseIsRestarted() {
        long failed = run.request(ActionKind.RESTART, Service.DATABASE).failedIn(300);

        assertThat(failed).isGreaterThan(usual + 300);
        assertThat(run.failing(Service.DATABASE, "health")).isGreaterThan(0);
        assertThat(run.results).hasSize(1);
    }

    @Test
    void shouldNotCureASlowDatabaseByRestartingIt() {
        run.strike(FaultKind.SLOW_DATABASE, Service.DATABASE, 12, 30).seconds(60);
        run.request(ActionKind.RESTART, Service.DATABASE).seconds(200);

        assertThat(run.results).singleElement().satisfies(r -> assertThat(r.succeeded())
                .isTrue());
        assertThat(run.shop.unhealed()).hasSize(1);
    }

    @Test
    void shouldReplaceInstancesOneByOne() {
        run.fromNow().request(ActionKind.RESTART, Service.FRONTEND).seconds(110);

        assertThat(run.published)
                .filteredOn(o -> o.getSource().equals("frontend") && o.getName().equals("instances"))
                .extracting(o -> o.getValue())
                .contains(2.0, 3.0)
                .doesNotContain(1.0);
        assertThat(run.failing(Service.FRONTEND, "health")).isZero();
        assertThat(run.results).hasSize(1);
    }

    @Test
    void shouldDropSomeRequestsOfAnInstanceThatIsStopped() {
        long failed = run.request(ActionKind.ROLL_BACK, Service.FRONTEND).failedIn(300);

        assertThat(failed).isGreaterThan(usual + 30);
        assertThat(run.errors(Service.FRONTEND)).anyMatch(e -> e.contains("reset") || e.contains("closed"));
    }

    @Test
    void shouldNotHelpAServiceThatTheBackOfficeLooksAt() {
        long alone = new ShopRun(3)
                .seconds(60)
                .request(ActionKind.ROLL_BACK, Service.FRONTEND)
                .failedIn(300);
        long looked = run.request(ActionKind.ROLL_BACK, Service.FRONTEND)
                .request(ActionKind.INVESTIGATE, Service.FRONTEND)
                .failedIn(300);

        assertThat(looked).isEqualTo(alone);
    }

    @Test
    void shouldWarmAnEmptiedCacheUpAgain() {
        run.request(ActionKind.CLEAR_CACHE, Service.CACHE).seconds(6).fromNow().seconds(10);
        assertThat(run.mean(Service.CACHE, "hit_ratio")).isLessThan(15);
        run.seconds(900).fromNow().seconds(10);

        assertThat(run.mean(Service.CACHE, "hit_ratio")).isGreaterThan(85);
    }

    @Test
    void shouldGiveExtraInstancesBackAfterAWhile() {
        run.request(ActionKind.SCALE_OUT, Service.CART).seconds(150).fromNow().seconds(10);
        assertThat(run.mean(Service.CART, "instances")).isEqualTo(4);
        run.request(ActionKind.SCALE_OUT, Service.CART).seconds(1);
        assertThat(run.results.get(1).message()).isEqualTo("cart is at its limit already");
        run.seconds(3_600).fromNow().seconds(10);

        assertThat(run.mean(Service.CART, "instances")).isEqualTo(2);
    }

    @Test
    void shouldRefuseASecondActionOnATargetButNotOnAnother() {
        run.request(ActionKind.RESTART, Service.CART);
        run.request(ActionKind.ROLL_BACK, Service.CART);
        run.request(ActionKind.RESTART, Service.PAYMENT).seconds(1);

        assertThat(run.results).singleElement().satisfies(r -> {
            assertThat(r.succeeded()).isFalse();
            assertThat(r.message()).isEqualTo("restart is still at work on cart");
        });
        assertThat(run.shop.atWork()).containsExactly(Service.CART, Service.PAYMENT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            dance              | cart     | the shop knows no action 'dance'
            restart            | kitchen  | the shop has no service 'kitchen'
            restart            | provider | provider has nothing to restart
            roll_back          | database | database has nothing to roll back
            fail_over          | cart     | cart has nothing to fail over
            clear_cache        | cart     | cart has nothing to clear cache
            raise_pool         | cache    | cache has nothing to raise pool
            restore_permission | frontend | frontend has nothing to restore permission
            """)
    void shouldSayWhatItCannotDo(String action, String target, String reason) {
        run.shop.request(new ShopAction("x", action, target));
        long failed = run.failedIn(300);

        assertThat(run.results).singleElement().satisfies(r -> {
            assertThat(r.succeeded()).isFalse();
            assertThat(r.message()).isEqualTo(reason);
            assertThat(r.action().id()).isEqualTo("x");
        });
        assertThat(failed).isEqualTo(usual);
    }

    @Test
    void shouldMovePaymentsToTheSecondProviderFromEitherEnd() {
        run.strike(FaultKind.FLAPPING_DEPENDENCY, Service.PROVIDER, 0.7, 30).seconds(10);
        run.request(ActionKind.FAIL_OVER, Service.PAYMENT).seconds(60).fromNow().seconds(600);

        assertThat(run.shop.unhealed()).isEmpty();
        assertThat(run.failing(Service.PROVIDER, "health")).isZero();
    }

    @Test
    void shouldCollectWhatIsOverdueWithoutTouchingAService() {
        double before = run.shop.nowMs();
        run.seconds(60).fromNow().seconds(60);
        double owed = overdue();
        run.request(ActionKind.COLLECT, Service.FRONTEND).seconds(60).fromNow().seconds(60);

        assertThat(overdue()).isLessThan(0.7 * owed);
        assertThat(run.results).hasSize(1);
        assertThat(run.shop.atWork()).isEmpty();
        assertThat((double) run.shop.nowMs()).isEqualTo(before + 240_000);
    }

    private double overdue() {
        return run.published.stream()
                .filter(o -> o.getName().equals("overdue_total"))
                .mapToDouble(o -> o.getValue())
                .average()
                .orElseThrow();
    }
}
