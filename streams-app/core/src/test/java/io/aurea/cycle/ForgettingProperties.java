package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Observed;
import io.aurea.fixture.Saved;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Observation;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.Epoch;
import io.aurea.window.Forgetting;
import io.aurea.window.ObserveOutput;
import io.aurea.window.PartitionWindows;
import io.aurea.window.WindowSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Of a tenant that is forgotten nothing is left, and the others go on as if it had never been. */
class ForgettingProperties {
    private static final int PARTITIONS = 2;
    private static final int STEPS = 40;
    private static final String GONE = "shop-that-was";
    private static final CycleSettings SETTINGS =
            new CycleSettings(new WindowSettings(1_000, 200, 60_000, 1_000), 2, 100, true);
    /** What observe and orient have counted, and the number that a new tenant of the name begins after. */
    private static final String COUNTS = "mnz";

    /** The status names what the last command was about. */
    private static final String ANSWER = "s";
    /** What observe keeps of all sources in one entry. */
    private static final String TOGETHER = "lb";

    private static final String POLICY = """
            minimum: {attempts: 3, windows: 1}
            rules:
              - name: help
                on: tenant
                when: tenant.health < 60.0
                action: restart
                target: "{tenant}"
                effect: {metric: success_rate, direction: up}
                min_confidence: 0.1
                approval_below: 0
                settle: 3s
                timeout: 10m
                valid_for: 20s
                approval_deadline: 10m
            """;

    /** Sources have names that no model's bytes spell by chance. */
    private static final String SOURCE = "src-";

    /** Two observation partitions and the loop, each saved at random moments. */
    private static final class Loop {
        private final LoopLog out = new LoopLog();
        private final List<PartitionWindows> windows = new ArrayList<>();
        private final List<Saved> windowsSaved = new ArrayList<>();
        private final Saved cyclesSaved = new Saved();
        private final TenantCycles cycles = new TenantCycles(SETTINGS);
        private final Set<String> known = new HashSet<>();
        private long nowMs;

        Loop() {
            for (int p = 0; p < PARTITIONS; p++) {
                windows.add(new PartitionWindows(SETTINGS.window()));
                windowsSaved.add(new Saved());
            }
        }

        void accept(int partition, Observation o) {
            byte[] key = o.getTenantId().isEmpty() ? "_".getBytes(UTF_8) : Observed.keyOf(o);
            long before = windows.get(partition).tally().windowed();
            windows.get(partition).accept(key, o, nowMs, observed(partition));
            if (windows.get(partition).tally().windowed() > before) {
                known.add(o.getTenantId() + '/' + o.getSource() + '/' + o.getName());
            }
        }

        private ObserveOutput observed(int partition) {
            return new ObserveOutput() {
                @Override
                public void trend(Trend trend) {
                    cycles.accept(partition, trend, out);
                }

                @Override
                public void watermark(long timeMs, Long absentMs) {
                    cycles.accept(
                            new Watermark(partition, PARTITIONS, Instant.ofEpochMilli(timeMs), absentMs), nowMs, out);
                }

                @Override
                public void forgotten(Forgetting what, long series) {
                    cycles.forget(what.command(series), partition, PARTITIONS, nowMs, out);
                }

                @Override
                public void deadLetter(Refusal refusal, String reason) {
                    // A late record, counted by observe.
                }
            };
        }

        void save() {
            for (int p = 0; p < PARTITIONS; p++) {
                windows.get(p).save(windowsSaved.get(p));
            }
            cycles.save(cyclesSaved);
        }

        long known(String prefix) {
            return known.stream().filter(s -> s.startsWith(prefix)).count();
        }

        long windowed() {
            return windows.stream().mapToLong(w -> w.tally().windowed()).sum();
        }
    }

    @Property(tries = 60)
    void shouldLeaveNothingOfATenantThatIsForgottenAndTheOthersAsIfItHadNeverBeen(@ForAll long seed) {
        Loop with = new Loop();
        Loop without = new Loop();
        Random forgetting = new Random(seed);
        int from = 10 + forgetting.nextInt(STEPS - 10);
        for (Loop loop : List.of(with, without)) {
            loop.cycles.accept(policy("*"), loop.out);
        }
        with.cycles.accept(policy(GONE), with.out);
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            boolean forgotten = step >= from;
            step(step, random, with, without, forgotten);
            if (step == from) {
                forget(with, random);
            }
            if (random.nextBoolean()) {
                with.save();
                without.save();
            }
        }
        with.save();
        without.save();

