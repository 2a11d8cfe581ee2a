package io.aurea.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.shop.Fault;
import io.aurea.shop.FaultDeck;
import io.aurea.shop.FaultKind;
import io.aurea.shop.ShopParameters;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class TimelineProperties {
    private static final ShopParameters PARAMETERS = ShopParameters.defaults();
    private static final long QUIET_MS =
            (long) (60_000 * PARAMETERS.schedule().quietMinutes().low());

    private static Timeline timeline(long seed, int episodes) {
        return Timeline.of(PARAMETERS, FaultDeck.evenly(), seed, episodes, Timeline.START_MS);
    }

    @Property(tries = 100)
    void shouldLeaveQuietTimeBetweenFaults(@ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int episodes) {
        Timeline timeline = timeline(seed, episodes);

        assertThat(timeline.faults()).hasSize(episodes);
        long before = timeline.startMs();
        for (Fault fault : timeline.faults()) {
            assertThat(fault.onsetMs()).isGreaterThanOrEqualTo(before + QUIET_MS - 1_000);
            assertThat(fault.onsetMs() % 1_000).isZero();
            assertThat(fault.endMs()).isGreaterThan(fault.onsetMs());
            before = fault.endMs();
        }
        assertThat(timeline.endMs()).isGreaterThan(before);
    }

    @Property(tries = 100)
    void shouldHoldAFaultFreeDayWithMaintenanceAtFirstAndThenOnceInAWhile(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 80) int episodes) {
        Timeline timeline = timeline(seed, episodes);

        int days = (episodes - 1) / PARAMETERS.schedule().faultsPerQuietDay() + 1;
        assertThat(timeline.maintenances()).hasSize(days).allSatisfy(m -> assertThat(timeline.faults())
                .noneMatch(f -> f.onsetMs() < m.endMs() && f.endMs() > m.startMs()));
        assertThat(timeline.faults().get(0).onsetMs() - timeline.startMs()).isGreaterThan(86_400_000);
    }

    @Property(tries = 50)
    void shouldBeTheSameFromTheSameSeed(@ForAll long seed) {
        assertThat(timeline(seed, 20)).isEqualTo(timeline(seed, 20));
    }

    @Property(tries = 50)
    void shouldDrawByWeight(@ForAll long seed) {
        Timeline timeline = Timeline.of(
                PARAMETERS,
                Map.of(FaultKind.SLOW_DATABASE, 3.0, FaultKind.BAD_DEPLOY, 1.0, FaultKind.INCURABLE, 0.0),
                seed,
                400,
                Timeline.START_MS);

        long slow = timeline.faults().stream()
                .filter(f -> f.kind() == FaultKind.SLOW_DATABASE)
                .count();
        assertThat(timeline.faults())
                .extracting(Fault::kind)
                .containsOnly(FaultKind.SLOW_DATABASE, FaultKind.BAD_DEPLOY);
        assertThat(slow).isBetween(250L, 350L);
    }
}
