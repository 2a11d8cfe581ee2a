package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExpectedLevelsTest {
    private final ExpectedLevels levels = new ExpectedLevels();
    private final RecentWindows recent = new RecentWindows(20);
    private final Random random = new Random(3);
    private long seen;

    @Test
    void shouldHoldASeriesThatScattersAroundALevelToThatLevel() {
        for (int i = 0; i < 3_000; i++) {
            learn(5 + random.nextGaussian());
        }

        assertThat(levels.steadyChosen()).isTrue();
        assertThat(levels.expected()).isCloseTo(5, within(0.1));
        assertThat(levels.error() * ExpectedLevels.TO_SIGMA).isCloseTo(1, within(0.1));
    }

    @Test
    void shouldExpectOfASeriesThatWandersWhereItWasLast() {
        double x = 0;
        for (int i = 0; i < 3_000; i++) {
            x += random.nextGaussian();
            learn(x);
        }

        assertThat(levels.steadyChosen()).isFalse();
        assertThat(levels.expected()).isEqualTo(x);
        assertThat(levels.error() * ExpectedLevels.TO_SIGMA).isCloseTo(1, within(0.15));
    }

    @Test
    void shouldNotTakeTroubleAmongTheFirstWindowsForUsual() {
        for (int i = 0; i < 20; i++) {
            learn(i >= 3 && i < 10 ? 80 : random.nextGaussian());
        }

        assertThat(levels.expected()).isCloseTo(0, within(2.0));
    }

    @Test
    void shouldMoveTheSteadyLevelNoFurtherForAnOutlierThanForAFewUsualMisses() {
        for (int i = 0; i < 1_000; i++) {
            learn(random.nextGaussian());
        }
        double before = levels.expected();

        learn(1e9);

        assertThat(levels.expected()).isCloseTo(before, within(0.02));
    }

    @Test
    void shouldKeepItsKindWhileSomethingOddGoesOn() {
        for (int i = 0; i < 1_000; i++) {
            learn(random.nextGaussian());
        }

        for (int i = 0; i < 200; i++) {
            levels.learn(i, seen++, 0, false, recent);
        }

        assertThat(levels.steadyChosen()).isTrue();
    }

    @Test
    void shouldGoOnAfterRestoringAsIfNothingHadHappened() {
        for (int i = 0; i < 100; i++) {
            learn(random.nextGaussian());
        }
        ByteBuffer state = ByteBuffer.allocate(ExpectedLevels.SIZE);
        levels.save(state);
        assertThat(state.hasRemaining()).isFalse();
        ExpectedLevels restored = new ExpectedLevels();
        restored.restore(state.flip());

        for (int i = 0; i < 100; i++) {
            double value = random.nextGaussian() + i * 0.1;
            restored.learn(value, seen, 0, true, recent);
            levels.learn(value, seen++, 0, true, recent);
            assertThat(restored.expected()).isEqualTo(levels.expected());
            assertThat(restored.error()).isEqualTo(levels.error());
        }
    }

    private void learn(double value) {
        recent.add(seen * Series.MINUTE_MS, value);
        levels.learn(value, seen++, 0, true, recent);
    }
}
