package io.aurea.cycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.fixture.Trends;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.window.WindowSettings;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TenantCyclesProperties {
    private static final int PARTITIONS = 3;
    private static final WindowSettings WINDOW = new WindowSettings(Trends.SIZE_MS, 200, 60_000, 1_000);
    private static final CycleSettings DATA_CLOCK = new CycleSettings(WINDOW, 2, 100, false);
    private static final CycleSettings WALL_CLOCK = new CycleSettings(WINDOW, 2, 100, true);

    record Step(int partition, Object event) {}

    @Property(tries = 300)
    void shouldPublishTheSameHoweverThePartitionsRanRelativeToEachOther(@ForAll long seed) {
        List<List<Step>> partitions = partitions(new Random(seed));
        for (CycleSettings settings : List.of(DATA_CLOCK, WALL_CLOCK)) {
            List<Object> inTurn =
                    run(interleave(partitions, new Random(seed + 1)), settings).all();
            List<Object> otherwise =
                    run(interleave(partitions, new Random(seed + 2)), settings).all();
            assertThat(otherwise).isEqualTo(inTurn);
        }
    }

    @Property(tries = 300)
    void shouldNumberCyclesWithoutGapsAndCountEveryObservationOnce(@ForAll long seed) {
        List<List<Step>> partitions = partitions(new Random(seed));
        LoopLog out = run(interleave(partitions, new Random(seed)), WALL_CLOCK);
        Map<String, Long> sent = new HashMap<>();
        partitions.forEach(steps -> steps.forEach(step -> {
            // A tenant with only late records has cycles, too.
            if (step.event() instanceof Trend t) {
                sent.merge(t.getTenantId(), t.getName().isEmpty() ? 0 : t.getCount(), Long::sum);
            }
        }));
        Map<String, Long> numbers = new HashMap<>();
        Map<String, Long> counted = new HashMap<>();
        for (CycleMetrics c : out.cycles()) {
            assertThat(c.getCycleNumber()).isEqualTo(numbers.merge(c.getTenantId(), 1L, Long::sum));
            counted.merge(c.getTenantId(), c.getObservationsCount(), Long::sum);
        }
        assertThat(counted).isEqualTo(sent);
        assertThat(out.deadLetters()).isEmpty();
    }

    @Property(tries = 200)
    void shouldGoOnAfterSavingAndLoadingAsIfNothingHadHappened(@ForAll long seed) {
        List<Step> steps = interleave(partitions(new Random(seed)), new Random(seed));
        CycleSettings settings = seed % 2 == 0 ? WALL_CLOCK : DATA_CLOCK;
        LoopLog out = new LoopLog();
        Saved saved = new Saved();
        TenantCycles life = new TenantCycles(settings);
        for (Step step : steps) {
            feed(life, step, out);
            life.save(saved);
            life = new TenantCycles(settings);
            saved.loadInto(life);
            Saved all = new Saved();
            life.saveAll(all);
            assertThat(all).isEqualTo(saved);
        }
        assertThat(out.all()).isEqualTo(run(steps, settings).all());
    }

    @Property(tries = 300)
    void shouldPublishTheSameWhereverItsWorkIsCut(@ForAll long seed) {
        List<Step> steps = interleave(partitions(new Random(seed)), new Random(seed));
        CycleSettings settings = seed % 2 == 0 ? WALL_CLOCK : DATA_CLOCK;
        Random random = new Random(seed);
        WorkBudget budget = units -> random.nextInt(3) > 0;
        LoopLog out = new LoopLog();
        Saved saved = new Saved();
        TenantCycles life = new TenantCycles(settings, budget, FailedWork.NONE);
        for (Step step : steps) {
            feed(life, step, out);
            while (life.isClosing()) {
                if (random.nextBoolean()) {
                    life.save(saved);
                    life = new TenantCycles(settings, budget, FailedWork.NONE);
                    saved.loadInto(life);
                    Saved all = new Saved();
                    life.saveAll(all);
                    assertThat(all).isEqualTo(saved);
                }
                life.close(out);
            }
        }
        assertThat(out.all()).isEqualTo(run(steps, settings).all());
    }

    private static LoopLog run(List<Step> steps, CycleSettings settings) {
        LoopLog out = new LoopLog();
        TenantCycles cycles = new TenantCycles(settings);
        steps.forEach(step -> feed(cycles, step, out));
        return out;
    }

    private static void feed(TenantCycles cycles, Step step, LoopLog out) {
        if (step.event() instanceof Trend trend) {
            cycles.accept(step.partition(), trend, out);
        } else {
            cycles.accept((Watermark) step.event(), 0, out);
        }
    }

    /** Observe's output from each partition: trends of a window, then a watermark past it, sometimes a jump. */
    private static List<List<Step>> partitions(Random random) {
        List<List<Step>> partitions = new ArrayList<>();
        long end = (long) 12 * Trends.SIZE_MS;
        for (int p = 0; p < PARTITIONS; p++) {
            List<Step> steps = new ArrayList<>();
            long absent = 0;
            for (long start = 0; start < end; start += Trends.SIZE_MS) {
                Set<String> named = new HashSet<>();
                for (int n = random.nextInt(3); n > 0; n--) {
                    String tenant = "t" + random.nextInt(3);
                    if (start < 6 * Trends.SIZE_MS && named.add(tenant)) {
                        steps.add(new Step(p, Trends.metric(tenant, "s" + p, "m", start, 1 + random.nextInt(5))));
                    }
                }
                if (random.nextInt(4) == 0) {
                    steps.add(new Step(p, Trends.metric("t" + random.nextInt(3), "late" + p, "", start, 2)));
                    named.add("");
                }
                if (random.nextInt(3) > 0 || !named.isEmpty()) {
                    absent += random.nextInt(3) * 300;
                    steps.add(new Step(
                            p,
                            Trends.watermark(
                                    p, PARTITIONS, start + Trends.SIZE_MS + 200 + random.nextInt(700), absent)));
                }
            }
            steps.add(new Step(p, Trends.watermark(p, PARTITIONS, end + 200)));
            partitions.add(steps);
        }
        return partitions;
    }

    private static List<Step> interleave(List<List<Step>> partitions, Random random) {
        int[] next = new int[partitions.size()];
        List<Step> all = new ArrayList<>();
        int total = partitions.stream().mapToInt(List::size).sum();
        while (all.size() < total) {
            int p = random.nextInt(partitions.size());
            if (next[p] < partitions.get(p).size()) {
                all.add(partitions.get(p).get(next[p]++));
            }
        }
        return all;
    }
}
