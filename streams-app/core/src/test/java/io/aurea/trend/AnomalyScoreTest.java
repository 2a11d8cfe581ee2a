package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class AnomalyScoreTest {

    @Example
    void shouldTellAnIncidentThatLastsOnceAsNewAndThenAsADeviation() {
        AnomalyScore score = new AnomalyScore();
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            feed(score, i, 10 + random.nextGaussian());
        }

        List<Double> during = new ArrayList<>();
        for (int i = 500; i < 508; i++) {
            during.add(feed(score, i, 60 + random.nextGaussian()));
        }

        assertThat(during.get(0)).isGreaterThan(0.5);
        assertThat(during.subList(3, 8)).allSatisfy(after -> assertThat(after).isBetween(0.05, 0.5));
    }

    @Example
    void shouldTellAStrongerIncidentOnTopOfOneThatLasts() {
        AnomalyScore score = new AnomalyScore();
        Random random = new Random(4);
        for (int i = 0; i < 500; i++) {
            feed(score, i, 10 + random.nextGaussian());
        }
        for (int i = 500; i < 508; i++) {
            feed(score, i, 60 + random.nextGaussian());
        }

        assertThat(feed(score, 508, 1000)).isGreaterThan(0.5);
    }

    @Example
    void shouldRarelyCallNoiseNewEvenWhereItsTailIsHeavy() {
        int normal = 0;
        int lognormal = 0;
        Random random = new Random(8);
        for (int series = 0; series < 20; series++) {
            AnomalyScore light = new AnomalyScore();
            AnomalyScore heavy = new AnomalyScore();
            for (int i = 0; i < 2880; i++) {
                double value = random.nextGaussian();
                normal += feed(light, i, value) >= 0.5 ? 1 : 0;
                lognormal += feed(heavy, i, StrictMath.exp(value)) >= 0.5 ? 1 : 0;
            }
        }

        // Out of 57,600 windows of a minute.
        assertThat(normal).isLessThan(20);
        assertThat(lognormal).isLessThan(120);
    }

    @Property(tries = 50)
    void shouldWeighTheSameDeviationLessTheShorterTheWindows(@ForAll @IntRange(min = 1, max = 3600) int seconds) {
        AnomalyScore often = new AnomalyScore();
        AnomalyScore seldom = new AnomalyScore();
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            double value = random.nextGaussian();
            assertThat(often.of(i * seconds * 1000L, value, value))
                    .isLessThanOrEqualTo(seldom.of(i * 7_200_000L, value, value));
        }
    }

    @Example
    void shouldKnowTheCadenceInSpiteOfGaps() {
        Cadence cadence = new Cadence();
        assertThat(cadence.stepMs()).isZero();

        long time = 0;
        for (int i = 0; i < 500; i++) {
            time += i % 10 == 0 ? 86_400_000 : 60_000;
            cadence.add(time);
        }

        assertThat(cadence.stepMs()).isBetween(57_000.0, 64_000.0);
    }

    @Example
    void shouldForgetASurpriseByHalfInItsHalfLife() {
        Habituation habituation = new Habituation(10);

        assertThat(habituation.fresh(4)).isEqualTo(4);
        assertThat(habituation.fresh(4)).isZero();
        for (int i = 0; i < 10; i++) {
            assertThat(habituation.fresh(0)).isZero();
        }
        assertThat(habituation.fresh(4)).isCloseTo(2, within(1e-9));
    }

    private static double feed(AnomalyScore score, int i, double value) {
        return score.of(Series.time(i), value, value - 10);
    }
}
