package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.trend.OutOfOrder.Course;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A series at 50, with a usual miss of 1, goes to 100. */
class OutOfOrderTest {
    private static final long WINDOW_MS = 60_000;
    private static final long ACCEPT_AFTER_MS = 86_400_000;
    private static final double USUAL = 50;
    private static final double SIGMA = 1;
    private static final double MUCH = 10;

    private OutOfOrder stretch = new OutOfOrder();
    private long now;

    @Test
    void shouldHoldTheReferenceWhileTheSeriesStaysAway() {
        begin(false, 100);
        for (int i = 0; i < 1_000; i++) {
            assertThat(at(100 + 0.03 * i)).isEqualTo(Course.GOES_ON);
            assertThat(stretch.reference(0)).isEqualTo(USUAL);
        }

        assertThat(stretch.on()).isTrue();
        assertThat(stretch.sinceMs()).isZero();
    }

    @Test
    void shouldAcceptWhatHasBeenHeldForADay() {
        begin(false, 100);

        while (now + WINDOW_MS < ACCEPT_AFTER_MS) {
            assertThat(at(100 + now / WINDOW_MS % 2)).isEqualTo(Course.GOES_ON);
        }
        assertThat(at(100)).isEqualTo(Course.ACCEPTED);
        assertThat(now).isEqualTo(ACCEPT_AFTER_MS);
        assertThat(USUAL + stretch.candidate()).isCloseTo(100.5, within(0.2));
    }

    /** Regression: ten minutes of trouble before a day without the loop were usual after it. */
    @Test
    void shouldNotCountTimeInWhichNobodyHeardTheSeries() {
        begin(false, 100);
        for (int i = 0; i < 10; i++) {
            at(100);
        }
        now += ACCEPT_AFTER_MS - WINDOW_MS;
        double reference = stretch.reference(0);
        assertThat(stretch.follow(now, ACCEPT_AFTER_MS, reference, 100 - reference, SIGMA, MUCH, 0, ACCEPT_AFTER_MS))
                .isEqualTo(Course.GOES_ON);

        long returned = now;
        while (now + WINDOW_MS < returned + ACCEPT_AFTER_MS * 5 / 6) {
            assertThat(at(100)).isEqualTo(Course.GOES_ON);
        }
    }

    @Test
    void shouldCountTheDayAnewForACandidateThatIsLeftByAJump() {
        begin(false, 100);
        while (now < ACCEPT_AFTER_MS / 2) {
            at(100);
        }
        at(200);
        at(200);
        at(200);
        long held = now;

        while (now + WINDOW_MS < held + ACCEPT_AFTER_MS) {
            assertThat(at(200)).isEqualTo(Course.GOES_ON);
        }
        assertThat(at(200)).isEqualTo(Course.ACCEPTED);
        assertThat(USUAL + stretch.candidate()).isCloseTo(200, within(0.01));
    }

    @Test
    void shouldEndWithThreeWindowsInARowThatAreAsExpected() {
        begin(false, 100);
        at(100);

        assertThat(at(51)).isEqualTo(Course.GOES_ON);
        assertThat(at(49)).isEqualTo(Course.GOES_ON);
        assertThat(at(100)).isEqualTo(Course.GOES_ON);
        assertThat(stretch.away()).isEqualTo(1);
        at(51);
        assertThat(stretch.away()).isCloseTo(2 / 3.0, within(1e-9));
        at(52);
        assertThat(at(50)).isEqualTo(Course.CAME_BACK);
    }

    @Test
    void shouldEndASmallStepWhenNoEvidenceIsLeft() {
        begin(false, 53);

        assertThat(at(50)).isEqualTo(Course.GOES_ON);
        assertThat(at(50)).isEqualTo(Course.GOES_ON);
        assertThat(at(50)).isEqualTo(Course.GOES_ON);
        assertThat(follow(50, 0)).isEqualTo(Course.CAME_BACK);
    }

    @Test
    void shouldMoveTheReferenceOfASeriesThatWandersByTheRatioThatItsCandidateMovesBy() {
        begin(true, 100);
        for (int i = 0; i < 600; i++) {
            assertThat(at(100 * (1 + Math.min(0.4, i * 0.001)))).isEqualTo(Course.GOES_ON);
        }

        assertThat(stretch.reference(0)).isCloseTo(70, within(0.5));
        assertThat(stretch.reference(0) + stretch.candidate()).isCloseTo(140, within(0.5));
    }

    @Test
    void shouldEndWhereAStepIsTakenBackThoughTheSeriesHasWanderedMeanwhile() {
        begin(true, 100);
        for (int i = 0; i < 600; i++) {
            at(100 * (1 + Math.min(0.4, i * 0.001)));
        }

        assertThat(at(78)).isEqualTo(Course.GOES_ON);
        assertThat(at(78)).isEqualTo(Course.GOES_ON);
        assertThat(at(78)).isEqualTo(Course.STEPPED_BACK);
        assertThat(stretch.reference(0) + stretch.candidate()).isCloseTo(78, within(0.01));
    }

    @Test
    void shouldNotTakeAStepForTakenBackOfWhichMostIsLeft() {
        begin(true, 100);
        for (int i = 0; i < 100; i++) {
            at(100);
        }

        for (int i = 0; i < 10; i++) {
            assertThat(at(80)).isEqualTo(Course.GOES_ON);
        }
    }

    @Test
    void shouldGoOnAfterRestoringAsIfNothingHadHappened() {
        for (boolean wanders : new boolean[] {true, false}) {
            OutOfOrderTest unbroken = new OutOfOrderTest();
            OutOfOrderTest broken = new OutOfOrderTest();
            unbroken.begin(wanders, 100);
            broken.begin(wanders, 100);
            Random random = new Random(1);
            for (int i = 0; i < 300; i++) {
                double value = (i % 50 < 40 ? 100 : 52) + 5 * random.nextGaussian();
                broken.restore();

                assertThat(broken.at(value)).isEqualTo(unbroken.at(value));
                assertThat(broken.stretch.candidate()).isEqualTo(unbroken.stretch.candidate());
                assertThat(broken.stretch.reference(0)).isEqualTo(unbroken.stretch.reference(0));
                assertThat(broken.stretch.peak()).isEqualTo(unbroken.stretch.peak());
            }
        }
    }

    private void restore() {
        ByteBuffer state = ByteBuffer.allocate(OutOfOrder.SIZE);
        stretch.save(state);
        assertThat(state.hasRemaining()).isFalse();
        stretch = new OutOfOrder();
        stretch.restore(state.flip());
    }

    private void begin(boolean wanders, double value) {
        stretch.begin(now, value > USUAL, USUAL, SIGMA, wanders, value - USUAL);
    }

    private Course at(double value) {
        return follow(value, MUCH);
    }

    private Course follow(double value, double evidence) {
        now += WINDOW_MS;
        double reference = stretch.reference(0);
        return stretch.follow(now, WINDOW_MS, reference, value - reference, SIGMA, evidence, 0, ACCEPT_AFTER_MS);
    }
}
