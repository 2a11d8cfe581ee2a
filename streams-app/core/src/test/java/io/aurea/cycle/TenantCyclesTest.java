package io.aurea.cycle;

import static io.aurea.fixture.Trends.metric;
import static io.aurea.fixture.Trends.operation;
import static io.aurea.fixture.Trends.watermark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aurea.fixture.LoopLog;
import io.aurea.fixture.Saved;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.GoalStatus;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.trend.ModelSettings;
import io.aurea.window.WindowSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TenantCyclesTest {
    private static final WindowSettings WINDOW = new WindowSettings(1_000, 200, 60_000, 1_000);

    private final LoopLog out = new LoopLog();
    private final TenantCycles cycles = new TenantCycles(new CycleSettings(WINDOW, 3, 100, true));

    @Test
    void shouldCloseACycleWhenEveryPartitionHasPassedItsWindowAndGrace() {
        cycles.accept(0, metric("t", "s", "m", 0, 5), out);
        cycles.accept(watermark(0, 2, 1_200), 1_500, out);
        assertThat(out.all()).isEmpty();
        cycles.accept(watermark(1, 2, 1_199), 1_600, out);
        assertThat(out.all()).isEmpty();
        cycles.accept(watermark(1, 2, 1_200), 1_700, out);

        assertThat(out.trends())
                .extracting(t -> t.getSource() + "/" + t.getName())
                .containsExactly("_tenant/cycle_duration_seconds", "s/m");
        assertThat(out.cycles()).hasSize(1);
        CycleMetrics cycle = out.cycles().get(0);
        assertThat(cycle.getCycleNumber()).isEqualTo(1);
        assertThat(cycle.getRevision()).isEqualTo(1);
        assertThat(cycle.getComplete()).isTrue();
        assertThat(cycle.getObservationsCount()).isEqualTo(5);
        assertThat(cycle.getSeriesCount()).isEqualTo(1);
        assertThat(cycle.getCycleDurationSeconds()).isEqualTo(0.7);
        assertThat(cycle.getTimestamp().toEpochMilli()).isEqualTo(1_000);
        assertThat(cycle.getAutonomyLevel()).isEqualTo(50);
        assertThat(cycle.getHealthScore()).isNull();
        assertThat(cycle.getIdle()).isFalse();
        assertThat(out.brain()).extracting(BrainEntry::getKey).containsExactly("cycle_metrics_1");
        assertThat(out.all()).hasSize(5).last().isInstanceOf(Status.class);
    }

    @Test
    void shouldGoOnWithoutAPartitionThatStandsStillAndTakeItBack() {
        CycleSettings twoMinutes =
                new CycleSettings(WINDOW, 3, 100, true, 120_000, CycleSettings.IDLE_END_MS, ModelSettings.DEFAULT);
        TenantCycles life = new TenantCycles(twoMinutes);
        Saved saved = new Saved();
        life.accept(watermark(1, 2, 200), 0, out);
        long append = 0;
        for (int window = 0; window < 40; window++) {
            append += window == 20 ? 86_400_000 : 5_000;
            life.accept(0, metric("t", "s", "m", window * 1_000L, 5), out);
            life.accept(watermark(0, 2, window * 1_000L + 1_200), append, out);
            life.save(saved);
            life = new TenantCycles(twoMinutes);
            saved.loadInto(life);
            assertThat(life.leftOutPartitions()).as("after " + window).isEqualTo(window < 23 ? 0 : 1);
        }
        assertThat(out.cycles()).hasSize(40);
        assertThat(out.statuses().get(39).getLimits())
                .containsExactly(
                        "partition 1 of aurea.observations has stood still for 3 minutes; what is in them is in no"
                                + " cycle until they go on (partition.wait.max.ms)");

        assertThat(out.observations())
                .filteredOn(o -> o.getName().equals("loop.limit_reached"))
                .as("told once, when it begins")
                .singleElement()
                .satisfies(o -> {
                    assertThat(o.getTenantId()).isEqualTo("aurea");
                    assertThat(o.getSource()).isEqualTo("t");
                    assertThat(o.getAttributes().get("reason")).startsWith("partition 1 of aurea.observations");
                });

        life.accept(1, metric("t", "other", "m", 5_000, 7), out);
        assertThat(out.deadLetters()).hasSize(1);
        assertThat(life.tally()).isEqualTo(new OrientTally(200, 7));
        life.accept(watermark(1, 2, 41_200), append + 1_000, out);
        assertThat(life.leftOutPartitions()).isZero();
        life.accept(0, metric("t", "s", "m", 40_000, 5), out);
        life.accept(watermark(0, 2, 41_200), append + 2_000, out);
        assertThat(out.statuses().get(out.statuses().size() - 1).getLimits()).isEmpty();
    }

    @Test
    void shouldTakeTheSuccessRateFromOperationsOnlyAndLeaveItEmptyWithoutThem() {
        cycles.accept(0, operation("t", "a", "call", 0, 9, 10), out);
        cycles.accept(0, operation("t", "b", "call", 0, 0, 10), out);
        cycles.accept(0, metric("t", "c", "m", 0, 7), out);
        cycles.accept(0, metric("t", "c", "m", 1_000, 7), out);
        cycles.accept(watermark(0, 1, 2_200), 2_300, out);

        CycleMetrics with = out.cycles().get(0);
        assertThat(with.getAttempts()).isEqualTo(20);
        assertThat(with.getSuccessRate()).isEqualTo(0.45);
        assertThat(with.getSuccessRateLow()).isLessThan(0.45);
        assertThat(with.getSuccessRateHigh()).isGreaterThan(0.45);
        CycleMetrics without = out.cycles().get(1);
        assertThat(without.getSuccessRate()).isNull();
        assertThat(without.getIdle()).isFalse();
        assertThat(out.cycles()).hasSize(2);
    }

    @Test
    void shouldCallACycleWithoutDataIdleAndGiveItNoRate() {
        cycles.accept(0, operation("t", "s", "call", 0, 1, 1), out);
        cycles.accept(watermark(0, 1, 2_200), 2_300, out);
        CycleMetrics idle = out.cycles().get(1);
        assertThat(idle.getIdle()).isTrue();
        assertThat(idle.getSuccessRate()).isNull();
        assertThat(idle.getObservationsCount()).isZero();
        assertThat(idle.getHealthScore()).isNull();
        assertThat(out.cycles()).hasSize(2);
    }

    @Test
    void shouldRestAfterIdleCyclesAndGoOnCountingWhenDataComes() {
        cycles.accept(0, metric("t", "s", "m", 0, 1), out);
        cycles.accept(watermark(0, 1, 50_200), 50_300, out);
        assertThat(out.cycles()).extracting(CycleMetrics::getCycleNumber).containsExactly(1L, 2L, 3L, 4L);
        assertThat(out.statuses()).extracting(Status::getDormant).containsExactly(false, false, false, true);

        cycles.accept(0, metric("t", "s", "m", 70_000, 1), out);
        cycles.accept(watermark(0, 1, 71_200), 71_300, out);
        assertThat(out.cycles()).hasSize(5);
        CycleMetrics awake = out.cycles().get(4);
        assertThat(awake.getCycleNumber()).isEqualTo(5);
        assertThat(awake.getWindowStart().toEpochMilli()).isEqualTo(70_000);
        assertThat(out.statuses().get(4).getDormant()).isFalse();
    }

    @Test
    void shouldPublishByCycleThenTenantThenSourceThenName() {
        cycles.accept(0, metric("b", "s", "m", 0, 1), out);
        cycles.accept(0, metric("a", "y", "m", 1_000, 1), out);
        cycles.accept(0, metric("a", "x", "z", 0, 1), out);
        cycles.accept(0, metric("a", "x", "m", 0, 1), out);
        cycles.accept(watermark(0, 1, 2_200), 2_300, out);
        assertThat(out.trends())
                .filteredOn(t -> !t.getSource().equals(TenantTrends.SOURCE))
                .extracting(t -> t.getWindowStart().toEpochMilli() + " " + t.getTenantId() + " " + t.getSource() + "/"
                        + t.getName())
                .containsExactly("0 a x/m", "0 a x/z", "0 b s/m", "1000 a y/m");
        assertThat(out.cycles())
                .extracting(c -> c.getTenantId() + c.getCycleNumber())
                .containsExactly("a1", "b1", "a2", "b2");
    }

    @Test
    void shouldNotKnowACyclesDurationOnTheDataClock() {
        TenantCycles onData = new TenantCycles(new CycleSettings(WINDOW, 3, 100, false));
        onData.accept(0, metric("t", "s", "m", 0, 1), out);
        onData.accept(watermark(0, 1, 1_200), 1_700_000_000_000L, out);
        assertThat(out.cycles()).hasSize(1);
        assertThat(out.cycles().get(0).getCycleDurationSeconds()).isNull();
    }

    @Test
    void shouldRefuseATrendWhoseCycleIsClosedOrThatCameBefore() {
        cycles.accept(0, metric("t", "s", "m", 0, 1), out);
        cycles.accept(1, metric("t", "s", "m", 0, 1), out);
        cycles.accept(watermark(0, 1, 1_200), 1_300, out);
        cycles.accept(0, metric("t", "s", "other", 0, 1), out);
        assertThat(out.deadLetters())
                .containsExactly(
                        "series s/m came on the observation partitions 0 and 1 in one window; all publishers of a key"
                                + " must use the same partitioner (murmur2)",
                        "the cycle of window 1970-01-01T00:00:00Z is already closed");
        assertThat(out.cycles()).hasSize(1);
        assertThat(out.trends()).hasSize(2);
    }

    @Test
    void shouldRefuseTheTrendsOfATenantTooManyAndKeepTheOthers() {
        TenantCycles two = new TenantCycles(new CycleSettings(WINDOW, 3, 2, true));
        for (String tenant : List.of("a", "b", "c", "a")) {
            two.accept(0, metric(tenant, "s", "m" + out.all().size(), 0, 1), out);
        }
        assertThat(out.deadLetters()).containsExactly("the partition already has 2 tenants; allowed: 2 (tenants.max)");
        two.accept(watermark(0, 1, 1_200), 1_300, out);
        assertThat(out.cycles()).extracting(CycleMetrics::getTenantId).containsExactly("a", "b");
    }

    @Test
    void shouldFailAGoalAtItsDeadlineAlthoughItsTenantSleeps() {
        cycles.accept(
                Policy.newBuilder().setTenantId("t").setVersion(1).setBody("""
                                minimum: {attempts: 10, windows: 1}
                                goals:
                                  rules:
                                    - id: success
                                      type: performance
                                      metric: success_rate
                                      when: below
                                      threshold: 0.85
                                      target: 0.90
                                      priority: 8
                                      deadline: 1m
                                      description: Succeed more often
                                """).build(), out);
        for (int window = 0; window < 6; window++) {
            cycles.accept(0, operation("t", "s", "call", window * 1_000L, 10, 20), out);
        }
        cycles.accept(watermark(0, 1, 59_200), 1, out);
        assertThat(out.deadLetters()).isEmpty();
        assertThat(out.goals()).isNotEmpty();
        Goal set = out.goals().get(0);
        assertThat(set.getStatus()).isEqualTo(GoalStatus.active);
        assertThat(out.statuses().get(out.statuses().size() - 1).getDormant()).isTrue();
        int before = out.goals().size();
        long cyclesBefore = closed();

        cycles.accept(watermark(0, 1, 500_200), 2, out);
        assertThat(out.goals()).hasSize(before + 1);
        Goal failed = out.goals().get(before);
        assertThat(failed.getStatus()).isEqualTo(GoalStatus.failed);
        assertThat(failed.getGoalId()).isEqualTo(set.getGoalId());
        assertThat(failed.getUpdatedAt()).isEqualTo(set.getDeadline());
        assertThat(closed()).isEqualTo(cyclesBefore);
    }

    /** Number of cycles, without later revisions. */
    private long closed() {
        return out.cycles().stream().filter(c -> c.getRevision() == 1).count();
    }

    @Test
    void shouldForgetASilentSourceAlthoughItsTenantSleeps() {
        for (int window = 0; window < 20; window++) {
            cycles.accept(0, metric("t", "s", "m", window * 1_000L, 1), out);
        }
        cycles.accept(watermark(0, 1, 100_200), 1, out);
        assertThat(out.patterns())
                .extracting(p -> p.getPatternType() + " " + p.getState())
                .containsExactly("SILENT_SOURCE ONSET");
        cycles.accept(watermark(0, 1, Duration.ofHours(24).toMillis() + 19_199), 1, out);
        assertThat(out.patterns()).hasSize(1);
        cycles.accept(watermark(0, 1, Duration.ofHours(30).toMillis()), 1, out);
        assertThat(out.patterns())
                .extracting(p -> p.getPatternType() + " " + p.getState() + " " + p.getAbatedReason())
                .containsExactly("SILENT_SOURCE ONSET null", "SILENT_SOURCE ABATED retired");
        assertThat(out.patterns().get(1).getAbatedAt())
                .isEqualTo(Instant.ofEpochMilli(20_000).plus(Duration.ofHours(24)));
        assertThat(out.cycles()).hasSize(23);
    }

    @Test
    void shouldNeitherGoBackNorRepeatACycleWhenAWatermarkComesAgain() {
        cycles.accept(0, metric("t", "s", "m", 0, 1), out);
        cycles.accept(watermark(0, 1, 1_200), 1_300, out);
        cycles.accept(watermark(0, 1, 1_200), 1_400, out);
        cycles.accept(watermark(0, 1, 900), 1_500, out);
        assertThat(out.cycles()).hasSize(1);
    }

    /** Damaged, the entry that says where a tenant is was set aside: its next cycle would take the first one's number. */
    @Test
    void shouldGoOnCountingWhereATenantsOwnEntryIsLost() {
        for (boolean waiting : new boolean[] {false, true}) {
            LoopLog log = new LoopLog();
            TenantCycles before = new TenantCycles(new CycleSettings(WINDOW, 3, 100, true));
            for (int w = 0; w < 3; w++) {
                before.accept(0, metric("t", "s", "m", w * 1_000, 1), log);
                before.accept(watermark(0, 1, w * 1_000 + 1_200), w * 1_000 + 1_300, log);
            }
            if (waiting) {
                before.accept(0, metric("t", "s", "m", 3_000, 1), log);
            }
            Saved saved = new Saved();
            before.save((key, value) -> {
                if (key[0] != 't') {
                    saved.put(key, value);
                }
            });
            TenantCycles after = new TenantCycles(new CycleSettings(WINDOW, 3, 100, true));
            saved.loadInto(after);
            if (!waiting) {
                after.accept(0, metric("t", "s", "m", 3_000, 1), log);
            }
            after.accept(watermark(0, 1, 5_200), 5_300, log);

            assertThat(log.cycles())
                    .extracting(CycleMetrics::getCycleNumber)
                    .as("data waiting: %s", waiting)
                    .containsExactly(1L, 2L, 3L, 4L, 5L);
            assertThat(log.statuses())
                    .extracting(Status::getRevision)
                    .doesNotHaveDuplicates()
                    .isSorted();
        }
    }

    @Test
    void shouldSayInTheStatusThatAPolicysEntryIsDamaged() {
        assertThatThrownBy(() -> cycles.load("pt".getBytes(StandardCharsets.UTF_8), new byte[] {9}))
                .isInstanceOf(RuntimeException.class);
        cycles.accept(0, metric("t", "s", "m", 0, 1), out);
        cycles.accept(watermark(0, 1, 1_200), 1_300, out);
        assertThat(out.statuses().get(0).getPolicyProblem()).startsWith("the stored policy of t cannot be read");
    }
}