        for (int p = 0; p < PARTITIONS; p++) {
            assertThat(with.windowsSaved.get(p).mentions(GONE)).isFalse();
            assertThat(with.windowsSaved.get(p).without(COUNTS))
                    .isEqualTo(without.windowsSaved.get(p).without(COUNTS));
        }
        assertThat(with.cyclesSaved.mentions(GONE)).isFalse();
        // Watermarks are among the counts by their letter, and are the same.
        assertThat(with.cyclesSaved.without("nz")).isEqualTo(without.cyclesSaved.without("nz"));
        assertThat(with.out.gone()).singleElement().satisfies(last -> {
            assertThat(last.getTenantId()).isEqualTo(GONE);
            assertThat(last.getLastCommand().getResult()).isEqualTo(CommandResult.DONE);
            assertThat(last.getLastCommand().getCommandId()).isEqualTo("c-1");
            assertThat(last.getLastCommand().getSeriesForgotten()).isEqualTo(with.known(GONE + '/'));
        });
        OrientTally tally = with.cycles.tally();
        assertThat(tally.cycled() + tally.refused() + with.cycles.waitingObservations() + open(with))
                .isEqualTo(with.windowed());
    }

    @Property(tries = 20)
    void shouldBeginANewTenantOfTheNameWhereNoNumberHasBeenUsed(@ForAll long seed) {
        Loop loop = new Loop();
        Random random = new Random(seed);
        for (int step = 0; step < STEPS; step++) {
            if (step == STEPS / 2) {
                forget(loop, random);
                forget(loop, random);
            }
            step(step, random, loop, new Loop(), false);
        }
        long last = 0;
        for (CycleMetrics c : loop.out.cycles()) {
            if (c.getTenantId().equals(GONE) && c.getRevision() == 1) {
                assertThat(c.getCycleNumber()).isGreaterThan(last);
                last = c.getCycleNumber();
            }
        }
        assertThat(last).isBetween(Epoch.NUMBERS + 1, 2 * Epoch.NUMBERS);
    }

    @Property(tries = 30)
    void shouldLeaveNothingOfASourceThatIsForgottenAndCountItsRecords(@ForAll long seed) {
        Loop loop = new Loop();
        loop.cycles.accept(policy("*"), loop.out);
        Random random = new Random(seed);
        int steps = 10 + random.nextInt(STEPS - 10);
        for (int step = 0; step < steps; step++) {
            step(step, random, loop, new Loop(), false);
            for (int n = random.nextInt(20); n > 0; n--) {
                loop.accept(1, Observed.operation("t0", SOURCE + 1, "call", loop.nowMs, step < 10 && n % 4 == 0));
            }
            if (random.nextBoolean()) {
                loop.save();
            }
        }
        Forgetting what = new Forgetting("t0", SOURCE + 1, "", "c-1", "alice");
        int before = loop.out.statuses().size();
        forget(loop, random, what);
        assertThat(loop.out.statuses().subList(before, loop.out.statuses().size()))
                .singleElement()
                .satisfies(answered -> {
                    assertThat(answered.getTenantId()).isEqualTo("t0");
                    assertThat(answered.getLastCommand().getResult()).isEqualTo(CommandResult.DONE);
                    assertThat(answered.getLastCommand().getSeriesForgotten()).isEqualTo(loop.known("t0/src-1/"));
                });
        loop.save();
        for (int p = 0; p < PARTITIONS; p++) {
            assertThat(loop.windowsSaved.get(p).without(TOGETHER).about("t0").about(SOURCE + 1))
                    .hasToString("");
        }
        // What was on ends with the next cycle, and is forgotten then.
        tick(loop, 10_000);
        forget(loop, random, what);
        loop.save();
        assertThat(loop.cyclesSaved.without(ANSWER).about("t0").about(SOURCE + 1))
                .hasToString("");
        CommandAnswer again =
                loop.out.statuses().get(loop.out.statuses().size() - 1).getLastCommand();
        assertThat(again.getSeriesForgotten()).isZero();
        assertThat(again.getPatternsEnding()).isZero();
        assertThat(loop.cyclesSaved.about("t1").size()).isPositive();
        assertThat(loop.out.gone()).isEmpty();
        OrientTally tally = loop.cycles.tally();
        assertThat(tally.cycled() + tally.refused() + loop.cycles.waitingObservations() + open(loop))
                .isEqualTo(loop.windowed());
    }

    /** Half a window passes. */
    private static void step(int step, Random random, Loop with, Loop without, boolean forgotten) {
        long now = 10_000 + step * 500L;
        with.nowMs = now;
        without.nowMs = now;
        // First, so that no record of the one brings time forward for the others.
        for (int p = 0; p < PARTITIONS; p++) {
            with.accept(p, Observed.tick(now));
            without.accept(p, Observed.tick(now));
        }
        for (int n = random.nextInt(12); n > 0; n--) {
            int source = random.nextInt(4);
            int partition = source % PARTITIONS;
            long at = now - random.nextInt(2_500);
            boolean success = random.nextInt(3) > 0;
            boolean ofGone = random.nextInt(3) == 0;
            String tenant = ofGone ? GONE : "t" + random.nextInt(2);
            Observation o = random.nextBoolean()
                    ? Observed.operation(tenant, SOURCE + source, "call", at, success)
                    : Observed.metric(tenant, SOURCE + source, "level", at, random.nextInt(5));
            if (!ofGone) {
                without.accept(partition, o);
            }
            if (!ofGone || !forgotten) {
                with.accept(partition, o);
            }
        }
    }

    private static void forget(Loop loop, Random random) {
        forget(
                loop,
                random,
                Forgetting.of(Command.newBuilder()
                        .setTenantId(GONE)
                        .setCommandId("c-1")
                        .setKind(CommandKind.FORGET)
                        .setIssuedBy("alice")
                        .build()));
    }

    private static void forget(Loop loop, Random random, Forgetting what) {
        loop.cycles.forget(what.command(null), TenantCycles.NO_PARTITION, PARTITIONS, loop.nowMs, loop.out);
        int first = random.nextInt(PARTITIONS);
        for (int p = 0; p < PARTITIONS; p++) {
            loop.accept((first + p) % PARTITIONS, what.tick());
        }
    }

    private static void tick(Loop loop, long laterMs) {
        loop.nowMs += laterMs;
        for (int p = 0; p < PARTITIONS; p++) {
            loop.accept(p, Observed.tick(loop.nowMs));
        }
    }

    /** In windows that are open still: what a tick far ahead brings to cycles. */
    private static long open(Loop loop) {
        long before = loop.cycles.tally().cycled() + loop.cycles.tally().refused() + loop.cycles.waitingObservations();
        tick(loop, 100_000);
        return loop.cycles.tally().cycled()
                + loop.cycles.tally().refused()
                + loop.cycles.waitingObservations()
                - before;
    }

    private static Policy policy(String tenant) {
        return Policy.newBuilder()
                .setTenantId(tenant)
                .setVersion(1)
                .setBody(POLICY)
                .build();
    }
}
