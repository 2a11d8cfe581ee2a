package io.aurea.cycle;

import static io.aurea.fixture.Trends.metric;
import static io.aurea.fixture.Trends.watermark;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Status;
import io.aurea.trend.ModelSettings;
import io.aurea.window.WindowSettings;
import org.junit.jupiter.api.Test;

/** Tenants without data end, and make room. */
class TenantCyclesEndTest {
    private static final WindowSettings WINDOW = new WindowSettings(1_000, 200, 60_000, 1_000);

    private static final CycleSettings IDLE =
            new CycleSettings(WINDOW, 3, 100, true, 120_000, 60_000, ModelSettings.DEFAULT);

    private final LoopLog out = new LoopLog();

    @Test
    void shouldEndATenantThatHasBeenWithoutDataForTooLong() {
        TenantCycles loop = new TenantCycles(IDLE);
        Saved saved = new Saved();
        loop.accept(0, metric("busy", "s", "m", 0, 1), out);
        loop.accept(0, metric("idle", "s", "m", 0, 1), out);
        for (long end = 1_000; end <= 60_000; end += 1_000) {
            loop.accept(0, metric("busy", "s", "m", end, 1), out);
            loop.accept(watermark(0, 1, end + 200), end + 300, out);
            loop.save(saved);
        }
        assertThat(out.ended()).isEmpty();
        loop.accept(watermark(0, 1, 61_200), 61_300, out);
        loop.save(saved);

        assertThat(out.ended()).singleElement().satisfies(last -> {
            assertThat(last.getTenantId()).isEqualTo("idle");
            assertThat(last.getLimits())
                    .containsExactly("ended: no data since 1970-01-01T00:00:01Z, and that is longer than"
                            + " tenant.idle.end.ms; data begins it anew");
        });
        assertThat(out.observations())
                .filteredOn(o -> o.getName().equals("loop.tenant_ended"))
                .singleElement()
                .satisfies(o -> assertThat(o.getSource()).isEqualTo("idle"));
        assertThat(out.forgotten())
                .containsExactly("cycle_metrics_1", "cycle_metrics_2", "cycle_metrics_3", "cycle_metrics_4");
        assertThat(loop.tenants()).isEqualTo(1);
        assertThat(loop.endedTenants()).isEqualTo(1);
        assertThat(saved.mentions("idle")).isFalse();

        TenantCycles again = new TenantCycles(IDLE);
        saved.loadInto(again);
        out.clear();
        again.accept(0, metric("idle", "s", "m", 61_000, 1), out);
        again.accept(watermark(0, 1, 62_200), 62_300, out);
        assertThat(out.cycles())
                .extracting(c -> c.getTenantId() + c.getCycleNumber())
                .containsExactly("busy62", "idle1000000001");
        assertThat(out.deadLetters()).isEmpty();
    }

    @Test
    void shouldNotEndATenantThatAPersonHasPaused() {
        TenantCycles loop = new TenantCycles(IDLE);
        loop.accept(0, metric("idle", "s", "m", 0, 1), out);
        loop.accept(watermark(0, 1, 1_200), 1_300, out);
        loop.accept(command("idle", "c-1", CommandKind.PAUSE), 1_400, out);
        loop.accept(watermark(0, 1, 100_200), 100_300, out);
        assertThat(out.ended()).isEmpty();

        loop.accept(command("idle", "c-2", CommandKind.RESUME), 100_400, out);
        loop.accept(watermark(0, 1, 101_200), 101_300, out);
        assertThat(out.ended()).extracting(Status::getTenantId).containsExactly("idle");
        assertThat(out.deadLetters()).isEmpty();
    }

    @Test
    void shouldGiveThePlaceOfTheTenantWithoutDataLongestToANewOneAfterADay() {
        long day = 86_400_000;
        TenantCycles two = new TenantCycles(new CycleSettings(WINDOW, 3, 2, true));
        two.accept(0, metric("longest", "s", "m", 0, 1), out);
        two.accept(0, metric("long", "s", "m", 1_000, 1), out);
        two.accept(watermark(0, 1, day), day + 100, out);
        two.accept(0, metric("soon", "s", "m", day, 1), out);
        assertThat(out.ended()).extracting(Status::getTenantId).containsExactly("longest");
        two.accept(0, metric("too-soon", "s", "m", day, 1), out);
        assertThat(out.deadLetters()).containsExactly("the partition already has 2 tenants; allowed: 2 (tenants.max)");
        assertThat(out.ended()).hasSize(1);
        two.accept(watermark(0, 1, day + 1_200), day + 1_300, out);
        assertThat(out.cycles()).last().satisfies(c -> assertThat(c.getTenantId())
                .isEqualTo("soon"));
    }

    private static Command command(String tenant, String id, CommandKind kind) {
        return Command.newBuilder()
                .setTenantId(tenant)
                .setCommandId(id)
                .setKind(kind)
                .setIssuedBy("alice")
                .build();
    }
}
