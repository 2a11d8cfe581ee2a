package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CounterRestartTest {
    private static final int RISES = 20;

    @Test
    void shouldSayWhatIsLostWhenASeriesThatOnlyRisesBeginsAgain() {
        CounterRestart counter = risen(RISES);

        assertThat(counter.lostBefore(3)).isEqualTo(RISES * 10.0);
        assertThat(counter.lostBefore(13)).isZero();
        assertThat(counter.lostBefore(0)).isEqualTo(13);
    }

    @Test
    void shouldTakeNoFallForARestartBeforeItHasRisenOften() {
        CounterRestart counter = risen(RISES - 1);

        assertThat(counter.lostBefore(0)).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {150, -1})
    void shouldNeverAgainTakeASeriesForACounterThatFellOtherwise(double fallen) {
        CounterRestart counter = risen(RISES);

        assertThat(counter.lostBefore(fallen)).isZero();
        for (int i = 1; i <= 2 * RISES; i++) {
            assertThat(counter.lostBefore(fallen + i * 100)).isZero();
        }
        assertThat(counter.lostBefore(0)).isZero();
    }

    @Test
    void shouldTakeACounterThatStandsStillForACounter() {
        CounterRestart counter = risen(RISES);
        for (int i = 0; i < 100; i++) {
            assertThat(counter.lostBefore(RISES * 10)).isZero();
        }

        assertThat(counter.lostBefore(0)).isEqualTo(RISES * 10.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 150})
    void shouldGoOnAfterRestoringAsIfNothingHadHappened(double fallen) {
        CounterRestart counter = risen(RISES);
        CounterRestart restored = restored(counter);

        for (double value : new double[] {fallen, fallen + 10, 0}) {
            assertThat(restored.lostBefore(value)).isEqualTo(counter.lostBefore(value));
            restored = restored(restored);
        }
    }

    private static CounterRestart restored(CounterRestart counter) {
        ByteBuffer state = ByteBuffer.allocate(CounterRestart.SIZE);
        counter.save(state);
        assertThat(state.hasRemaining()).isFalse();
        CounterRestart restored = new CounterRestart();
        restored.restore(state.flip());
        return restored;
    }

    /** One that has risen so often by 10, from 0. */
    private static CounterRestart risen(int times) {
        CounterRestart counter = new CounterRestart();
        for (int i = 0; i <= times; i++) {
            counter.lostBefore(i * 10);
        }
        return counter;
    }
}
