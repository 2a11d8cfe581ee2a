package io.aurea.pattern.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class InitialShareProperties {

    @Property(tries = 100)
    void shouldExplainWhatGoesOnAsItBegan(
            @ForAll @DoubleRange(min = 0, max = 1) double share,
            @ForAll @IntRange(min = 20, max = 500) int attempts,
            @ForAll long seed) {
        Random random = new Random(seed);
        int explained = 0;
        for (int source = 0; source < 50; source++) {
            InitialShare beginning = InitialShare.NONE;
            for (int window = 0; window < InitialShare.WINDOWS; window++) {
                beginning = beginning.with(attempts, failed(share, attempts, random));
            }
            assertThat(beginning.with(1_000, 1_000)).isEqualTo(beginning);
            for (int window = 0; window < 20; window++) {
                explained += beginning.explains(failed(share, attempts, random), attempts) ? 1 : 0;
            }
        }
        assertThat(explained).isGreaterThan(900);
    }

    @Example
    void shouldEndWithTheFirstWindowThatIsWorseOrBetter() {
        InitialShare well = InitialShare.NONE.with(100, 1).with(100, 0);
        assertThat(well.with(100, 40)).isEqualTo(new InitialShare(InitialShare.WINDOWS, 200, 1));
        InitialShare ill = InitialShare.NONE.with(100, 60).with(100, 55);
        assertThat(ill.explains(60, 100)).isTrue();
        assertThat(ill.with(100, 0)).isEqualTo(new InitialShare(InitialShare.WINDOWS, 100, 0));
        assertThat(ill.with(100, 0).explains(60, 100)).isFalse();
    }

    @Property
    void shouldNotExplainWhatIsFarWorse(@ForAll @DoubleRange(min = 0, max = 0.1) double share, @ForAll long seed) {
        Random random = new Random(seed);
        InitialShare beginning = InitialShare.NONE;
        for (int window = 0; window < InitialShare.WINDOWS; window++) {
            beginning = beginning.with(40, failed(share, 40, random));
        }
        assertThat(beginning.explains(30, 40)).isFalse();
    }

    @Example
    void shouldExplainEverythingBeforeItHasSeenAnything() {
        assertThat(InitialShare.NONE.explains(10, 10)).isTrue();
    }

    private static long failed(double share, int attempts, Random random) {
        return random.doubles(attempts).filter(d -> d < share).count();
    }
}
