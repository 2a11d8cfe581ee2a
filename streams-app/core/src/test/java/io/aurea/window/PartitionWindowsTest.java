package io.aurea.window;

import static io.aurea.fixture.Observed.health;
import static io.aurea.fixture.Observed.keyOf;
import static io.aurea.fixture.Observed.metric;
import static io.aurea.fixture.Observed.operation;
import static io.aurea.fixture.Observed.tick;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.fixture.ObserveLog;
import io.aurea.schema.Observation;
import io.aurea.schema.Trend;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionWindowsTest {
    private static final long NOW = 1_000_000_000_000L;
    private static final WindowSettings SETTINGS = new WindowSettings(10_000, 2_000, 60_000, 3);

    private static final WindowSettings OWN_CLOCK = new WindowSettings(
            10_000,
            2_000,
            60_000,
            new SeriesLimits(9, 9, SeriesLimits.ANY, SeriesLimits.ANY, 100, 100),
            86_400_000,
            2_000,
            WindowSettings.ANY_JUMP);
    private static final WindowSettings DATA_CLOCK = new WindowSettings(
            10_000,
            2_000,
            60_000,
            new SeriesLimits(9, 9, SeriesLimits.ANY, SeriesLimits.ANY, 100, 100),
            86_400_000,
            0,
            60_000);

    private final ObserveLog out = new ObserveLog();
    private final PartitionWindows windows = new PartitionWindows(SETTINGS);

    @Test
    void shouldCloseAWindowExactlyWhenTheWatermarkReachesItsEndPlusGrace() {
        accept(metric("t", "s", "m", 9_999, 1));
        assertThat(out.take()).containsExactly("watermark 9999");

        accept(metric("t", "s", "m", 11_999, 2));
        assertThat(out.take()).isEmpty();

        accept(metric("t", "s", "m", 12_000, 3));
        List<Object> closed = out.take();
        assertThat(closed).hasSize(2);
        Trend trend = (Trend) closed.get(0);
        assertThat(trend.getWindowStart().toEpochMilli()).isZero();
        assertThat(trend.getWindowEnd().toEpochMilli()).isEqualTo(10_000);
        assertThat(trend.getCount()).isEqualTo(1);
        assertThat(trend.getMean()).isEqualTo(1);
        assertThat(closed.get(1)).isEqualTo("watermark 12000");
        assertThat(windows.openCount()).isEqualTo(1);
        assertThat(windows.openUntil()).contains(22_000L);
        assertTally(3, 3, 0, 0, 0);
    }

    @Test
    void shouldPutARecordAtTheEndOfAWindowIntoTheNextOne() {
        accept(metric("t", "s", "m", 0, 1));
        accept(metric("t", "s", "m", 10_000, 2));
        accept(tick(30_000));
        assertThat(out.trends()).extracting(Trend::getSum).containsExactly(1.0, 2.0);
        assertTally(3, 2, 0, 0, 1);
    }

    @Test
    void shouldTakeALateRecordWithinGraceAndRefuseItAfterwards() {
        accept(metric("t", "s", "m", 11_999, 1));
        accept(metric("t", "s", "m", 9_000, 2));
        accept(tick(12_000));
        out.take();
        accept(metric("t", "s", "m", 9_999, 3));
        assertThat(out.take())
                .containsExactly("LATE: the window 1970-01-01T00:00:00Z/1970-01-01T00:00:10Z of observed_at"
                        + " 1970-01-01T00:00:09.999Z is closed: watermark 1970-01-01T00:00:12Z, grace 2000 ms");
        assertTally(4, 2, 1, 0, 1);
    }

    @Test
    void shouldTakeWhatPublishersHadBufferedWhileNothingCouldBeWritten() {
        PartitionWindows own = new PartitionWindows(OWN_CLOCK);
        for (long at = 0; at <= 9_000; at += 1_000) {
            own.accept(keyOf(tick(at)), tick(at), at, out);
        }
        out.take();
        // No leader until 40 s; the ticker is the first to write again, and the publisher has pauses of up to a second.
        own.accept(keyOf(tick(40_000)), tick(40_000), 40_000, out);
        for (long at = 10_000; at < 40_000; at += 10_000) {
            Observation o = metric("t", "s", "m", at, 1);
            own.accept(keyOf(o), o, 40_000 + at / 10, out);
        }
        for (long at = 41_000; at < 45_000; at += 1_000) {
            own.accept(keyOf(tick(at)), tick(at), at, out);
        }
        own.accept(keyOf(tick(44_999)), tick(44_999), 44_999, out);
        assertThat(out.take()).isEmpty();

        own.accept(keyOf(tick(45_000)), tick(45_000), 45_000, out);
        assertThat(out.trends())
                .extracting(t -> t.getWindowStart().toEpochMilli())
                .containsExactly(10_000L, 20_000L, 30_000L);
        assertThat(own.tally()).isEqualTo(new Tally(20, 3, 0, 0, 17));
        assertThat(own.watermark()).contains(45_000L);
    }

    @Test
    void shouldCountOnTheDataClockWhatTheLoopTellsOfAClosedCycleInTheOldestOpenWindow() {
        PartitionWindows data = new PartitionWindows(DATA_CLOCK);
        accept(data, tick(30_000));
        out.take();
        accept(data, metric("aurea", "aurea-loop", "decisions", 5_000, 7));
        accept(data, metric("aurea-2", "s", "m", 5_000, 1));
        assertThat(data.tally()).isEqualTo(new Tally(3, 1, 1, 0, 1));

        accept(data, tick(32_000));
        assertThat(out.trends())
                .filteredOn(t -> !t.getName().isEmpty())
                .singleElement()
                .satisfies(t -> {
                    assertThat(t.getWindowStart().toEpochMilli()).isEqualTo(20_000);
                    assertThat(t.getSum()).isEqualTo(7);
                });
    }

    @Test
    void shouldGoOnWhereTicksAreAlwaysTooFarApart() {
        PartitionWindows own = new PartitionWindows(OWN_CLOCK);
        for (long at = 0; at <= 100_000; at += 5_000) {
            own.accept(keyOf(tick(at)), tick(at), at, out);
        }

        assertThat(own.watermark()).contains(100_000L);
    }

    @Test
    void shouldNotLetOneRecordCarryTheTimeOfADataClockFar() {
        PartitionWindows data = new PartitionWindows(DATA_CLOCK);
        accept(data, metric("t", "s", "m", 100_000, 1));
        accept(data, metric("t", "s", "m", 101_000, 1));
        accept(data, metric("t", "phone", "m", 900_000_000, 1));
        accept(data, metric("t", "s", "m", 102_000, 1));
        accept(data, metric("t", "s", "m", 112_000, 1));

        assertThat(out.trends()).extracting(Trend::getSum).containsExactly(3.0);
        assertThat(data.tally()).isEqualTo(new Tally(5, 5, 0, 0, 0));
        assertThat(data.watermark()).contains(112_000L);
        assertThat(data.openUntil()).contains(900_012_000L);
    }

    @Test
    void shouldGoOnAfterAGapOnADataClockWithTheRecordThatWouldCloseTheFirstWindow() {
        PartitionWindows data = new PartitionWindows(DATA_CLOCK);
        accept(data, metric("t", "s", "m", 100_000, 1));
        accept(data, metric("t", "s", "m", 101_000, 1));
        accept(data, metric("t", "s", "m", 900_000_000, 4));
        accept(data, metric("t", "s", "m", 900_011_999, 8));
        assertThat(out.trends()).isEmpty();

        accept(data, metric("t", "s", "m", 900_012_000, 16));
        assertThat(out.trends()).extracting(Trend::getSum).containsExactly(2.0, 4.0);
        assertThat(data.watermark()).contains(900_012_000L);
        assertThat(data.tally()).isEqualTo(new Tally(5, 5, 0, 0, 0));
    }

    private void accept(PartitionWindows to, Observation o) {
        to.accept(keyOf(o), o, NOW, out);
    }

    @Test
    void shouldNotLetAFastClockDragTimeAlong() {
        windows.accept(keyOf(metric("t", "s", "m", 0, 0)), metric("t", "s", "m", 50_000, 1), 1_000, out);
        assertThat(out.take()).containsExactly("watermark 1000");
        windows.accept(keyOf(metric("t", "s", "m", 0, 0)), metric("t", "s", "m", 1_500, 1), 1_500, out);
        assertThat(out.take()).isEmpty();
        assertTally(2, 2, 0, 0, 0);
    }

    @Test
    void shouldRefuseWhatLiesFurtherAheadThanTheAllowedSkew() {
        Observation ahead = metric("t", "s", "m", 61_001, 1);
        windows.accept(keyOf(ahead), ahead, 1_000, out);
        assertThat(out.take())
                .containsExactly("REJECTED: observed_at 1970-01-01T00:01:01.001Z lies 60001 ms ahead of its append time"
                        + " 1970-01-01T00:00:01Z; allowed: 60000 ms (max.clock.skew.ms)");
        assertThat(windows.watermark()).isEmpty();
        assertTally(1, 0, 0, 1, 0);
    }

    @Test
    void shouldRefuseARecordWhoseKeyIsNotItsTenantAndSource() {
        windows.accept("t/other".getBytes(UTF_8), metric("t", "s", "m", 0, 1), NOW, out);
        windows.accept(null, metric("t", "s", "m", 0, 1), NOW, out);
        assertThat(out.take())
                .containsExactly(
                        "REJECTED: the record's key is 't/other'; allowed: tenant_id/source, here 't/s'",
                        "REJECTED: the record's key is missing; allowed: tenant_id/source, here 't/s'");
        assertTally(2, 0, 0, 2, 0);
    }

    @Test
    void shouldRefuseASecondKindInOneSeriesAndWindow() {
        accept(metric("t", "s", "m", 0, 1));
        out.take();
        accept(health("t", "s", "m", 1, true));
        assertThat(out.take())
                .containsExactly(
                        "REJECTED: kind is HEALTH but the series has METRIC in this window; allowed: one kind per series");
        assertTally(2, 1, 0, 1, 0);
    }

    @Test
    void shouldRefuseToOpenMoreWindowsThanAllowed() {
        for (String name : List.of("a", "b", "c")) {
            accept(metric("t", "s", name, 0, 1));
        }
        out.take();
        accept(metric("t", "s", "d", 0, 1));
        accept(metric("t", "s", "a", 20_000, 1));
        assertThat(out.take())
                .containsExactly(
                        "REJECTED: tenant t already has 3 open series windows on the partition; allowed: 3 (tenant.windows.open.max)",
                        "REJECTED: tenant t already has 3 open series windows on the partition; allowed: 3 (tenant.windows.open.max)");
        assertThat(windows.openUntil()).contains(12_000L);
        assertTally(5, 3, 0, 2, 0);
    }

    @Test
    void shouldCloseWindowsOldestFirstAndSeriesInOrder() {
        accept(metric("t", "b", "m", 10_000, 1));
        accept(metric("t", "a", "z", 1, 1));
        accept(metric("t", "a", "m", 2, 1));
        out.take();
        accept(tick(30_000));
        assertThat(out.trends())
                .extracting(t -> t.getWindowEnd().toEpochMilli() + " " + t.getSource() + "/" + t.getName())
                .containsExactly("10000 a/m", "10000 a/z", "20000 b/m");
        assertThat(out.all()).hasSize(4).last().isEqualTo("watermark 30000");
    }

    @Test
    void shouldGiveARateWithItsIntervalAndTheNumbersOfItsDurations() {
        for (int i = 0; i < 10; i++) {
            accept(operation("t", "s", "call", i, i != 0));
        }
        accept(tick(12_000));
        Trend trend = out.trends().get(0);
        assertThat(trend.getAttempts()).isEqualTo(10);
        assertThat(trend.getSuccesses()).isEqualTo(9);
        assertThat(trend.getSuccessRate()).isEqualTo(0.9);
        // 0.5958 and 0.9821: Wilson's interval for 9 of 10.
        assertThat(trend.getSuccessRateLow()).isCloseTo(0.5958, within(0.0001));
        assertThat(trend.getSuccessRateHigh()).isCloseTo(0.9821, within(0.0001));
        assertThat(trend.getValues()).isEqualTo(9);
        assertThat(trend.getFailedValues()).isEqualTo(1);
        assertThat(trend.getFailedMean()).isEqualTo(12.5);
        assertThat(trend.getP50()).isEqualTo(12.5);
        assertThat(out.trends()).hasSize(1);
    }

    @Test
    void shouldNotCallAFrontendSlowAfterItsCureForWhatFailedFastBefore() {
        long at = 0;
        for (int window = 0; window < 120; window++) {
            // From minute 10 to minute 15 nearly all calls fail within 3 ms.
            boolean sick = window >= 60 && window < 90;
            for (int i = 0; i < 40; i++) {
                Observation call = operation("t", "frontend", "page", at + i * 200, !sick || window > 70 && i < 2);
                call.setDurationMs(call.getSuccess() ? 100 + i % 7 : 3.0);
                accept(call);
            }
            at += 10_000;
        }
        accept(tick(at + 12_000));
        List<Trend> trends = out.trends();
        assertThat(trends).hasSize(120);
        assertThat(trends.get(65).getLevel()).isNull();
        assertThat(trends.get(65).getValues()).isZero();
        assertThat(trends.get(65).getFailedValues()).isEqualTo(40);
        assertThat(trends.get(65).getFailedMean()).isEqualTo(3);
        assertThat(trends.get(65).getFailedMax()).isEqualTo(3);
        assertThat(trends.get(75).getValues()).isEqualTo(2);
        assertThat(trends.get(75).getLevelLow()).isEqualTo(100);
        assertThat(trends.get(75).getLevelHigh()).isNull();
        assertThat(trends.subList(90, 120)).allSatisfy(t -> {
            assertThat(t.getLevel()).isBetween(100.0, 108.0);
            assertThat(t.getBaseline()).isBetween(98.0, 110.0);
            assertThat(Math.abs(t.getDeviation())).isLessThan(5);
        });
    }

    @Test
    void shouldTellOfASourceWhoseRecordsComeLateWhenTheNextWindowCloses() {
        accept(metric("t", "s", "m", 20_000, 1));
        accept(metric("t", "behind", "m", 1_000, 1));
        accept(metric("t", "behind", "m", 2_000, 1));
        out.take();
        accept(tick(32_000));
        Trend late = out.trends().get(1);
        assertThat(late.getSource()).isEqualTo("behind");
        assertThat(late.getName()).isEmpty();
        assertThat(late.getCount()).isEqualTo(2);
        assertThat(late.getWindowEnd().toEpochMilli()).isEqualTo(30_000);
        out.take();
        accept(tick(42_000));
        assertThat(out.take()).containsExactly("watermark 42000");
    }

    @Test
    void shouldSayWithAWatermarkHowLongItsOwnClockWasNotInTheLog() {
        PartitionWindows own = new PartitionWindows(new WindowSettings(
                10_000,
                2_000,
                60_000,
                new SeriesLimits(3, 3, SeriesLimits.ANY, SeriesLimits.ANY, 100, 100),
                86_400_000,
                2_000,
                WindowSettings.ANY_JUMP));
        for (long at : new long[] {0, 1_000, 2_000, 50_000, 51_000, 55_000, 62_000, 64_000, 66_000, 67_000}) {
            own.accept(keyOf(tick(at)), tick(at), at, out);
        }
        assertThat(out.take())
                .containsExactly(
                        "watermark 0 absent 0",
                        "watermark 2000 absent 0",
                        "watermark 55000 absent 48000",
                        "watermark 67000 absent 53000");

        // Old data, appended once the broker was back, says nothing about the time after it.
        Observation old = metric("t", "s", "m", 75_000, 1);
        own.accept(keyOf(old), old, 100_000, out);
        for (long at : new long[] {101_000, 103_000, 105_000, 106_000}) {
            own.accept(keyOf(tick(at)), tick(at), at, out);
        }
        assertThat(out.take().stream().filter(String.class::isInstance))
                .containsExactly("watermark 75000 absent 59000", "watermark 106000 absent 85000");
    }

    @Test
    void shouldGiveNoRateAndNoNumbersWhereThereAreNone() {
        accept(health("t", "s", "up", 0, true));
        accept(metric("t", "s", "m", 0, -3));
        accept(tick(12_000));
        Trend number = out.trends().get(0);
        assertThat(number.getSuccessRate()).isNull();
        assertThat(number.getMin()).isEqualTo(-3);
        Trend up = out.trends().get(1);
        assertThat(up.getMean()).isNull();
        assertThat(up.getP99()).isNull();
        assertThat(up.getSuccessRate()).isEqualTo(1);
        assertThat(out.trends()).hasSize(2);
    }

    @Test
    void shouldCountARecordThatCannotBeRead() {
        windows.reject("no magic byte", out);
        assertThat(out.take()).containsExactly("REJECTED: no magic byte");
        assertTally(1, 0, 0, 1, 0);
    }

    private void accept(Observation o) {
        windows.accept(keyOf(o), o, NOW, out);
    }

    private void assertTally(long read, long windowed, long late, long rejected, long ticks) {
        assertThat(windows.tally()).isEqualTo(new Tally(read, windowed, late, rejected, ticks));
        assertThat(read).isEqualTo(windowed + late + rejected + ticks);
    }

    @Test
    void shouldTakeATickHoweverFarItsClockIsAhead() {
        windows.accept(keyOf(tick(10_000_000)), tick(10_000_000), 5_000, out);
        assertThat(windows.tally()).isEqualTo(new Tally(1, 0, 0, 0, 1));
        assertThat(windows.watermark()).as("no further than its append time").contains(5_000L);
    }
}
