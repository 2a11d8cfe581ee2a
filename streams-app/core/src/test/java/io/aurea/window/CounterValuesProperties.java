package io.aurea.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CounterValuesProperties {

    /** Increments; a negative one is a restart with this count since. */
    @Property
    void shouldAddUpEveryIncreaseInAnyOrderAndAcrossStores(
            @ForAll @Size(min = 1, max = 60) List<@DoubleRange(min = -100, max = 1_000) Double> increments,
            @ForAll long seed)
            throws IOException {
        List<CounterValue> values = new ArrayList<>();
        double value = 5_000;
        double increase = 0;
        for (int i = 0; i < increments.size(); i++) {
            double by = increments.get(i);
            double next = by < 0 ? Math.min(-by, value * 0.999) : value + by;
            increase += by < 0 ? next : next - value;
            value = next;
            values.add(new CounterValue(10_000 + i * 7L, value));
        }
        Random random = new Random(seed);
        Collections.shuffle(values, random);
        CounterValues straight = new CounterValues();
        CounterValues stored = new CounterValues();
        for (CounterValue v : values) {
            straight.add(v.atMs(), v.value());
            stored.add(v.atMs(), v.value());
            if (random.nextInt(4) == 0) {
                stored = CounterValues.read(in(bytes(stored)));
            }
        }
        CounterValue before = new CounterValue(9_000, 5_000);
        double seconds = (1_000 + (increments.size() - 1) * 7L) / 1_000.0;
        assertThat(straight.rateSince(before).getAsDouble())
                .isCloseTo(increase / seconds, within(1e-9 * (1 + increase)));
        assertThat(straight.last()).isEqualTo(new CounterValue(10_000 + (increments.size() - 1) * 7L, value));
        assertThat(stored.rateSince(before)).isEqualTo(straight.rateSince(before));
        assertThat(bytes(stored)).isEqualTo(bytes(straight));
    }

    @Property
    void shouldBeRightWithAnyNumberOfValuesThatComeNearlyInOrder(
            @ForAll @IntRange(min = 65, max = 2_000) int count, @ForAll long seed) throws IOException {
        Random random = new Random(seed);
        List<CounterValue> values = new ArrayList<>();
        double value = 0;
        double increase = 0;
        for (int i = 0; i < count; i++) {
            if (i > 0 && random.nextInt(50) == 0) {
                value = (int) (value * random.nextDouble());
                increase += value;
            } else if (i > 0) {
                int by = 10 + random.nextInt(100);
                value += by;
                increase += by;
            }
            values.add(new CounterValue(1_000 + i * 3L, value));
        }
        for (int i = 1; i < count; i += 3) {
            Collections.swap(values, i - 1, i);
        }
        CounterValues counter = new CounterValues();
        for (CounterValue v : values) {
            counter.add(v.atMs(), v.value());
        }
        assertThat(counter.rateSince(null).getAsDouble())
                .isCloseTo(increase / ((count - 1) * 3L / 1_000.0), within(1e-6));
        assertThat(bytes(counter).length).isLessThan(1_100);
    }

    @Property
    void shouldKnowNoRateFromOneTime(
            @ForAll @DoubleRange(min = 0, max = 1e9) double a, @ForAll @DoubleRange(min = 0, max = 1e9) double b) {
        CounterValues counter = new CounterValues();
        counter.add(7, a);
        counter.add(7, b);
        assertThat(counter.rateSince(null)).isEmpty();
        assertThat(counter.last().value()).isEqualTo(Math.max(a, b));
    }

    private static byte[] bytes(CounterValues counter) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        counter.write(new DataOutputStream(bytes));
        return bytes.toByteArray();
    }

    private static DataInputStream in(byte[] bytes) {
        return new DataInputStream(new ByteArrayInputStream(bytes));
    }
}
