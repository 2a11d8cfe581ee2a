package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an entry of the stored windows is, it is loaded and saved again as it was, or refused, so that it is set aside. */
class StoredWindowsFuzzTest {
    private static final WindowSettings SETTINGS = new WindowSettings(1_000, 300, 2_000, 1_000);

    static Stream<Arguments> entries() {
        PartitionWindows windows = new PartitionWindows(SETTINGS);
        ObserveLog out = new ObserveLog();
        for (long at = 1_000; at < 6_000; at += 250) {
            for (Observation o : List.of(
                    Observed.metric("shop", "cart", "latency", at, at),
                    Observed.operation("shop", "db", "query", at, at % 500 == 0))) {
                windows.accept(Observed.keyOf(o), o, at, out);
            }
        }
        List<Arguments> entries = new ArrayList<>();
        windows.saveAll((key, value) -> entries.add(Arguments.of(key, value)));
        return entries.stream();
    }

    @MethodSource("entries")
    @Timeout(10)
    @FuzzTest
    void shouldLoadAnEntryOrRefuseIt(byte @NotNull [] key, byte @NotNull [] value) {
        if (key.length == 0) {
            return;
        }
        PartitionWindows windows = new PartitionWindows(SETTINGS);
        try {
            windows.load(key, value);
        } catch (RuntimeException refused) {
            // The store sets the entry aside, and says so.
            return;
        }
        Saved once = new Saved();
        windows.saveAll(once);
        PartitionWindows again = new PartitionWindows(SETTINGS);
        once.loadInto(again);
        Saved twice = new Saved();
        again.saveAll(twice);
        assertThat(twice).isEqualTo(once);
    }
}
