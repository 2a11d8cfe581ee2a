package io.aurea.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.schema.Observation;
import io.aurea.window.PartitionWindows;
import io.aurea.window.WindowSettings;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedPunctuator;
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

    @Test
    void shouldSetAsideAnEntryThatCannotBeReadAndGoOn() {
        Map<Bytes, byte[]> entries = new HashMap<>();
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
        WriteBehindStore damaged = new WriteBehindStore("windows", entries);
        damaged.init(context.getStateStoreContext(), damaged);
        PartitionWindows before = new PartitionWindows(SETTINGS);
        fill(before);
        before.saveAll((key, value) -> entries.put(Bytes.wrap(key), value));
        Bytes bad = entries.keySet().stream()
                .filter(key -> key.get()[0] == 'w' && key.toString().contains("/call"))
                .findFirst()
                .orElseThrow();
        byte[] fromAnotherRelease = {99, 1, 2, 3};
        entries.put(bad, fromAnotherRelease);
        PartitionWindows after = new PartitionWindows(SETTINGS);
        damaged.own(after, () -> {});
        assertThat(damaged.setAside()).isEqualTo(1);
        assertThat(after.tenantOf(bad.get())).contains("t");
        assertThat(after.tally()).isEqualTo(before.tally());
        assertThat(after.openCount()).isEqualTo(1);
        damaged.clearCache();
        assertThat(entries.get(bad)).as("kept for who can read it").isEqualTo(fromAnotherRelease);
    }

    @Test
    void shouldRefuseTheStateOfANewerRelease() {
        Map<Bytes, byte[]> entries = new HashMap<>();
        WriteBehindStore newer = new WriteBehindStore("windows", entries);
        entries.put(Bytes.wrap(new byte[] {0}), new byte[] {3});
        assertThatThrownBy(() -> newer.own(new PartitionWindows(SETTINGS), () -> {}))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("store windows was written by a newer release, whose state is number 3")
                .hasMessageContaining("docs/UPGRADING.md");
    }

    @Test
    void shouldStopTheTaskWhenNoCommitSavesWhatHasChanged() {
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>();
        store.guard(context);
        CapturedPunctuator punctuator = context.scheduledPunctuators().get(0);
        assertThat(punctuator.getType()).isEqualTo(PunctuationType.WALL_CLOCK_TIME);
        for (int i = 0; i < 100; i++) {
            punctuator.getPunctuator().punctuate(i);
        }
        store.changed();
        store.flushCache();
        store.changed();
        for (int i = 0; i < 10; i++) {
            store.changed();
            punctuator.getPunctuator().punctuate(i);
        }
        assertThatThrownBy(() -> punctuator.getPunctuator().punctuate(10))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining(
                        "store windows has changed and was not asked to save itself for 10 commit intervals");
    }

    /** A rebalance during which the task goes on is no fault of the store, and commits come after it. */
    @Test
    void shouldWaitForACommitAsLongAsTwoTransactionsMayTake() {
        Properties config = new Properties();
        config.put("commit.interval.ms", 100);
        config.put("producer.transaction.timeout.ms", 20_000);
        MockProcessorContext<Object, Object> context = new MockProcessorContext<>(config);
        store.guard(context);
        CapturedPunctuator punctuator = context.scheduledPunctuators().get(0);
        store.changed();
        for (int i = 0; i < 400; i++) {
            punctuator.getPunctuator().punctuate(i);
        }
        assertThatThrownBy(() -> punctuator.getPunctuator().punctuate(400))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("was not asked to save itself for 400 commit intervals");
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
