package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.Saved;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.UnobservedTime;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Absence;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class TenantPatternsProperties {
    private static final Codec<Pattern> BODY = Codec.avro(Pattern.class);

    @Property(tries = 100)
    void shouldGoOnAfterSavingAndLoadingAsIfNothingHadHappened(@ForAll long seed) {
        List<ClosedCycle> cycles = cycles(new Random(seed));
        TenantPatterns life = new TenantPatterns("t", ModelSettings.DEFAULT);
        TenantPatterns uninterrupted = new TenantPatterns("t", ModelSettings.DEFAULT);
        Saved saved = new Saved();
        for (ClosedCycle cycle : cycles) {
            List<Pattern> expected = uninterrupted.close(cycle, SETTINGS, Story.MINIMUM, 1);
            assertThat(bodies(life.close(cycle, SETTINGS, Story.MINIMUM, 1))).isEqualTo(bodies(expected));
            life.save(saved);
            life = new TenantPatterns("t", ModelSettings.DEFAULT);
            saved.loadInto(life);
            Saved all = new Saved();
            uninterrupted.saveAll(all);
            assertThat(all).isEqualTo(saved);
        }
    }

    @Property(tries = 200)
    void shouldLetEveryPatternLiveFromOnsetToEndWithRevisionsAndOnsetsInTurn(@ForAll long seed) {
        TenantPatterns patterns = new TenantPatterns("t", ModelSettings.DEFAULT);
        Map<String, Pattern> latest = new HashMap<>();
        for (ClosedCycle cycle : cycles(new Random(seed))) {
            for (Pattern p : patterns.close(cycle, SETTINGS, Story.MINIMUM, 1)) {
                Pattern before = latest.put(p.getPatternId(), p);
                boolean wasOn = before != null && before.getState() != PatternState.ABATED;
                assertThat(p.getState() == PatternState.ONSET).isEqualTo(!wasOn);
                assertThat(p.getRevision()).isEqualTo(before == null ? 1 : before.getRevision() + 1);
                assertThat(p.getOnsetNumber())
                        .isEqualTo((before == null ? 0 : before.getOnsetNumber()) + (wasOn ? 0 : 1));
                assertThat(p.getConfidence()).isBetween(0.0, 1.0);
                assertThat(p.getImpactScore()).isBetween(0.0, 1.0);
                assertThat(p.getSuspects().values()).allMatch(score -> score >= 0 && score <= 1);
                assertThat(p.getAbatedAt() != null).isEqualTo(p.getState() == PatternState.ABATED);
                assertThat(PatternKey.parse(p.getPatternId()).id()).isEqualTo(p.getPatternId());
            }
            assertThat(patterns.ongoing())
                    .extracting(Pattern::getPatternId)
                    .containsExactlyInAnyOrderElementsOf(latest.values().stream()
                            .filter(p -> p.getState() != PatternState.ABATED)
                            .map(Pattern::getPatternId)
                            .toList());
        }
    }

    /** Short retention and few identities, so that forgetting happens too. */
    private static final PatternSettings SETTINGS = settings();

    private static PatternSettings settings() {
        PatternSettings d = PatternSettings.DEFAULTS;
        return new PatternSettings(
                d.latency(),
                d.anomaly(),
                d.shift(),
                d.success(),
                d.performance(),
                d.failure(),
                d.health(),
                d.sudden(),
                new PatternSettings.Silence(3, 3, 4, 15_000),
                d.flapping(),
                d.origin(),
                1_000);
    }

    private static List<ByteBuffer> bodies(List<Pattern> patterns) {
        List<ByteBuffer> bodies = new ArrayList<>();
        for (Pattern p : patterns) {
            bodies.add(ByteBuffer.wrap(BODY.encode(p)));
        }
        return bodies;
    }

    private static List<ClosedCycle> cycles(Random random) {
        List<ClosedCycle> cycles = new ArrayList<>();
        boolean[] trouble = new boolean[4];
        boolean[] silent = new boolean[4];
        boolean ownClock = random.nextBoolean();
        Absence absence = Absence.rounded();
        for (long start = 0; start < 80_000; start += Story.SIZE_MS) {
            List<Trend> trends = new ArrayList<>();
            for (int s = 0; s < 4; s++) {
                trouble[s] ^= random.nextInt(6) == 0;
                silent[s] ^= random.nextInt(silent[s] ? 8 : 25) == 0;
                if (!silent[s]) {
                    addSource(trends, random, start, s, trouble[s]);
                }
            }
            absence.add(start + Story.SIZE_MS, random.nextInt(5) == 0 ? random.nextInt((int) Story.SIZE_MS) : 0);
            TreeSet<String> late = new TreeSet<>();
            if (random.nextInt(5) == 0) {
                late.add("s" + random.nextInt(5));
            }
            cycles.add(new ClosedCycle(
                    start,
                    start + Story.SIZE_MS,
                    trends,
                    late,
                    new UnobservedTime(Absence.decode(absence.encode()), ownClock),
                    0));
        }
        return cycles;
    }

    private static void addSource(List<Trend> trends, Random random, long start, int s, boolean trouble) {
        trends.add(gauge(start, s, "call_latency.s" + (s + 1) % 4, "latency", trouble, random));
        trends.add(gauge(start, s, "cpu", "saturation", trouble, random));
        Trend op = base(start, s, "db-op", ObservationKind.OPERATION);
        long attempts = 1 + random.nextInt(60);
        long failures = random.nextInt(trouble ? (int) attempts + 1 : 1 + (int) attempts / 30);
        op.setAttempts(attempts);
        op.setSuccesses(attempts - failures);
        op.setFailures(failures == 0 ? Map.of() : new TreeMap<>(Map.of("timeout", failures)));
        op.setFailureExample(failures == 0 ? null : "connection timed out");
        trends.add(op);
        trends.add(gauge(start, s, "requests", "traffic", random.nextBoolean(), random));
    }

    private static Trend gauge(long start, int s, String name, String role, boolean trouble, Random random) {
        Trend t = base(start, s, name, ObservationKind.METRIC);
        double level = (trouble ? 60 : 20) + random.nextDouble();
        t.setRole(role);
        t.setUnit("percent");
        t.setPolarity(Polarity.LOWER_IS_BETTER);
        t.setLevel(level);
        t.setBaseline(20.0);
        t.setSpread(1.0);
        t.setDeviation(level - 20);
        t.setEvidence(trouble ? 1.0 : 0.0);
        t.setHistory(50);
        return t;
    }

    private static Trend base(long start, int s, String name, ObservationKind kind) {
        Trend t = new Trend();
        t.setTenantId("t");
        t.setSource("s" + s);
        t.setName(name);
        t.setKind(kind);
        t.setCount(1);
        t.setFailures(Map.of());
        t.setWindowStart(Instant.ofEpochMilli(start));
        t.setWindowEnd(Instant.ofEpochMilli(start + Story.SIZE_MS));
        return t;
    }
}
