package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CumulativeEvidenceTest {
    private static final int SETTLED = 2_000;

    @ParameterizedTest
    @ValueSource(longs = {100, 1_000, 10_000})
    void shouldReachTheBarByChanceNotMoreOftenThanTheBudgetSaysNorMuchMoreRarely(long budget) {
        Random random = new Random(4);
        CumulativeEvidence evidence = settled(budget, random);
        int reached = 0;
        long windows = 300 * budget;
        for (long i = 0; i < windows; i++) {
            evidence.add(random.nextGaussian(), SETTLED + i, true);
            if (evidence.decided()) {
                reached++;
                evidence.clear();
            }
        }

        // The bar is for half of the budget, and the estimates of spread and correlation take half of that.
        assertThat((double) reached * budget / windows).isBetween(0.15, 0.5);
    }

    @Test
    void shouldNotTakeCorrelationOrSpreadForAShift() {
        Random random = new Random(6);
        CumulativeEvidence evidence = new CumulativeEvidence(10_000);
        double x = 0;
        int reached = 0;
        for (int i = 1; i < 100_000; i++) {
            x = 0.5 * x + random.nextGaussian();
            evidence.add(x, i, true);
            if (evidence.decided()) {
                reached++;
                evidence.clear();
            }
        }

        assertThat(reached).isLessThanOrEqualTo(20);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, -1})
    void shouldSayOfAShiftWhichWayItWent(int sign) {
        Random random = new Random(8);
        CumulativeEvidence evidence = settled(100_000, random);
        int windows = 0;
        while (!evidence.decided()) {
            assertThat(Math.abs(evidence.share())).isLessThan(1);
            evidence.add(2 * sign + random.nextGaussian(), SETTLED + windows++, true);
        }

        assertThat(windows).isLessThan(20);
        assertThat(evidence.upwards()).isEqualTo(sign > 0);
        assertThat(evidence.share()).isEqualTo(sign);
        assertThat(evidence.none(sign < 0)).isTrue();
    }

    @Test
    void shouldAskForMoreOfASeriesThatWentAndCameBackByItself() {
        CumulativeEvidence once = settled(100_000, new Random(9));
        CumulativeEvidence used = settled(100_000, new Random(9));
        once.clear();
        used.clear();
        used.cameBack(30);

        assertThat(windowsToDecide(used)).isGreaterThan(windowsToDecide(once));
    }

    @Test
    void shouldFallAsSoonAsWindowsAreAsExpectedAgainHoweverLongTheyWereNot() {
        CumulativeEvidence evidence = new CumulativeEvidence(100_000);
        for (int i = 1; i <= 1_000; i++) {
            evidence.add(4, 1_000, false);
            evidence.hold(true);
        }
        assertThat(evidence.share(true)).isEqualTo(1);

        int windows = 0;
        while (!evidence.none(true)) {
            evidence.add(0, 1_000, false);
            windows++;
        }
        assertThat(windows).isLessThan(30);
    }

    @Test
    void shouldGoOnAfterRestoringAsIfNothingHadHappened() {
        Random random = new Random(10);
        CumulativeEvidence evidence = settled(1_000, random);
        evidence.cameBack(9);
        CumulativeEvidence restored = new CumulativeEvidence(1_000);
        ByteBuffer state = ByteBuffer.allocate(CumulativeEvidence.SIZE);
        evidence.save(state);
        assertThat(state.hasRemaining()).isFalse();
        restored.restore(state.flip());

        for (int i = 0; i < 100; i++) {
            double score = 0.5 + random.nextGaussian();
            evidence.add(score, SETTLED + i, true);
            restored.add(score, SETTLED + i, true);
            assertThat(restored.share()).isEqualTo(evidence.share());
            assertThat(restored.decided()).isEqualTo(evidence.decided());
        }
    }

    private static int windowsToDecide(CumulativeEvidence evidence) {
        int windows = 0;
        while (!evidence.decided()) {
            evidence.add(2, SETTLED, true);
            windows++;
        }
        return windows;
    }

    /** One that has seen many windows of a normal distribution. */
    private static CumulativeEvidence settled(long budget, Random random) {
        CumulativeEvidence evidence = new CumulativeEvidence(budget);
        for (int i = 1; i < SETTLED; i++) {
            evidence.add(random.nextGaussian(), i, true);
        }
        evidence.clear();
        return evidence;
    }
}
