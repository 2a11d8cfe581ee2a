package io.aurea.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.observation.ObservationRules;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ShopProperties {

    /** A run with the fault's onset, the action and the end. */
    private static ShopRun run(long seed, FaultKind kind, ActionKind action) {
        Service target = kind.targets().get(Math.floorMod(seed, kind.targets().size()));
        double severity =
                ShopParameters.defaults().faults().get(kind).severity().high();
        ShopRun run = new ShopRun(seed).seconds(30);
        run.strike(kind, target, severity, 4).seconds(60);
        return run.request(action, target).seconds(240);
    }

    @Property(tries = 30)
    void shouldPublishTheSameFromTheSameSeed(@ForAll long seed, @ForAll FaultKind kind, @ForAll ActionKind action) {
        ShopRun one = run(seed, kind, action);
        ShopRun other = run(seed, kind, action);

        assertThat(one.published).isEqualTo(other.published).isNotEmpty();
        assertThat(one.results).isEqualTo(other.results).hasSize(1);
        assertThat(one.shop.failedRequests()).isEqualTo(other.shop.failedRequests());
    }

    @Property(tries = 30)
    void shouldPublishWellFormedObservationsOnly(@ForAll long seed, @ForAll FaultKind kind, @ForAll ActionKind action) {
        ShopRun run = run(seed, kind, action);

        assertThat(run.published)
                .allSatisfy(o -> assertThat(ObservationRules.violation(o)).isEmpty());
        assertThat(run.published).extracting(o -> o.getTenantId()).containsOnly("demo-shop");
        assertThat(run.shop.failedRequests()).isBetween(0L, run.shop.requests());
    }

    @Property(tries = 20)
    void shouldSeeTheSameUsersWhateverIsDoneToIt(@ForAll long seed, @ForAll FaultKind kind) {
        ShopRun hurt = run(seed, kind, ActionKind.RESTART);
        ShopRun left = new ShopRun(seed).seconds(330);

        assertThat(hurt.shop.requests()).isEqualTo(left.shop.requests());
    }

    @Property(tries = 20)
    void shouldBeAsBeforeOnceAFaultIsOver(@ForAll long seed, @ForAll FaultKind kind) {
        Service target = kind.targets().get(Math.floorMod(seed, kind.targets().size()));
        double severity =
                ShopParameters.defaults().faults().get(kind).severity().high();
        ShopRun run = new ShopRun(seed).strike(kind, target, severity, 4).seconds(600);

        assertThat(run.shop.unhealed()).isEmpty();
        assertThat(run.failedIn(300)).isLessThan(30);
    }
}
