package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;

class QuantilesTest {

    @Property
    void shouldAnswerWithinOnePercentOfTheTrueQuantile(
            @ForAll @Size(min = 1, max = 200) List<@DoubleRange(min = 0.01, max = 100_000) Double> numbers,
            @ForAll @DoubleRange(min = 0, max = 1) double q) {
        Quantiles quantiles = new Quantiles();
        numbers.forEach(quantiles::add);
        List<Double> sorted = numbers.stream().sorted().toList();
        double exact = sorted.get((int) Math.floor(q * (sorted.size() - 1)));
        assertThat(quantiles.at(q)[0]).isBetween(exact * (1 - 0.0101), exact * (1 + 0.0101));
    }

    @Property
    void shouldAnswerTheSameAfterEncodingAndDecodingAtAnyPoint(
            @ForAll @Size(min = 2, max = 100) List<@DoubleRange(min = -1e9, max = 1e9) Double> numbers) {
        Quantiles straight = new Quantiles();
        numbers.forEach(straight::add);
        Quantiles stored = new Quantiles();
        for (double number : numbers) {
            stored.add(number);
            stored = Quantiles.decode(stored.encode());
        }
        assertThat(stored.encode()).isEqualTo(straight.encode());
        assertThat(stored.bytes()).isEqualTo(straight.bytes());
        for (double q : new double[] {0, 0.5, 0.95, 0.99, 1}) {
            assertThat(stored.at(q)).isEqualTo(straight.at(q));
        }
    }
}
