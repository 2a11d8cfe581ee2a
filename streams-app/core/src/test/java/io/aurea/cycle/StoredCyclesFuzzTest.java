package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.fixture.Trends;
import io.aurea.window.WindowSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an entry of the stored cycles is, it is loaded and saved again as it was, or refused, so that it is set aside. */
class StoredCyclesFuzzTest {
    private static final CycleSettings SETTINGS =
            new CycleSettings(new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000), 2, 100, true);

    static Stream<Arguments> entries() {
        TenantCycles cycles = new TenantCycles(SETTINGS);
        LoopLog out = new LoopLog();
        for (long start = 0; start < 20_000; start += Trends.SIZE_MS) {
            cycles.accept(0, Trends.metric("shop", "cart", "queue", start, 5), out);
            cycles.accept(0, Trends.operation("shop", "db", "query", start, start < 10_000 ? 50 : 5, 50), out);
            if (start < 18_000) {
                cycles.accept(Trends.watermark(0, 1, start + 3 * Trends.SIZE_MS, 1L), start, out);
            }
        }
        List<Arguments> entries = new ArrayList<>();
        cycles.saveAll((key, value) -> entries.add(Arguments.of(key, value)));
        return entries.stream();
    }

    @MethodSource("entries")
    @Timeout(10)
    @FuzzTest
    void shouldLoadAnEntryOrRefuseIt(byte @NotNull [] key, byte @NotNull [] value) {
        if (key.length == 0) {
            return;
        }
        TenantCycles cycles = new TenantCycles(SETTINGS);
        try {
            cycles.load(key, value);
        } catch (RuntimeException refused) {
            // The store sets the entry aside, and says so.
            return;
        }
        Saved once = new Saved();
        cycles.saveAll(once);
        TenantCycles again = new TenantCycles(SETTINGS);
        once.loadInto(again);
        Saved twice = new Saved();
        again.saveAll(twice);
        assertThat(twice).isEqualTo(once);
    }
}
