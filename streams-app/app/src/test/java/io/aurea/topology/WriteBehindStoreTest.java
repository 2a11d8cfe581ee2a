package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.schema.Observation;
import io.aurea.window.PartitionWindows;
import io.aurea.window.WindowSettings;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest {
    private static final WindowSettings SETTINGS = new WindowSettings(10_000, 2_000, 60_000, 100);

    private final WriteBehindStore store = new WriteBehindStore("windows");
    private final ObserveLog out = new ObserveLog();

    @Test
    void shouldHandTheStateOnThroughAStandby() {
        PartitionWindows before = owned();
        fill(before);
        store.clearCache();
        assertIsHandedOn(before, owned());
    }

    @Test
    void shouldHandTheStateOnToAnOwnerThatTakesItUnasked() {
        PartitionWindows before = owned();
        fill(before);
        assertIsHandedOn(before, owned());
    }

    @Test
    void shouldForgetTheStateOfATaskThatWasClosed() {
        fill(owned());
        store.close();
        PartitionWindows after = owned();
        assertThat(after.tally().read()).isZero();
        assertThat(after.openCount()).isZero();
        assertThat(after.watermark()).isEmpty();
    }

    private PartitionWindows owned() {
        PartitionWindows windows = new PartitionWindows(SETTINGS);
        store.own(windows, () -> {});
        return windows;
    }

    private void fill(PartitionWindows windows) {
        accept(windows, Observed.metric("t", "s", "m", 9_000, 1));
        accept(windows, Observed.operation("t", "s", "call", 11_000, false));
        out.take();
    }

    private void assertIsHandedOn(PartitionWindows before, PartitionWindows after) {
        assertThat(after.tally()).isEqualTo(before.tally());
        assertThat(after.watermark()).contains(11_000L);
        assertThat(after.openCount()).isEqualTo(2);
        accept(after, Observed.tick(22_000));
        assertThat(out.trends())
                .extracting(t -> t.getName() + " " + t.getCount())
                .containsExactly("m 1", "call 1");
        assertThat(out.all()).hasSize(3);
    }

    private void accept(PartitionWindows windows, Observation o) {
        windows.accept(Observed.keyOf(o), o, 1_000_000, out);
    }
}
