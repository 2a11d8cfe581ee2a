package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WilsonTest {

    @Test
    void shouldAgreeWithPublishedValues() {
        // Newcombe 1998, Statistics in Medicine 17, table I, method 3: 81 of 263 and 0 of 20.
        assertThat(Wilson.of(81, 263).low()).isCloseTo(0.2553, within(0.00005));
        assertThat(Wilson.of(81, 263).high()).isCloseTo(0.3662, within(0.00005));
        assertThat(Wilson.of(0, 20).low()).isZero();
        assertThat(Wilson.of(0, 20).high()).isCloseTo(0.1611, within(0.00005));
    }

    @Test
    void shouldRefuseARateOfNothing() {
        assertThatThrownBy(() -> Wilson.of(0, 0)).hasMessage("no rate from 0 of 0");
        assertThatThrownBy(() -> Wilson.of(2, 1)).hasMessage("no rate from 2 of 1");
    }

    @Property
    void shouldHoldTheRateAndStayWithinZeroAndOne(
            @ForAll @LongRange(min = 1, max = 1_000_000_000_000L) long attempts,
            @ForAll @LongRange(min = 0, max = 1_000_000_000_000L) long successes) {
        Assume.that(successes <= attempts);
        Wilson interval = Wilson.of(successes, attempts);
        double rate = (double) successes / attempts;
        assertThat(interval.low()).isBetween(0.0, rate);
        assertThat(interval.high()).isBetween(rate, 1.0);
    }
}
