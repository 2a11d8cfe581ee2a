package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class SeasonsTest {
    private static final long HOUR_MS = 3_600_000;

    private final Random random = new Random(7);
    private final Seasons seasons = new Seasons();
    private long ageMs;
    private long lastMs;
    private double last;

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "NONE")
    void shouldFollowASeasonNotBeforeTwoWholePeriodsAndThenSoon(Season season) {
        long stepMs = season.periodMs() / 168;
        LongToDoubleFunction wave = waveOf(season);

        while (ageMs < 2 * season.periodMs()) {
            window(stepMs, wave);
            assertThat(seasons.followed()).isEqualTo(Season.NONE);
        }
        while (ageMs < 2.5 * season.periodMs()) {
            window(stepMs, wave);
        }

        assertThat(seasons.followed()).isEqualTo(season);
        assertThat(seasons.expects(ageMs)).isTrue();
        assertThat(seasons.at(ageMs)).isCloseTo(wave.applyAsDouble(ageMs), within(8.0));
        assertThat(seasons.error()).isLessThan(4);
    }

    @Test
    void shouldFollowNoneOfASeriesThatHasNone() {
        for (int i = 0; i < 5 * 288; i++) {
            window(300_000, at -> 0);
            assertThat(seasons.followed()).isEqualTo(Season.NONE);
        }
    }

    @Test
    void shouldNotTakeATrendForASeason() {
        for (int i = 0; i < 10 * 24; i++) {
            window(HOUR_MS, at -> 0.5 * at / HOUR_MS);
            assertThat(seasons.followed()).isEqualTo(Season.NONE);
        }
    }

    @Test
    void shouldNotTakeAWanderingSeriesForOneWithASeason() {
        double[] level = {0};
        int followed = 0;
        for (int i = 0; i < 10_000; i++) {
            window(60_000, at -> level[0] += random.nextGaussian());
            followed += seasons.followed() == Season.NONE ? 0 : 1;
        }

        assertThat(followed).isLessThanOrEqualTo(100);
    }

    @Test
    void shouldLeaveASeasonThatNoLongerComes() {
        LongToDoubleFunction wave = waveOf(Season.DAY);
        while (ageMs < 4 * Season.DAY.periodMs()) {
            window(600_000, wave);
        }
        assertThat(seasons.followed()).isEqualTo(Season.DAY);

        while (ageMs < 10 * Season.DAY.periodMs()) {
            window(600_000, at -> 0);
        }
        assertThat(seasons.followed()).isEqualTo(Season.NONE);
    }

    @Test
    void shouldMoveWithTheLevelThatIsAccepted() {
        LongToDoubleFunction wave = waveOf(Season.DAY);
        while (ageMs < 4 * Season.DAY.periodMs()) {
            window(600_000, wave);
        }
        double before = seasons.at(ageMs);

        seasons.shift(30);

        assertThat(seasons.at(ageMs)).isCloseTo(before + 30, within(0.01));
    }

    @Test
    void shouldLearnNothingOfWhatIsFollowedWhileOutOfOrder() {
        LongToDoubleFunction wave = waveOf(Season.DAY);
        while (ageMs < 4 * Season.DAY.periodMs()) {
            window(600_000, wave);
        }
        double before = seasons.at(ageMs);

        for (int i = 0; i < 144; i++) {
            seasons.learn(ageMs, 500, 0, 600_000, ageMs, 1_000, false);
            ageMs += 600_000;
        }

        assertThat(seasons.at(ageMs)).isEqualTo(before);
    }

    @Test
    void shouldGoOnAfterRestoringAsIfNothingHadHappened() {
        LongToDoubleFunction wave = waveOf(Season.DAY);
        while (ageMs < 3 * Season.DAY.periodMs()) {
            window(600_000, wave);
        }
        Seasons restored = new Seasons();
        restored.restore(ByteBuffer.wrap(stateOf(seasons)));

        for (int i = 0; i < 300; i++) {
            double value = wave.applyAsDouble(ageMs) + random.nextGaussian();
            for (Seasons one : new Seasons[] {seasons, restored}) {
                one.learn(ageMs, value, 0, 600_000, ageMs, 20, true);
                one.choose(ageMs);
            }
            ageMs += 600_000;
        }
        assertThat(stateOf(restored)).isEqualTo(stateOf(seasons));
    }

    private static byte[] stateOf(Seasons seasons) {
        ByteBuffer state = ByteBuffer.allocate(seasons.size());
        seasons.save(state);
        assertThat(state.hasRemaining()).isFalse();
        return state.array();
    }

    private static LongToDoubleFunction waveOf(Season season) {
        return at -> 40 * StrictMath.sin(2 * Math.PI * at / season.periodMs());
    }

    /** The next window; the best level is the last value. */
    private void window(long stepMs, LongToDoubleFunction level) {
        double value = level.applyAsDouble(ageMs) + random.nextGaussian();
        seasons.learn(ageMs, value, last, ageMs - lastMs, ageMs, 1_000, true);
        seasons.choose(ageMs);
        last = value;
        lastMs = ageMs;
        ageMs += stepMs;
    }
}
