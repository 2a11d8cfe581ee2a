package io.aurea.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class BeliefsTest {
    private static final long MONTH = Duration.ofDays(30).toMillis();

    @Property(tries = 200)
    void shouldStayWithinZeroAndOneWhateverHappens(@ForAll long seed) {
        Random random = new Random(seed);
        Beliefs beliefs = new Beliefs('b');
        double prior = 0.01 + 0.98 * random.nextDouble();
        double weight = 0.1 + 50 * random.nextDouble();
        long now = 0;
        for (int i = 0; i < 300; i++) {
            now += (long) (random.nextDouble() * MONTH / 10);
            beliefs.learn("c", "a", random.nextDouble() < 0.9 == seed > 0, now, MONTH);
            double mean = beliefs.posterior("c", "a", prior, weight, now, MONTH).mean();
            assertThat(mean).isGreaterThan(0).isLessThan(1);
        }
        double faded = beliefs.posterior("c", "a", prior, weight, now + 100 * MONTH, MONTH)
                .mean();
        assertThat(faded).as("what was long ago is forgotten").isCloseTo(prior, within(1e-6));
    }

    @Example
    void shouldRiseWithSuccessFallWithFailureAndForgetByHalfAHalfLife() {
        Beliefs beliefs = new Beliefs('b');
        assertThat(beliefs.posterior("c", "a", 0.5, 2, 0, MONTH).mean()).isEqualTo(0.5);
        beliefs.learn("c", "a", true, 0, MONTH);
        assertThat(beliefs.posterior("c", "a", 0.5, 2, 0, MONTH).mean()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(beliefs.posterior("c", "a", 0.5, 2, MONTH, MONTH)).isEqualTo(new Posterior(1.5, 1));
        beliefs.learn("c", "a", false, MONTH, MONTH);
        assertThat(beliefs.posterior("c", "a", 0.5, 2, MONTH, MONTH)).isEqualTo(new Posterior(1.5, 2));
        assertThat(beliefs.posterior("c", "b", 0.5, 2, MONTH, MONTH).mean()).isEqualTo(0.5);
    }

    @Example
    void shouldKeepABoundedNumberAndForgetTheOldest() {
        Beliefs beliefs = new Beliefs('b');
        for (int i = 0; i < Beliefs.MAX + 10; i++) {
            beliefs.learn("c" + i, "a", true, i, MONTH);
        }
        assertThat(beliefs.stored().size()).isEqualTo(Beliefs.MAX);
        assertThat(beliefs.posterior("c9", "a", 0.5, 2, 20, MONTH).mean()).isEqualTo(0.5);
        assertThat(beliefs.posterior("c10", "a", 0.5, 2, 20, MONTH).mean()).isGreaterThan(0.6);
    }
}
