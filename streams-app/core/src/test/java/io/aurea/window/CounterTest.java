package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.fixture.ObserveLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters through the windows of a partition, 10 s each. */
class CounterTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final WindowSettings SETTINGS = new WindowSettings(10_000, 2_000, 60_000, 100);

    private final ObserveLog out = new ObserveLog();
    private PartitionWindows windows = new PartitionWindows(SETTINGS);

    @Test
    void shouldFollowACounterAsItsRatePerSecond() {
        count(1_000, 500);
        count(11_000, 600);
        count(16_000, 650);
        count(21_000, 700);
        close(40_000);

        assertThat(levels()).containsExactly(null, 10.0, 10.0);
        Trend first = out.trends().get(0);
        assertThat(first.getCount()).isEqualTo(1);
        assertThat(first.getValues()).isZero();
        assertThat(first.getMean()).isNull();
        Trend second = out.trends().get(1);
        assertThat(second.getKind()).isEqualTo(ObservationKind.COUNTER);
        assertThat(second.getUnit()).isEqualTo("1/s");
        assertThat(second.getValues()).isEqualTo(1);
        assertThat(second.getSum()).isEqualTo(10);
        assertThat(second.getP95()).isEqualTo(10);
        assertThat(second.getLevelLow()).isNull();
    }

    @Test
    void shouldTellTheFirstWindowsRateWhenItHasTwoValues() {
        count(0, 500);
        count(5_000, 520);
        close(20_000);
        assertThat(levels()).containsExactly(4.0);
    }

    @Test
    void shouldPutTheUnitOfTheSumOverSeconds() {
        Observation bytes = counter(0, 1);
        bytes.setUnit("By");
        accept(bytes);
        close(20_000);
        assertThat(out.trends().get(0).getUnit()).isEqualTo("By/s");
    }

    @Test
    void shouldTakeAValueBelowTheLastForARestartFromZero() {
        count(5_000, 1_000_000);
        count(15_000, 30);
        count(25_000, 130);
        close(40_000);
        assertThat(levels()).containsExactly(null, 3.0, 10.0);
    }

    @Test
    void shouldSeeRestartsWithinAWindowInWhateverOrderValuesCome() {
        count(1_000, 100);
        for (long[] v : new long[][] {{17_000, 20}, {12_000, 210}, {19_000, 5}, {11_000, 200}, {15_000, 10}}) {
            count(v[0], v[1]);
        }
        close(40_000);
        // 100 -> 200 -> 210, restart, 10 -> 20, restart, 5: 135 in 18 s.
        assertThat(levels()).element(1).isEqualTo(135 / 18.0);
    }

    @Test
    void shouldTellTheIncreaseOverWindowsWithoutDataAsTheRateOverThatTime() {
        count(5_000, 100);
        count(105_000, 600);
        close(130_000);
        assertThat(levels()).containsExactly(null, 5.0);
    }

    @Test
    void shouldGoOnFromTheLastValueAfterARestartOfTheLoop() {
        double value = 0;
        for (int window = 0; window < 50; window++) {
            value += 70;
            count(window * 10_000L + 3_000, value);
            Saved saved = new Saved();
            windows.saveAll(saved);
            windows = new PartitionWindows(SETTINGS);
            saved.loadInto(windows);
        }
        close(600_000);
        assertThat(levels().subList(1, 50)).containsOnly(7.0);
    }

    @Test
    void shouldForgetTheLastValueWithTheSeries() {
        count(5_000, 100);
        close(20_000);
        accept(Observed.tick(90_000_000));
        count(90_005_000, 200);
        close(90_020_000);
        assertThat(levels()).containsExactly(null, null);
    }

    @Test
    void shouldMakeNothingAnomalousOfAnEvenRiseWithOneRestart() {
        double value = 0;
        for (int window = 0; window < 330; window++) {
            if (window == 240) {
                value = 0;
            }
            for (int k = 0; k < 3; k++) {
                value += 30 + (window * 7 + k * 3) % 5;
                count(window * 10_000L + k * 3_000L + 500, value);
            }
        }
        close(4_000_000);
        assertThat(out.trends().subList(1, 330))
                .allSatisfy(t -> assertThat(t.getLevel()).isBetween(9.0, 11.5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {4_294_967_295d, 9_007_199_254_740_992d, 1e19, 1e100})
    void shouldStayFiniteAndAtOrAboveZeroWithGreatValues(double great) {
        count(5_000, great);
        count(15_000, great);
        count(15_001, great * 0.999);
        count(25_000, 12);
        close(40_000);
        assertThat(out.trends())
                .filteredOn(t -> t.getLevel() != null)
                .hasSize(2)
                .allSatisfy(t -> {
                    assertThat(t.getLevel()).isFinite().isNotNegative();
                    assertThat(t.getSumSquares()).isFinite();
                });
    }

    @Test
    void shouldCountAtMostWhatIsLeftWhenACounterWrapsAt32Bits() {
        count(5_000, 4_294_967_290d);
        count(15_000, 54);
        count(25_000, 154);
        close(40_000);
        assertThat(levels()).containsExactly(null, 5.4, 10.0);
    }

    @Test
    void shouldStayBoundedWhenTwoProcessesWriteOneCounter() {
        for (int i = 0; i < 2_000; i++) {
            count(i * 100L, i % 2 == 0 ? 1_000_000 + i : i);
        }
        close(300_000);
        assertThat(out.trends())
                .hasSize(20)
                .allSatisfy(t -> assertThat(t.getLevel()).isFinite().isNotNegative());
        Saved saved = new Saved();
        windows.saveAll(saved);
        assertThat(saved.size()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, -0.001, Double.NaN, Double.POSITIVE_INFINITY, 1e101})
    void shouldRefuseWhatNoCounterCounts(double value) {
        count(5_000, value);
        assertThat(out.take())
                .containsExactly(
                        "REJECTED: value is " + value + "; allowed: for a COUNTER a finite number from 0 to 1e100");
    }

    @Test
    void shouldRefuseACounterWithoutAValue() {
        Observation none = counter(0, 1);
        none.setValue(null);
        accept(none);
        assertThat(out.take()).containsExactly("REJECTED: a COUNTER needs a value");
    }

    @Test
    void shouldBeRightWhenTheClockOfAPublisherRunsAhead() {
        windows.accept("t/s".getBytes(), counter(5_000, 100), 5_000, out);
        windows.accept("t/s".getBytes(), counter(45_000, 200), 15_000, out);
        windows.accept("t/s".getBytes(), counter(55_000, 300), 25_000, out);
        close(100_000);
        assertThat(levels().stream().filter(Objects::nonNull))
                .allSatisfy(l -> assertThat(l).isCloseTo(10, within(1e-9)));
        assertThat(levels()).hasSize(3);
    }

    private void count(long atMs, double value) {
        accept(counter(atMs, value));
    }

    private static Observation counter(long atMs, double value) {
        Observation o = Observed.metric("t", "s", "requests_total", atMs, value);
        o.setKind(ObservationKind.COUNTER);
        o.setUnit(null);
        return o;
    }

    private void accept(Observation o) {
        windows.accept(Observed.keyOf(o), o, NOW, out);
    }

    private void close(long atMs) {
        accept(Observed.tick(atMs));
    }

    private List<Double> levels() {
        return out.trends().stream().map(Trend::getLevel).toList();
    }
}
