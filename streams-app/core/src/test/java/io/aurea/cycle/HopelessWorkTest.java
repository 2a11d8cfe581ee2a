package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Trends;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import io.aurea.trend.ModelSettings;
import io.aurea.window.PartitionWindows;
import io.aurea.window.SeriesId;
import io.aurea.window.WindowSettings;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.util.Set;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** What cannot be done is left out, and costs nothing else. */
class HopelessWorkTest {
    private static final WindowSettings WINDOW = new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000);

    private record Hopeless(Set<String> pieces) implements FailedWork {
        @Override
        public boolean any() {
            return true;
        }

        @Override
        public boolean isHopeless(String piece) {
            return pieces.contains(piece);
        }
    }

    @Test
    void shouldLeaveOutOneCycleOfOneTenantAndCountWhatWasInIt() {
        FailedWork failed = new Hopeless(Set.of("the cycle of tenant bad of window 1970-01-01T00:00:01Z"));
        LoopLog out = new LoopLog();
        TenantCycles cycles = new TenantCycles(new CycleSettings(WINDOW, 30, 100, false), WorkBudget.UNLIMITED, failed);
        for (long start = 0; start < 3_000; start += Trends.SIZE_MS) {
            cycles.accept(0, Trends.metric("bad", "s", "m", start, 5), out);
            cycles.accept(0, Trends.metric("good", "s", "m", start, 2), out);
            cycles.accept(Trends.watermark(0, 1, start + 1_200), 0, out);
        }

        assertThat(out.cycles())
                .extracting(c -> c.getTenantId() + " " + c.getCycleNumber() + " " + c.getWindowStart())
                .containsExactly(
                        "bad 1 1970-01-01T00:00:00Z",
                        "good 1 1970-01-01T00:00:00Z",
                        "good 2 1970-01-01T00:00:01Z",
                        "bad 2 1970-01-01T00:00:02Z",
                        "good 3 1970-01-01T00:00:02Z");
        assertThat(out.deadLetters())
                .containsExactly(
                        "the cycle of tenant bad of window 1970-01-01T00:00:01Z is left out, with 5 observations");
        assertThat(cycles.tally()).isEqualTo(new OrientTally(16, 5));
        assertThat(out.cycles().stream()
                        .mapToLong(CycleMetrics::getObservationsCount)
                        .sum())
                .isEqualTo(16);
    }

    @Test
    void shouldCloseAWindowThatCannotBeJudgedWithoutAHistory() {
        SeriesId series = new SeriesId("t", "s", "m");
        FailedWork failed = new Hopeless(Set.of("window 1970-01-01T00:00:01Z of series " + series));
        ObserveLog out = new ObserveLog();
        PartitionWindows windows = new PartitionWindows(WINDOW, ModelSettings.DEFAULT, WorkBudget.UNLIMITED, failed);
        for (long start = 0; start < 3_000; start += Trends.SIZE_MS) {
            accept(windows, Observed.metric("t", "s", "m", start, 1), out);
            accept(windows, Observed.metric("t", "s", "other", start, 1), out);
        }
        accept(windows, Observed.tick(3_200), out);

        assertThat(out.trends().stream().filter(t -> t.getName().equals("m")))
                .extracting(Trend::getCount, Trend::getHistory)
                .containsExactly(once(0), once(0), once(0));
        assertThat(out.trends().stream().filter(t -> t.getName().equals("other")))
                .extracting(Trend::getCount, Trend::getHistory)
                .containsExactly(once(0), once(1), once(2));
    }

    private static Tuple once(long history) {
        return Tuple.tuple(1L, history);
    }

    private static void accept(PartitionWindows windows, Observation o, ObserveLog out) {
        windows.accept(Observed.keyOf(o), o, o.getObservedAt().toEpochMilli(), out);
    }
}
