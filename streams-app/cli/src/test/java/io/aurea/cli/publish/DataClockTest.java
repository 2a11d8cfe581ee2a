package io.aurea.cli.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.window.SeriesLimits;
import io.aurea.window.WindowSettings;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DataClockTest {

    private static final long NOW = 1_000_000;
    private static final WindowSettings WINDOWS = new WindowSettings(60_000, 5_000, 300_000, 1_000);

    private static final WindowSettings BOUNDED = new WindowSettings(
            60_000,
            5_000,
            300_000,
            new SeriesLimits(9, 9, SeriesLimits.ANY, SeriesLimits.ANY, 9, 9),
            86_400_000,
            0,
            300_000);

    private final DataClock clock = new DataClock(WINDOWS);

    @Test
    void shouldTickWithTheFirstRecordAndThenWhenAWindowCloses() {
        assertThat(clock.advance(60_000, NOW)).isTrue();
        assertThat(clock.advance(64_999, NOW)).isFalse();
        assertThat(clock.advance(65_000, NOW)).isTrue();
        assertThat(clock.advance(124_999, NOW)).isFalse();
        assertThat(clock.advance(400_000, NOW)).isTrue();
        assertThat(clock.time()).isEqualTo(400_000);
    }

    @Test
    void shouldNotOpenAWindowForATick() {
        clock.advance(60_000, NOW);
        clock.tick(125_000, NOW);

        assertThat(clock.closing()).hasValue(125_000);
    }

    @Test
    void shouldNotGoBack() {
        clock.advance(400_000, NOW);

        assertThat(clock.advance(60_000, NOW)).isFalse();
        assertThat(clock.time()).isEqualTo(400_000);
    }

    @Test
    void shouldIgnoreARecordFurtherAheadThanTheSkew() {
        assertThat(clock.advance(NOW + 300_001, NOW)).isFalse();
        assertThat(clock.closing()).isEmpty();
    }

    @Test
    void shouldHoldARecordAheadToThePresent() {
        assertThat(clock.advance(NOW + 300_000, NOW)).isTrue();

        assertThat(clock.time()).isEqualTo(NOW);
        assertThat(clock.closing()).hasValue(1_025_000);
    }

    @Test
    void shouldCloseTheWindowThatARecordOnItsBorderOpens() {
        clock.advance(120_000, NOW);

        assertThat(clock.closing()).hasValue(185_000);
    }

    @Test
    void shouldTellEveryPartitionThatARecordIsAstray() {
        DataClock bounded = new DataClock(BOUNDED);
        bounded.advance(60_000, NOW);
        assertThat(bounded.advance(125_000, NOW)).isTrue();

        assertThat(bounded.advance(900_000, NOW)).isFalse();
        assertThat(bounded.advance(125_001, NOW)).isTrue();

        assertThat(bounded.time()).isEqualTo(125_001);
        assertThat(bounded.astray()).isEqualTo(1);
        assertThat(bounded.firstAstray()).isEqualTo(900_000);
        assertThat(bounded.closing()).hasValue(185_000);
    }

    @Test
    void shouldCloseTheWindowsAfterAGapThatNothingHasContradicted() {
        DataClock bounded = new DataClock(BOUNDED);
        bounded.advance(60_000, NOW);
        bounded.advance(125_000, NOW);
        bounded.advance(900_000, NOW);

        assertThat(bounded.ahead()).hasValue(775_000);
        assertThat(bounded.closing()).hasValue(965_000);
        assertThat(bounded.astray()).isZero();
    }

    @Test
    void shouldHaveNothingToCloseWithoutRecords() {
        assertThat(clock.closing()).isEmpty();
    }

    @Property
    void shouldCloseEveryWindowWithTheLeastTime(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = -500_000, max = 900_000) Long> times) {
        DataClock clock = new DataClock(WINDOWS);
        times.forEach(time -> clock.advance(time, NOW));

        long closing = clock.closing().orElseThrow();
        assertThat(times).allSatisfy(time -> assertThat(WINDOWS.startOf(Math.min(time, NOW)))
                .isLessThan(WINDOWS.closedEnd(closing)));
        assertThat(times).anySatisfy(time -> assertThat(WINDOWS.startOf(Math.min(time, NOW)))
                .isGreaterThanOrEqualTo(WINDOWS.closedEnd(closing - 1)));
    }

    @Property
    void shouldHaveToldTheTimeOfEveryWindowThatIsClosed(
            @ForAll @Size(min = 1, max = 30) List<@LongRange(min = -500_000, max = 900_000) Long> times) {
        DataClock clock = new DataClock(WINDOWS);
        long told = Long.MIN_VALUE;
        for (long time : times) {
            if (clock.advance(time, NOW)) {
                told = clock.time();
            }
        }

        assertThat(WINDOWS.closedEnd(told)).isEqualTo(WINDOWS.closedEnd(clock.time()));
    }
}
