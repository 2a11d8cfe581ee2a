package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A tenant that invents names costs itself. */
class SeriesLimitsTest {
    private static final long SIZE = 10_000;
    private static final WindowSettings SETTINGS = new WindowSettings(
            SIZE,
            2_000,
            60_000,
            new SeriesLimits(12, 8, SeriesLimits.ANY, SeriesLimits.ANY, 9, 6),
            86_400_000,
            0,
            WindowSettings.ANY_JUMP);

    private final ObserveLog out = new ObserveLog();
    private PartitionWindows windows = new PartitionWindows(SETTINGS);

    @BeforeEach
    void beginTime() {
        tick(0);
        out.take();
    }

    @Test
    void shouldRefuseTheNamesOfTheTenantThatHasTooManyOpen() {
        for (int i = 0; i < 10; i++) {
            accept(Observed.metric("noisy", "s", "m" + i, 1_000, 1));
        }
        accept(Observed.metric("noisy", "s", "m0", 1_001, 1));
        accept(Observed.metric("good", "s", "m", 1_002, 1));

        assertThat(out.take())
                .containsExactly(
                        "REJECTED: tenant noisy already has 8 open series windows on the partition; allowed: 8"
                                + " (tenant.windows.open.max)",
                        "REJECTED: tenant noisy already has 8 open series windows on the partition; allowed: 8"
                                + " (tenant.windows.open.max)");
        assertThat(windows.tally()).isEqualTo(new Tally(13, 10, 0, 2, 1));
        assertThat(windows.limited()).isEqualTo(2);

        tick(12_000);
        assertThat(reports())
                .containsExactly(
                        "noisy _limit.tenant.windows.open.max 2", "noisy s 2", "noisy _limit.tenant.series.max 2");
        accept(Observed.metric("noisy", "s", "m9", 12_001, 1));
        assertThat(out.all()).as("there is room again").noneMatch(o -> o.toString()
                .startsWith("REJECTED"));
    }

    @Test
    void shouldRefuseEverybodysNewNamesOnlyWhenThePartitionIsFull() {
        for (String tenant : List.of("a", "b", "c")) {
            for (int i = 0; i < 4; i++) {
                accept(Observed.metric(tenant, "s", "m" + i, 1_000, 1));
            }
        }
        accept(Observed.metric("d", "s", "m", 1_001, 1));
        accept(Observed.metric("a", "s", "m0", 1_002, 1));

        assertThat(out.take())
                .containsExactly("REJECTED: the partition already holds 12 open series windows; allowed: 12"
                        + " (windows.open.max)");
    }

    @Test
    void shouldForgetTheTenantsOwnHistoriesBeyondItsMost() {
        window(0, "good", 3);
        window(1, "noisy", 7);
        assertThat(reports()).containsExactly("noisy _limit.tenant.series.max 1");
        window(2, "good", 3);
        assertThat(histories("good")).containsExactly(1L, 1L, 1L);
        window(3, "noisy", 7);
        assertThat(histories("noisy"))
                .as("only the first one began anew, and cost the next its place")
                .containsExactly(0L, 1L, 1L, 1L, 1L, 1L, 1L);
    }

    @Test
    void shouldForgetThoseOfTheTenantWithTheMostWhenThePartitionIsFull() {
        window(0, "good", 3);
        window(1, "other", 2);
        window(2, "noisy", 6);
        assertThat(reports()).containsExactly("noisy _limit.series.max 2");
        window(3, "good", 3);
        assertThat(histories("good")).containsExactly(1L, 1L, 1L);
        window(4, "other", 2);
        assertThat(histories("other")).containsExactly(1L, 1L);
    }

    @Test
    void shouldHoldTheSameLimitsAfterARestart() {
        for (int i = 0; i < 8; i++) {
            accept(Observed.metric("noisy", "s", "m" + i, 1_000, 1));
        }
        Saved saved = new Saved();
        windows.save(saved);
        windows = new PartitionWindows(SETTINGS);
        saved.loadInto(windows);

        accept(Observed.metric("noisy", "s", "m8", 1_001, 1));
        assertThat(out.take()).hasSize(1);
        tick(12_000);
        window(2, "noisy", 6);
        assertThat(histories("noisy")).containsExactly(0L, 0L, 1L, 1L, 1L, 1L);
    }

    private void window(int index, String tenant, int series) {
        out.take();
        for (int i = 0; i < series; i++) {
            accept(Observed.metric(tenant, "s", "m" + i, index * SIZE + i, 1));
        }
        tick((index + 1) * SIZE + 2_000);
    }

    private List<Long> histories(String tenant) {
        return out.trends().stream()
                .filter(t -> t.getTenantId().equals(tenant) && !t.getName().isEmpty())
                .map(Trend::getHistory)
                .toList();
    }

    private List<String> reports() {
        return out.trends().stream()
                .filter(t -> t.getName().isEmpty())
                .map(t -> t.getTenantId() + " " + t.getSource() + " " + t.getCount())
                .toList();
    }

    private void tick(long at) {
        accept(Observed.tick(at));
    }

    private void accept(Observation o) {
        windows.accept(Observed.keyOf(o), o, o.getObservedAt().toEpochMilli(), out);
    }
}
