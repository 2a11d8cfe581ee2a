package io.aurea.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** The contract of every detector. */
class DetectorTest {

    record Kind(String name, Supplier<Detector> fresh) {
        @Override
        public String toString() {
            return name;
        }
    }

    @Provide
    Arbitrary<Kind> kinds() {
        return Arbitraries.of(
                new Kind("range novelty", () -> new RangeNovelty(0.0005)),
                new Kind("range novelty that forgets nothing", () -> new RangeNovelty(0)),
                new Kind("level novelty", () -> new LevelNovelty(1 / 24.0, 1 / 96.0, 1e-4)),
                new Kind("EWMA deviation", () -> new EwmaDeviation(0.01)));
    }

    @Provide
    Arbitrary<List<Double>> values() {
        return Series.values();
    }

    @Property(tries = 300)
    void shouldAnswerWithFiniteNumbersFromZeroOn(@ForAll("kinds") Kind kind, @ForAll("values") List<Double> values) {
        Detector detector = kind.fresh().get();

        for (double value : values) {
            assertThat(detector.surprise(value)).isFinite().isGreaterThanOrEqualTo(0);
        }
    }

    @Property(tries = 300)
    void shouldGoOnAfterRestoringAsIfNothingHadHappened(
            @ForAll("kinds") Kind kind, @ForAll("values") List<Double> values, @ForAll @IntRange(max = 200) int cut) {
        Detector unbroken = kind.fresh().get();
        Detector broken = kind.fresh().get();

        for (int i = 0; i < values.size(); i++) {
            if (i == cut) {
                ByteBuffer state = ByteBuffer.allocate(broken.size());
                broken.save(state);
                assertThat(state.remaining()).isZero();
                broken = kind.fresh().get();
                broken.restore(state.flip());
            }
            assertThat(broken.surprise(values.get(i))).isEqualTo(unbroken.surprise(values.get(i)));
        }
    }

    @Property(tries = 50)
    void shouldNotBeSurprisedByAConstant(
            @ForAll("kinds") Kind kind, @ForAll @DoubleRange(min = -1e30, max = 1e30) double value) {
        Detector detector = kind.fresh().get();

        for (int i = 0; i < 100; i++) {
            assertThat(detector.surprise(value)).isLessThan(1e-6);
        }
    }

    @Property(tries = 300)
    void shouldNotDependOnTheUnit(
            @ForAll("kinds") Kind kind,
            @ForAll("tame") List<Double> values,
            @ForAll @IntRange(min = -20, max = 20) int exponent,
            @ForAll boolean negative) {
        // A power of two, since otherwise rounding would decide ties.
        double factor = Math.scalb(negative ? -1 : 1, exponent);
        Detector one = kind.fresh().get();
        Detector other = kind.fresh().get();

        for (double value : values) {
            assertThat(other.surprise(factor * value)).isCloseTo(one.surprise(value), within(1e-9));
        }
    }

    @Provide
    Arbitrary<List<Double>> tame() {
        return Arbitraries.doubles().between(-100, 100).list().ofMinSize(1).ofMaxSize(200);
    }

    @Property(tries = 100)
    void shouldBeMoreSurprisedTheFurtherAValueLies(@ForAll("kinds") Kind kind, @ForAll("tame") List<Double> values) {
        Detector near = kind.fresh().get();
        Detector far = kind.fresh().get();
        for (double value : values) {
            near.surprise(value);
            far.surprise(value);
        }

        assertThat(far.surprise(1000)).isGreaterThanOrEqualTo(near.surprise(500));
    }
}
