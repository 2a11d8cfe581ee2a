package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.policy.TenantPolicy;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HealthProperties {
    private static final HealthSettings SETTINGS = TenantPolicy.BUILT_IN.health();

    private static HealthReadings readings(OptionalDouble[] r) {
        return new HealthReadings(r[0], r[1], r[2], r[3], r[4], r[5]);
    }

    private static OptionalDouble[] anyReadings(Random random) {
        return IntStream.range(0, 6)
                .mapToObj(i -> random.nextInt(4) == 0 ? OptionalDouble.empty() : OptionalDouble.of(any(i, random)))
                .toArray(OptionalDouble[]::new);
    }

    private static double any(int component, Random random) {
        double share = random.nextInt(10) == 0 ? random.nextInt(2) : random.nextDouble();
        return isRatio(component) ? 1 + 50 * share : share;
    }

    private static boolean isRatio(int component) {
        return component == 2 || component == 4;
    }

    private static boolean moreIsBetter(int component) {
        return List.of(0, 3, 5).contains(component);
    }

    @Property(tries = 2_000)
    void shouldLieBetweenItsWorstComponentAndTenRootsOfIt(@ForAll long seed) {
        Health health = Health.of(readings(anyReadings(new Random(seed))), SETTINGS);
        assertThat(health.score().isPresent()).isEqualTo(!health.components().isEmpty());
        if (health.score().isPresent()) {
            double worst = health.components().values().stream()
                    .mapToDouble(Double::doubleValue)
                    .min()
                    .getAsDouble();
            assertThat(health.score().getAsDouble())
                    .isBetween(0.0, 100.0)
                    .isBetween(worst - 1e-9, 10 * Math.sqrt(worst) + 1e-9);
        }
    }

    @Property(tries = 2_000)
    void shouldNotRiseWhenAComponentGetsWorse(@ForAll long seed, @ForAll @IntRange(max = 5) int component) {
        Random random = new Random(seed);
        OptionalDouble[] r = anyReadings(random);
        double a = any(component, random);
        double b = any(component, random);
        r[component] = OptionalDouble.of(moreIsBetter(component) ? Math.max(a, b) : Math.min(a, b));
        OptionalDouble better = Health.of(readings(r), SETTINGS).score();
        r[component] = OptionalDouble.of(moreIsBetter(component) ? Math.min(a, b) : Math.max(a, b));
        OptionalDouble worse = Health.of(readings(r), SETTINGS).score();
        assertThat(worse.isPresent()).isEqualTo(better.isPresent());
        if (better.isPresent()) {
            assertThat(worse.getAsDouble()).isLessThanOrEqualTo(better.getAsDouble() + 1e-9);
        }
    }
}
