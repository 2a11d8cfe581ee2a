package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.trend.Assessment.Insufficient;
import io.aurea.trend.Assessment.Judged;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class SeriesModelTest {
    private static final ModelSettings SETTINGS = ModelSettings.DEFAULT;
    private static final long HOUR_MS = 3_600_000;

    @Provide
    Arbitrary<List<Double>> values() {
        return Series.values();
    }

    @Property(tries = 300)
    void shouldSayOnlyWhatItsContractAllows(@ForAll("values") List<Double> values) {
        SeriesModel model = new SeriesModel(SETTINGS);

        for (int i = 0; i < values.size(); i++) {
            Assessment said = model.observe(Series.time(i), values.get(i));
            assertThat(said.windows()).isEqualTo(i + 1);
            assertThat(said.anomalyScore()).isBetween(0.0, 1.0);
            if (said instanceof Judged judged) {
                assertThat(i).isGreaterThanOrEqualTo(SETTINGS.minWindows());
                assertThat(judged.baseline()).isFinite();
                assertThat(judged.spread()).isFinite().isGreaterThanOrEqualTo(0);
                assertThat(judged.deviation()).isBetween(-Assessment.MAX_DEVIATION, Assessment.MAX_DEVIATION);
                assertThat(judged.slopePValue()).isGreaterThan(0).isLessThanOrEqualTo(1);
                assertThat(Double.isFinite(judged.slope())).isEqualTo(judged.slopePValue() <= 0.2);
                assertThat(judged.evidence()).isBetween(-1.0, 1.0);
            } else {
                assertThat(i).isLessThan(SETTINGS.minWindows());
            }
        }
    }

    @Property(tries = 300)
    void shouldGoOnAfterDecodingAsIfNothingHadHappened(
            @ForAll("values") List<Double> values, @ForAll @IntRange(max = 200) int cut) {
        SeriesModel unbroken = new SeriesModel(SETTINGS);
        SeriesModel broken = new SeriesModel(SETTINGS);

        for (int i = 0; i < values.size(); i++) {
            if (i == cut) {
                broken = SeriesModel.decode(SETTINGS, broken.encode());
            }
            assertThat(broken.observe(Series.time(i), values.get(i)))
                    .isEqualTo(unbroken.observe(Series.time(i), values.get(i)));
        }
        assertThat(broken.encode()).isEqualTo(unbroken.encode());
    }

    @Property(tries = 100)
    void shouldNeverScoreAConstantSeriesHigh(@ForAll @DoubleRange(min = -1e15, max = 1e15) double value) {
        SeriesModel model = new SeriesModel(SETTINGS);

        for (int i = 0; i < 300; i++) {
            assertThat(model.observe(Series.time(i), value).anomalyScore()).isLessThan(0.05);
        }
    }

    @Example
    void shouldNotTakeTroubleRightAfterTheStartForUsual() {
        SeriesModel model = new SeriesModel(SETTINGS);
        double[] values = {27, 28, 26, 80, 81, 100, 83, 104, 105, 88, 24, 26, 15, 16, 13, 28, 20, 21, 26, 27, 100};

        Assessment said = null;
        for (int i = 0; i < values.length; i++) {
            said = model.observe(Series.time(i), values[i]);
        }

        assertThat(((Judged) said).baseline()).isBetween(20.0, 30.0);
        assertThat(((Judged) said).deviation()).isGreaterThan(5);
    }

    @Property(tries = 100)
    void shouldNotDependOnTheUnit(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int exponent) {
        SeriesModel one = new SeriesModel(SETTINGS);
        SeriesModel other = new SeriesModel(SETTINGS);
        Random random = new Random(seed);

        for (int i = 0; i < 300; i++) {
            double value = 100 + random.nextGaussian();
            Assessment a = one.observe(Series.time(i), value);
            Assessment b = other.observe(Series.time(i), Math.scalb(value, exponent));
            assertThat(b.anomalyScore()).isEqualTo(a.anomalyScore());
            if (a instanceof Judged judged) {
                assertThat(((Judged) b).deviation()).isEqualTo(judged.deviation());
                assertThat(((Judged) b).baseline()).isEqualTo(Math.scalb(judged.baseline(), exponent));
            }
        }
    }

    @Example
    void shouldStayBelowTwoKilobytesHoweverMuchItHasSeen() {
        SeriesModel model = new SeriesModel(SETTINGS);
        int atFirst = model.encode().length;
        Random random = new Random(1);

        for (int i = 0; i < 20_000; i++) {
            model.observe(Series.time(i), random.nextGaussian());
        }

        assertThat(model.encode()).hasSize(atFirst).hasSizeLessThan(2048);
    }

    @Example
    void shouldScoreASpikeAboveEverythingBefore() {
        SeriesModel model = new SeriesModel(SETTINGS);
        Random random = new Random(7);
        double most = 0;
        for (int i = 0; i < 500; i++) {
            double score =
                    model.observe(Series.time(i), 50 + random.nextGaussian()).anomalyScore();
            most = i < 100 ? 0 : Math.max(most, score);
        }

        assertThat(model.observe(Series.time(500), 80).anomalyScore()).isGreaterThan(most);
    }

    @Example
    void shouldFollowTheDay() {
        SeriesModel model = new SeriesModel(SETTINGS);
        Random random = new Random(3);
        Judged last = null;
        for (int i = 0; i < 24 * 14; i++) {
            double value = 100 + 50 * Math.sin(2 * Math.PI * i / 24) + random.nextGaussian();
            if (model.observe(i * HOUR_MS, value) instanceof Judged judged) {
                last = judged;
            }
        }

        Judged night = (Judged) model.observe(24 * 14 * HOUR_MS, 100);
        Judged noon = (Judged) model.observe((24 * 14 + 6) * HOUR_MS, 100);

        assertThat(last.season()).isEqualTo(Season.DAY);
        assertThat(last.spread()).isLessThan(5);
        assertThat(Math.abs(night.deviation())).isLessThan(4);
        assertThat(noon.deviation()).isLessThan(-8);
    }

    @Example
    void shouldSeeNoSeasonInNoise() {
        SeriesModel model = new SeriesModel(SETTINGS);
        Random random = new Random(5);

        for (int i = 0; i < 3000; i++) {
            if (model.observe(i * Series.MINUTE_MS * 5, random.nextGaussian()) instanceof Judged judged) {
                assertThat(judged.season()).isEqualTo(Season.NONE);
            }
        }
    }

    @Example
    void shouldTellAShiftAndItsSign() {
        SeriesModel model = new SeriesModel(SETTINGS);
        Random random = new Random(9);
        List<Double> before = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            if (model.observe(Series.time(i), random.nextGaussian()) instanceof Judged judged && i >= 50) {
                before.add(Math.abs(judged.evidence()));
            }
        }
        Judged after = null;
        for (int i = 200; i < 210; i++) {
            after = (Judged) model.observe(Series.time(i), -3 + random.nextGaussian());
        }

        assertThat(before).allSatisfy(evidence -> assertThat(evidence).isLessThan(1));
        assertThat(after.evidence()).isEqualTo(-1);
    }

    @Example
    void shouldSayThatAFewWindowsAreNotEnough() {
        SeriesModel model =
                new SeriesModel(new ModelSettings(5, 10, ModelSettings.ACCEPT_AFTER_MS, ModelSettings.BUDGET_WINDOWS));

        for (int i = 0; i < 5; i++) {
            assertThat(model.observe(Series.time(i), i)).isEqualTo(new Insufficient(i + 1));
        }
        assertThat(model.observe(Series.time(5), 5)).isInstanceOf(Judged.class);
    }

    /** A counter that starts at any number, and restarts at the edge or in the middle of a window. */
    @Property(tries = 60)
    void shouldTakeARestartOfASeriesThatOnlyRisesForNothingOdd(
            @ForAll @DoubleRange(min = 0, max = 1e10) double begin,
            @ForAll @DoubleRange(min = 0, max = 1) double shareBeforeTheRestart,
            @ForAll boolean restartsAtItsBegin,
            @ForAll long seed) {
        SeriesModel model = new SeriesModel(SETTINGS);
        Random random = new Random(seed);
        double value = begin;
        double origin = restartsAtItsBegin && begin < 1000 ? begin : 0;

        for (int i = 0; i < 600; i++) {
            double before = value;
            boolean restarts = i == 150 || i == 400 || i == 408;
            value = (restarts ? origin : before) + 90 + 20 * random.nextDouble();
            double level = restarts ? shareBeforeTheRestart * before + (1 - shareBeforeTheRestart) * value : value;
            if (model.observe(Series.time(i), level) instanceof Judged judged) {
                assertThat(judged.alarm()).as("alarm in window " + i).isFalse();
                assertThat(judged.baseline()).isLessThanOrEqualTo(begin + 60_000);
            }
        }
    }

    @Example
    void shouldTakeAFallToMoreThanHalfForAFall() {
        SeriesModel model = new SeriesModel(SETTINGS);
        int alarms = 0;

        for (int i = 0; i < 300; i++) {
            double level = i < 200 ? 1000 + i : 700 + i;
            alarms += model.observe(Series.time(i), level) instanceof Judged judged && judged.alarm() ? 1 : 0;
        }

        assertThat(alarms).isEqualTo(1);
    }

    @Example
    void shouldRefuseWhatIsNoNumberAndStatesItDoesNotKnow() {
        SeriesModel model = new SeriesModel(SETTINGS);
        byte[] state = model.encode();
        state[0] = 99;

        assertThatThrownBy(() -> model.observe(0, Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> SeriesModel.decode(SETTINGS, state)).hasMessageContaining("99");
        assertThatThrownBy(() -> SeriesModel.decode(SETTINGS, new byte[0])).hasMessageContaining("0 bytes");
        assertThatThrownBy(() -> SeriesModel.decode(
                        new ModelSettings(3, 10, ModelSettings.ACCEPT_AFTER_MS, ModelSettings.BUDGET_WINDOWS),
                        model.encode()))
                .hasMessageContaining("bytes");
    }
}
