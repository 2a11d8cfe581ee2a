package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;

class RecentWindowsTest {
    private static final long MINUTE_MS = 60_000;

    @Property(tries = 100)
    void shouldFindTheSlopeOfALineInSpiteOfOutliers(@ForAll @DoubleRange(min = -1000, max = 1000) double perHour) {
        RecentWindows recent = new RecentWindows(20);
        for (int i = 0; i < 50; i++) {
            double outlier = i % 10 == 3 ? 1e6 : 0;
            recent.add(i * MINUTE_MS, perHour * i / 60 + outlier);
        }

        assertThat(recent.slope()).isCloseTo(perHour, within(1e-3));
    }

    @Example
    void shouldBeSureOfARisingLineAndNotOfAConstant() {
        RecentWindows rising = new RecentWindows(20);
        RecentWindows constant = new RecentWindows(20);
        for (int i = 0; i < 20; i++) {
            rising.add(i * MINUTE_MS, i);
            constant.add(i * MINUTE_MS, 4);
        }

        // S = 190, var S = 20 * 19 * 45 / 18 = 950, z = 189 / sqrt(950)
        assertThat(rising.pValue()).isCloseTo(8.7e-10, within(0.1e-10));
        assertThat(constant.pValue()).isEqualTo(1);
        assertThat(constant.slope()).isZero();
    }

    @Example
    void shouldTakeChanceForATrendAsOftenAsItSays() {
        Random random = new Random(11);
        int significant = 0;
        int tries = 4000;
        for (int t = 0; t < tries; t++) {
            RecentWindows recent = new RecentWindows(20);
            for (int i = 0; i < 20; i++) {
                recent.add(i * MINUTE_MS, random.nextInt(6));
            }
            significant += recent.pValue() < 0.05 ? 1 : 0;
        }

        assertThat(significant / (double) tries).isBetween(0.03, 0.06);
    }

    @Example
    void shouldKnowTheNormalTail() {
        assertThat(Normal.upperTail(0)).isCloseTo(0.5, within(1e-7));
        assertThat(Normal.upperTail(1.959963984540054)).isCloseTo(0.025, within(1e-8));
        assertThat(Normal.upperTail(6)).isCloseTo(9.865876e-10, within(1e-15));
    }
}
