package io.aurea.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.fixture.LoopLog;
import io.aurea.fixture.RandomTenant;
import io.aurea.fixture.Saved;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.GuardVerdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;

class TenantDecisionsProperties {
    private static final int STEPS = 400;

    @Property(tries = 30)
    void shouldGoOnAfterSavingAndLoadingAsIfNothingHadHappenedToTheLastByte(@ForAll long seed) {
        RandomTenant whole = new RandomTenant(seed);
        RandomTenant stopped = new RandomTenant(seed);
        Saved saved = new Saved();
        for (int i = 0; i < STEPS; i++) {
            whole.step();
            stopped.step();
            if (i % 3 == 0) {
                stopped.tenant.decisions.save(saved);
                Saved all = new Saved();
                stopped.tenant.decisions.saveAll(all);
                assertThat(all).isEqualTo(saved);
                stopped.tenant.restart();
            }
        }
        assertThat(bytes(stopped.tenant.out.all())).isEqualTo(bytes(whole.tenant.out.all()));
    }

    @Property(tries = 15)
    void shouldPublishTheSameAgainFromTheSameLog(@ForAll long seed) {
        assertThat(bytes(run(seed).out.all())).isEqualTo(bytes(run(seed).out.all()));
    }

    @Property(tries = 40)
    void shouldNeverHaveTwoOpenActionsOnATargetNorDispatchWhatAGuardDenied(@ForAll long seed) {
        DecisionTenant tenant = run(seed);
        Map<String, String> acting = new HashMap<>();
        for (Decision d : tenant.out.decisions()) {
            if (d.getState() == DecisionState.DISPATCHED) {
                assertThat(d.getGuards()).hasSize(17).allMatch(GuardVerdict::getAllowed);
                assertThat(d.getJudged() ? acting.put(d.getTarget(), d.getDecisionId()) : null)
                        .isNull();
                assertThat(d.getTarget()).isNotBlank();
            } else if (d.getState() != DecisionState.SUCCEEDED || !d.getJudged()) {
                acting.remove(d.getTarget(), d.getDecisionId());
            }
        }
    }

    @Property(tries = 40)
    void shouldTakeEveryDecisionThroughAllowedStatesOnlyAndCountThem(@ForAll long seed) {
        DecisionTenant tenant = run(seed);
        Map<String, Decision> last = new HashMap<>();
        Map<String, Long> counts = new HashMap<>();
        for (Decision d : tenant.out.decisions()) {
            Decision before = last.put(d.getDecisionId(), d);
            if (before == null) {
                assertThat(d.getState()).isEqualTo(DecisionState.PROPOSED);
                assertThat(d.getRevision()).isEqualTo(1);
            } else {
                assertThat(Transitions.from(before.getState())).contains(d.getState());
                assertThat(d.getRevision()).isEqualTo(before.getRevision() + 1);
                assertThat(d.getHistory())
                        .startsWith(before.getHistory().get(0))
                        .hasSize((int) d.getRevision());
            }
            counts.merge(d.getState().name(), 1L, Long::sum);
        }
        assertThat(tenant.decisions.tally()).containsAllEntriesOf(counts);
        assertThat(last.values()).noneMatch(d -> d.getState() == DecisionState.PROPOSED);
    }

    @Property(tries = 40)
    void shouldNeverRaiseItsOwnAutonomyAndKeepThresholdsInTheirBounds(@ForAll long seed) {
        RandomTenant random = new RandomTenant(seed);
        AutonomyLevel before = null;
        for (int i = 0; i < STEPS; i++) {
            long commanded = random.tenant.decisions.tally().getOrDefault("COMMAND_AUTONOMY", 0L);
            random.step();
            AutonomyLevel now = random.tenant.decisions.level();
            boolean byCommand = random.tenant.decisions.tally().getOrDefault("COMMAND_AUTONOMY", 0L) > commanded;
            if (before != null && !byCommand) {
                assertThat(now).isLessThanOrEqualTo(before);
            }
            before = now;
        }
        for (Decision d : random.tenant.out.decisions()) {
            assertThat(d.getConfidence()).isBetween(0.0, 1.0).isNotIn(0.0, 1.0);
            if (d.getConfidenceThreshold() != null && d.getMinConfidence() == null) {
                var bounds = AutonomySettings.DEFAULTS.threshold(
                        AutonomyLevel.of(d.getAutonomyLevel()).orElseThrow());
                assertThat(d.getConfidenceThreshold()).isBetween(bounds.low(), bounds.high());
            }
        }
    }

    @Property(tries = 40)
    void shouldReviseACycleUntilItIsCompleteAndNeverAfter(@ForAll long seed) {
        DecisionTenant tenant = run(seed);
        Map<Long, CycleMetrics> last = new HashMap<>();
        for (CycleMetrics c : tenant.out.cycles()) {
            CycleMetrics before = last.put(c.getCycleNumber(), c);
            assertThat(c.getActionsExecuted()).isEqualTo(c.getActionsSuccessful() + c.getActionsFailed());
            assertThat(c.getActionsExecuted()).isLessThanOrEqualTo(c.getDecisionsCount());
            if (before != null) {
                assertThat(before.getComplete()).isFalse();
                assertThat(c.getRevision()).isEqualTo(before.getRevision() + 1);
            }
        }
    }

    @Property(tries = 3)
    void shouldKeepABoundedState(@ForAll long seed) {
        RandomTenant random = new RandomTenant(seed);
        for (int i = 0; i < 6_000; i++) {
            random.step();
        }
        Saved all = new Saved();
        random.tenant.decisions.saveAll(all);
        assertThat(all.size()).isLessThan(6_000);
        assertThat(random.tenant.decisions.open()).hasSizeLessThan(60);
    }

    /** Otherwise the properties above would not cover the missing states. */
    @Example
    void shouldHaveBeenThroughEveryStateAndEveryGuardsNo() {
        EnumSet<DecisionState> states = EnumSet.noneOf(DecisionState.class);
        Set<String> noes = new TreeSet<>();
        for (long seed = 0; seed < 40; seed++) {
            LoopLog out = run(seed).out;
            for (Decision d : out.decisions()) {
                states.add(d.getState());
                d.getGuards().stream().filter(g -> !g.getAllowed()).forEach(g -> noes.add(g.getGuard()));
            }
            out.incidents().forEach(i -> i.getDenials().forEach(d -> noes.add(d.getGuard())));
        }
        assertThat(states).isEqualTo(EnumSet.complementOf(EnumSet.of(DecisionState.UNKNOWN)));
        assertThat(noes)
                .contains(
                        "approval",
                        "blast_radius",
                        "concurrency",
                        "confidence",
                        "cooldown",
                        "data",
                        "dry_run",
                        "flapping",
                        "maintenance",
                        "one_action_per_target",
                        "pause",
                        "reversible_only",
                        "settle",
                        "stale_evidence");
    }

    private static DecisionTenant run(long seed) {
        RandomTenant random = new RandomTenant(seed);
        for (int i = 0; i < STEPS; i++) {
            random.step();
        }
        return random.tenant;
    }

    private static List<Object> bytes(List<Object> all) {
        List<Object> bytes = new ArrayList<>();
        for (Object o : all) {
            bytes.add(o instanceof SpecificRecord r ? ByteBuffer.wrap(bytes(r)) : o);
        }
        return bytes;
    }

    private static byte[] bytes(SpecificRecord r) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new SpecificDatumWriter<SpecificRecord>(r.getSchema()).write(r, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
