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
        counter.add(3);
        counter.add(13);

        assertThat(counter.lost()).isEqualTo(RISES * 10.0 - 3);
    }

    @Test
    void shouldTakeNoFallForARestartBeforeItHasRisenOften() {
        CounterRestart counter = risen(RISES - 1);
        counter.add(0);

        assertThat(counter.lost()).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {150, -1})
    void shouldNeverAgainTakeASeriesForACounterThatFellOtherwise(double fallen) {
        CounterRestart counter = risen(RISES);
        counter.add(fallen);
        for (int i = 1; i <= 2 * RISES; i++) {
            counter.add(fallen + i * 100);
        }
        counter.add(0);

        assertThat(counter.lost()).isZero();
    }

    @Test
    void shouldTakeACounterThatStandsStillForACounter() {
        CounterRestart counter = risen(RISES);
        for (int i = 0; i < 100; i++) {
            counter.add(RISES * 10);
        }
        counter.add(0);

        assertThat(counter.lost()).isEqualTo(RISES * 10.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {3, 150})
    void shouldGoOnAfterRestoringAsIfNothingHadHappened(double fallen) {
        CounterRestart counter = risen(RISES);
        CounterRestart restored = restored(counter);

        for (double value : new double[] {fallen, fallen + 10, 0}) {
            counter.add(value);
            restored.add(value);
            assertThat(restored.lost()).isEqualTo(counter.lost());
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

    /** One that has risen this many times by 10, from 0. */
    private static CounterRestart risen(int times) {
        CounterRestart counter = new CounterRestart();
        for (int i = 0; i <= times; i++) {
            counter.add(i * 10);
        }
        return counter;
    }
}
