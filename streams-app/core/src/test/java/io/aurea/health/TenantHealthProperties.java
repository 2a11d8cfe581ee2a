package io.aurea.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.PatternType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TenantHealthProperties {

    /** One series with its values in every cycle; the pattern on it, if any, continues when the series is lost. */
    private record Reading(Consumer<HealthStory> series, Consumer<HealthStory> pattern) {}

    private static List<Reading> anyTenant(Random random) {
        List<Reading> readings = new ArrayList<>();
        for (int n = 1 + random.nextInt(8); n > 0; n--) {
            readings.add(anyReading(random, "s" + random.nextInt(4), "n" + n));
        }
        return readings;
    }

    private static Reading anyReading(Random random, String source, String name) {
        Consumer<HealthStory> none = s -> {};
        long attempts = 1 + random.nextInt(random.nextBoolean() ? 5 : 500);
        long failed = random.nextInt(3) == 0 ? random.nextInt((int) attempts + 1) : random.nextInt(2) * attempts;
        double share = random.nextInt(3) == 0 ? random.nextDouble() : random.nextInt(2);
        double ratio = 1 + 30 * random.nextDouble();
        boolean raised = random.nextInt(3) == 0;
        return switch (random.nextInt(7)) {
            case 0 -> new Reading(s -> s.check(name, failed, attempts), none);
            case 1 -> new Reading(s -> s.metric(name, "success_rate", null, share, share), none);
            case 2 -> new Reading(s -> s.metric(name, "error_rate", null, share, share), none);
            case 3 ->
                new Reading(
                        s -> s.metric(name, "backlog", null, 10 * ratio, 10),
                        s -> onIf(raised, s, PatternType.METRIC_ANOMALY, name, "backlog"));
            case 4 ->
                new Reading(
                        s -> s.metric(name, "latency", null, 10 * ratio, 10),
                        s -> onIf(raised, s, PatternType.INCREASING_LATENCY, name, "latency"));
            default -> new Reading(s -> s.operation(source, name, failed, attempts), none);
        };
    }

    private static void onIf(boolean on, HealthStory story, PatternType type, String source, String series) {
        if (on) {
            story.on(type, source, series);
        }
    }

    private static Health tell(HealthStory story, List<Reading> heard, List<Reading> all) {
        all.forEach(r -> r.pattern().accept(story));
        heard.forEach(r -> r.series().accept(story));
        return story.close();
    }

    /** Within the hour of memory, one reading after the other is lost, whatever they are. */
    @Property(tries = 300)
    void shouldNeverRiseWhenReadingsAreLost(@ForAll long seed) {
        Random random = new Random(seed);
        List<Reading> all = anyTenant(random);
        HealthStory story = new HealthStory();
        Health whole = Health.UNKNOWN;
        for (int c = 0; c < 65; c++) {
            whole = tell(story, all, all);
        }
        double before = whole.score().orElseThrow();
        List<Reading> heard = new ArrayList<>(all);
        for (int c = 0; c < 100; c++) {
            heard.removeIf(r -> random.nextInt(10) == 0);
            Health less = tell(story, heard, all);
            assertThat(less.score().orElse(0)).isLessThanOrEqualTo(before + 1e-9);
            if (before < TenantHealth.WELL) {
                assertThat(less.score()).as("bad news stays").isPresent();
            }
        }
    }

    /**
     * A tenant with arbitrarily changing readings: losing one never improves its health compared with the last value.
     */
    @Property(tries = 200)
    void shouldNotGainFromASeriesThatIsLostWhileOthersChange(@ForAll long seed) {
        Random random = new Random(seed);
        long attempts = 1 + random.nextInt(20);
        long failed = random.nextInt((int) attempts + 1);
        HealthStory with = new HealthStory();
        HealthStory without = new HealthStory();
        for (int c = 0; c < 150; c++) {
            long good = 1 + random.nextInt(100);
            for (HealthStory story : List.of(with, without)) {
                story.operation("other", "serve", good / 20, good);
                if (c < 80 || story == with) {
                    story.operation("shop", "serve", failed, attempts);
                }
            }
            double complete = with.score();
            assertThat(without.score()).isLessThanOrEqualTo(complete + 1e-9);
        }
    }
}
