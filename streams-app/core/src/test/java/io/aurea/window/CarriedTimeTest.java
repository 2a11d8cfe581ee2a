package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CarriedTimeTest {
    private static final long JUMP = 60_000;
    private static final long GRACE = 2_000;
    private static final long SIZE = 10_000;
    private static final WindowSettings SETTINGS = new WindowSettings(
            SIZE, GRACE, 60_000, new SeriesLimits(9, 9, SeriesLimits.ANY, SeriesLimits.ANY, 9, 9), 86_400_000, 0, JUMP);

    private final CarriedTime time = new CarriedTime(SETTINGS);

    @Test
    void shouldWaitForASecondRecordThatWouldCloseTheWindowOfTheFirst() {
        assertThat(time.carry(9_999)).isFalse();
        assertThat(time.carry(11_999)).isFalse();
        assertThat(time.watermark()).isEqualTo(CarriedTime.NONE);

        assertThat(time.carry(12_000)).isTrue();
        assertThat(time.watermark()).isEqualTo(12_000);
    }

    @Test
    void shouldBeginWithTheLowestRecordWhereTheFirstHasAWrongClock() {
        assertThat(time.carry(900_000_000)).isFalse();
        assertThat(time.carry(5_000)).isFalse();
        assertThat(time.carry(20_000)).isTrue();

        assertThat(time.watermark()).isEqualTo(20_000);
        assertThat(time.ahead()).isEqualTo(CarriedTime.NONE);
    }

    @Test
    void shouldCarryTimeAsFarAsTheBoundAndNoFurtherAtOnce() {
        time.set(0);

        assertThat(time.carry(JUMP)).isTrue();
        assertThat(time.carry(2 * JUMP + 1)).isFalse();
        assertThat(time.watermark()).isEqualTo(JUMP);
        assertThat(time.ahead()).isEqualTo(2 * JUMP + 1);
    }

    @Test
    void shouldFollowRecordsThatAreEachFurtherApartThanTheBound() {
        time.set(0);

        assertThat(time.carry(100_000)).isFalse();
        assertThat(time.carry(200_000)).isTrue();
        assertThat(time.watermark()).isEqualTo(100_000);
        assertThat(time.carry(300_000)).isTrue();
        assertThat(time.watermark()).isEqualTo(200_000);
    }

    @Test
    void shouldForgetWhatIsAheadWhenARecordOrTickOfTheTimeBeforeFollows() {
        time.set(0);
        time.carry(900_000);
        time.carry(1);
        assertThat(time.carry(1_800_000)).isFalse();

        time.set(2);
        assertThat(time.carry(2_700_000)).isFalse();
        assertThat(time.watermark()).isEqualTo(2);
    }

    @Test
    void shouldTakeATickWhateverItsTime() {
        assertThat(time.set(900_000_000)).isTrue();
        assertThat(time.set(899_999_999)).isFalse();
        assertThat(time.watermark()).isEqualTo(900_000_000);
    }

    @Property
    void shouldNotBeMovedByOneWrongClock(
            @ForAll @Size(min = 2, max = 50) List<@LongRange(min = 0, max = 50_000) Long> right,
            @ForAll @LongRange(min = 200_000, max = 90_000_000_000L) long wrong,
            @ForAll @IntRange(max = 49) int at) {
        List<Long> mixed = new ArrayList<>(right);
        // A wrong clock at the very end cannot be told from a gap; it moves no time either.
        mixed.add(Math.min(at, right.size()), wrong);

        CarriedTime mixedTime = new CarriedTime(SETTINGS);
        mixed.forEach(mixedTime::carry);

        assertThat(mixedTime.watermark()).isLessThanOrEqualTo(Collections.max(right));
    }

    @Property
    void shouldNeverGoBack(@ForAll List<@LongRange(min = -500_000, max = 500_000) Long> times) {
        CarriedTime any = new CarriedTime(SETTINGS);
        long before = any.watermark();
        for (long each : times) {
            boolean moved = any.carry(each);
            assertThat(any.watermark() > before).isEqualTo(moved);
            assertThat(any.watermark()).isGreaterThanOrEqualTo(before);
            before = any.watermark();
        }
    }
}
