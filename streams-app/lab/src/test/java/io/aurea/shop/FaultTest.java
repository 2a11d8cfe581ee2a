package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each fault shows in whatever depends on what it breaks. */
class FaultTest {
    private final ShopRun run = new ShopRun(7).seconds(60);

    private void struck(FaultKind kind, Service target, double severity) {
        run.strike(kind, target, severity, 40).seconds(200).fromNow().seconds(120);
    }

    @Test
    void shouldBeQuietWithoutAFault() {
        run.fromNow().seconds(600);

        assertThat(run.failing(Service.FRONTEND, "browse")).isLessThan(0.005);
        assertThat(run.mean(Service.FRONTEND, "browse")).isLessThan(300);
        assertThat(run.failing(Service.DATABASE, "health")).isZero();
        assertThat(run.shop.unhealed()).isEmpty();
    }

    @Test
    void shouldCarryASlowDatabaseUpToThoseWhoWaitForIt() {
        struck(FaultKind.SLOW_DATABASE, Service.DATABASE, 16);

        assertThat(run.mean(Service.DATABASE, "query")).isGreaterThan(300);
        assertThat(run.errors(Service.DATABASE)).anyMatch(e -> e.contains("statement timeout"));
        assertThat(run.failing(Service.PAYMENT, "charge")).isGreaterThan(0.1);
        assertThat(run.mean(Service.PAYMENT, "pool_usage")).isGreaterThan(50);
        assertThat(run.failing(Service.FRONTEND, "checkout")).isGreaterThan(0.1);
        assertThat(run.failing(Service.RECOMMENDATION, "suggest"))
                .as("asks no database")
                .isLessThan(0.01);
    }

    @Test
    void shouldStarveOneServiceOfConnections() {
        struck(FaultKind.EXHAUSTED_POOL, Service.CATALOGUE, 1);

        assertThat(run.mean(Service.CATALOGUE, "pool_usage")).isGreaterThan(99);
        assertThat(run.errors(Service.CATALOGUE)).anyMatch(e -> e.contains("Connection is not available"));
        assertThat(run.failing(Service.CATALOGUE, "find")).isGreaterThan(0.9);
        assertThat(run.failing(Service.PAYMENT, "charge")).isLessThan(0.01);
    }

    @Test
    void shouldFailRequestsOfABrokenRelease() {
        run.fromNow();
        run.strike(FaultKind.BAD_DEPLOY, Service.CHECKOUT, 0.5, 40).seconds(2);
        assertThat(run.published)
                .anyMatch(o -> o.getName().equals("deploy") && o.getSource().equals("checkout"));
        run.seconds(100).fromNow().seconds(120);

        assertThat(run.failing(Service.CHECKOUT, "order")).isBetween(0.4, 0.6);
        assertThat(run.failing(Service.FRONTEND, "checkout")).isBetween(0.3, 0.7);
        assertThat(run.failing(Service.FRONTEND, "browse")).isLessThan(0.01);
    }

    @Test
    void shouldFillTheMemoryAndDieOfIt() {
        run.strike(FaultKind.MEMORY_LEAK, Service.CATALOGUE, 2.4, 60).seconds(300);
        assertThat(run.mean(Service.CATALOGUE, "memory")).isBetween(62.0, 80.0);
        assertThat(run.failing(Service.CATALOGUE, "health")).isZero();
        run.fromNow().seconds(420);

        assertThat(run.failing(Service.CATALOGUE, "health")).isGreaterThan(0);
        assertThat(run.errors(Service.FRONTEND)).anyMatch(e -> e.contains("catalogue"));
    }

    @Test
    void shouldTurnUsersAwayFromADeadFrontend() {
        struck(FaultKind.FRONTEND_DOWN, Service.FRONTEND, 1);

        assertThat(run.failing(Service.FRONTEND, "health")).isEqualTo(1);
        assertThat(run.failing(Service.FRONTEND, "browse")).isEqualTo(1);
        assertThat(run.published)
                .as("nobody is there to report them")
                .noneMatch(o -> o.getSource().equals("frontend") && o.getName().equals("cpu"));
    }

    @Test
    void shouldRefuseStatementsAfterAChangeOfPermissions() {
        struck(FaultKind.PERMISSION_CHANGE, Service.PAYMENT, 0.9);

        assertThat(run.errors(Service.PAYMENT)).anyMatch(e -> e.contains("permission denied for table charges"));
        assertThat(run.failing(Service.PAYMENT, "charge")).isBetween(0.8, 1.0);
        assertThat(run.failing(Service.CATALOGUE, "find")).isLessThan(0.01);
    }

    @Test
    void shouldTakeCpuFromANeighbour() {
        struck(FaultKind.NOISY_NEIGHBOUR, Service.CART, 0.85);

        assertThat(run.mean(Service.CART, "cpu")).isGreaterThan(95);
        assertThat(run.mean(Service.CART, "update")).isGreaterThan(500);
        assertThat(run.failing(Service.FRONTEND, "basket")).isGreaterThan(0.1);
    }

    @Test
    void shouldComeAndGoAsAFlappingDependencyDoes() {
        run.strike(FaultKind.FLAPPING_DEPENDENCY, Service.PROVIDER, 0.5, 40)
                .fromNow()
                .seconds(1_200);

        assertThat(run.failing(Service.PROVIDER, "health")).isBetween(0.3, 0.7);
        assertThat(run.errors(Service.PAYMENT)).anyMatch(e -> e.contains("payment provider answered 503"));
    }

    @Test
    void shouldFailAtTheCarrierWhateverIsDone() {
        run.strike(FaultKind.INCURABLE, Service.SHIPPING, 0.8, 60).seconds(60);
        for (ActionKind action : ActionKind.values()) {
            run.request(action, Service.SHIPPING).seconds(150);
        }
        run.fromNow().seconds(60);

        assertThat(run.shop.unhealed()).hasSize(1);
        assertThat(run.failing(Service.SHIPPING, "quote")).isGreaterThan(0.6);
        assertThat(run.errors(Service.SHIPPING)).anyMatch(e -> e.contains("carrier"));
    }

    @ParameterizedTest
    @EnumSource(value = FaultKind.class, names = "INCURABLE", mode = EnumSource.Mode.EXCLUDE)
    void shouldHealByEachOfItsCuresAndSaveRequests(FaultKind kind) {
        double severity =
                ShopParameters.defaults().faults().get(kind).severity().high();
        int minutes = kind == FaultKind.MEMORY_LEAK ? 60 : 30;
        // Nobody notices a missing recommendation, so the last target would work for some faults only.
        Service target = kind.targets().get(0);
        long left = new ShopRun(7)
                .seconds(60)
                .strike(kind, target, severity, minutes)
                .failedIn(minutes * 60 + 60);
        for (ActionKind cure : kind.cures()) {
            ShopRun healed = new ShopRun(7).seconds(60).strike(kind, target, severity, minutes);
            long failed = healed.failedIn(10);
            assertThat(healed.shop.curedBy(cure, target)).isPresent();
            healed.request(cure, target);
            failed += healed.failedIn(220);
            assertThat(healed.shop.unhealed()).as(cure.label()).isEmpty();
            assertThat(healed.results).singleElement().satisfies(r -> assertThat(r.succeeded())
                    .isTrue());
            failed += healed.failedIn(minutes * 60 - 170);

            assertThat(failed).as(cure.label()).isLessThan(left / 3);
        }
    }
}
