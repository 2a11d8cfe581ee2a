package io.aurea.pattern.life;

import static java.util.stream.IntStream.range;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aurea.pattern.PatternSettings;
import io.aurea.policy.PolicyFile;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Polarity;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TenantPatternsTest {
    private static final Consumer<Story> SLOW = s -> s.latency("web", "latency", 500, 100);
    private static final Consumer<Story> USUAL = s -> s.latency("web", "latency", 101, 100);

    @Test
    void shouldSetOnWhenTheEvidenceIsCompleteAndEndAfterCalm() {
        Story story = new Story();
        story.times(5, USUAL).times(2, SLOW).times(3, USUAL);
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
        Pattern onset = story.out().get(0);
        assertThat(onset.getOnsetAt()).isEqualTo(Instant.ofEpochMilli(7_000));
        assertThat(onset.getFirstDetected()).isEqualTo(onset.getOnsetAt());
        assertThat(onset.getLastDetected()).isEqualTo(onset.getOnsetAt());
        assertThat(onset.getRevision()).isEqualTo(1);
        assertThat(onset.getFrequency()).isEqualTo(1);
        assertThat(onset.getConfidence()).isBetween(0.99, 1.0);
        assertThat(onset.getImpactScore()).isEqualTo(0.8);
        assertThat(onset.getPolicyVersion()).isEqualTo(7);
        assertThat(onset.getPatternDescription())
                .isEqualTo("web is slow: web/latency is at 500 ms, usual is 100 ms +- 10");
        assertThat(onset.getPatternData()).containsEntry("level", "500").containsEntry("ratio", "5");
        Pattern abated = story.out().get(1);
        assertThat(abated.getAbatedAt()).isEqualTo(Instant.ofEpochMilli(10_000));
        assertThat(abated.getAbatedReason()).isEqualTo("calm for 3 windows with data");
        assertThat(abated.getRevision()).isEqualTo(2);
        assertThat(abated.getOnsetAt()).isEqualTo(onset.getOnsetAt());
    }

    @Test
    void shouldBeOneIdentityHoweverOftenItComes() {
        Story story = new Story();
        story.times(2, SLOW).times(3, SLOW).times(40, USUAL).times(3, SLOW);
        assertThat(story.lines())
                .containsExactly(
                        "ONSET INCREASING_LATENCY/web",
                        "ABATED INCREASING_LATENCY/web",
                        "ONSET INCREASING_LATENCY/web");
        Pattern second = story.out().get(2);
        assertThat(second.getOnsetNumber()).isEqualTo(2);
        assertThat(second.getFrequency()).isEqualTo(2);
        assertThat(second.getRevision()).isEqualTo(3);
        assertThat(second.getFirstDetected()).isEqualTo(story.out().get(0).getOnsetAt());
        assertThat(second.getAbatedAt()).isNull();
        assertThat(second.getAbatedReason()).isNull();
        assertThat(story.patterns().present()).containsExactly(PatternType.INCREASING_LATENCY);
    }

    @Test
    void shouldNotWriteARowPerCycleButSayThatItGoesOnAtEachDoubling() {
        Story story = new Story();
        story.times(3, SLOW).times(200, SLOW);
        assertThat(story.lines())
                .containsExactly(
                        "ONSET INCREASING_LATENCY/web",
                        "ONGOING INCREASING_LATENCY/web",
                        "ONGOING INCREASING_LATENCY/web",
                        "ONGOING INCREASING_LATENCY/web",
                        "ONGOING INCREASING_LATENCY/web");
        assertThat(story.out().get(4).getLastDetected())
                .isAfter(story.out().get(3).getLastDetected());
        assertThat(story.out()).extracting(Pattern::getRevision).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void shouldSayWhenItGetsWorse() {
        Story story = new Story();
        story.times(3, s -> s.latency("web", "latency", 250, 100))
                .times(3, s -> s.latency("web", "latency", 9_000, 100));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ONGOING INCREASING_LATENCY/web");
        assertThat(story.out().get(1).getImpactScore()).isGreaterThan(0.98);
    }

    @Test
    void shouldMakeNoPatternOfOneBadWindow() {
        Story story = new Story();
        story.times(5, USUAL).times(1, SLOW).times(10, USUAL).times(1, SLOW).times(10, USUAL);
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void shouldNotCallUnusualWhatASeriesDoesAllTheTime() {
        Story story = new Story();
        for (int i = 0; i < 300; i++) {
            story.times(1, SLOW).times(4, USUAL);
        }
        story.times(2, SLOW);
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void shouldKeepAPatternOnWhoseLevelSitsAtTheLimit() {
        Story story = new Story();
        story.times(3, s -> s.latency("web", "latency", 205, 100))
                .times(20, s -> s.latency("web", "latency", 195, 100));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ONGOING INCREASING_LATENCY/web");
    }

    @Test
    void shouldTakeNoDataForNeitherEvidenceNorCalm() {
        Story story = new Story();
        story.times(3, SLOW).times(50, s -> s.cpu("db", 5, 5));
        assertThat(story.lines()).first().isEqualTo("ONSET INCREASING_LATENCY/web");
        assertThat(story.lines()).doesNotContain("ABATED INCREASING_LATENCY/web");
    }

    @Test
    void shouldEndAsRetiredWhatNobodyHasHeardOfForTheRetentionTime() {
        Story story = new Story();
        story.times(3, SLOW).skip(86_400).times(1, s -> s.cpu("db", 5, 5));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
        assertThat(story.out().get(1).getAbatedReason()).isEqualTo("retired");
        assertThat(story.patterns().present()).isEmpty();
    }

    @Test
    void shouldCountAPatternThatComesAndGoesAsFlappingAndMakeNoMoreOnsetsOfIt() {
        Story story = new Story();
        for (int i = 0; i < 8; i++) {
            story.times(3, SLOW).times(3, USUAL);
        }
        assertThat(story.onsets())
                .extracting(Pattern::getPatternId)
                .containsExactly(
                        "INCREASING_LATENCY/web", "INCREASING_LATENCY/web", "INCREASING_LATENCY/web", "FLAPPING/web");
        assertThat(story.patterns().present()).containsExactly(PatternType.INCREASING_LATENCY, PatternType.FLAPPING);
        int before = story.out().size();
        story.times(30, USUAL);
        assertThat(story.lines().subList(before, story.lines().size()))
                .containsExactly("ABATED INCREASING_LATENCY/web", "ABATED FLAPPING/web");
    }

    @Test
    void shouldPointAtTheCalledSourceWhenItsCallersAreSlowToo() {
        Story story = new Story();
        story.times(3, s -> s.latency("web", "latency", 900, 100)
                .latency("web", "call_latency.cart", 700, 5)
                .latency("cart", "latency", 5, 5));
        assertThat(story.onsets())
                .extracting(Pattern::getPatternId)
                .containsExactly("INCREASING_LATENCY/cart", "INCREASING_LATENCY/web");
        assertThat(story.onsets()).extracting(Pattern::getSuspectedSource).containsOnly("cart");
        Map<String, Double> suspects = story.onsets().get(1).getSuspects();
        assertThat(suspects).containsOnlyKeys("cart", "web");
        assertThat(suspects.get("cart")).isGreaterThan(0.9);
        assertThat(suspects.get("cart") + suspects.get("web")).isCloseTo(1, within(1e-9));
    }

    @Test
    void shouldBelieveThePolicyOnWhatDependsOnWhat() {
        Story story = new Story(PolicyFile.parse("dependencies: [web -> db]", 1).patterns());
        story.times(3, s -> s.latency("web", "latency", 900, 100).cpu("db", 60, 20));
        assertThat(story.onsets()).extracting(Pattern::getSuspectedSource).containsOnly("db");
    }

    @Test
    void shouldSuspectWhoWasFirstWhenNothingTellsWhoDependsOnWhom() {
        Story story = new Story();
        story.times(1, s -> s.latency("a", "latency", 400, 100).latency("b", "latency", 100, 100))
                .times(2, s -> s.latency("a", "latency", 400, 100).latency("b", "latency", 400, 100))
                .times(1, s -> s.latency("a", "latency", 400, 100).latency("b", "latency", 400, 100));
        assertThat(story.onsets()).extracting(Pattern::getSource).containsExactly("a", "b");
        assertThat(story.out()).last().satisfies(p -> {
            assertThat(p.getState()).isEqualTo(PatternState.ONSET);
            assertThat(p.getSuspectedSource()).isEqualTo("a");
        });
        assertThat(story.lines())
                .containsExactly(
                        "ONSET INCREASING_LATENCY/a", "ONGOING INCREASING_LATENCY/a", "ONSET INCREASING_LATENCY/b");
    }

    @Test
    void shouldNotTakeLessTrafficForTroubleWhileCallersWait() {
        Consumer<Story> all = s -> s.latency("web", "latency", 900, 100)
                .gauge("web", "requests", "traffic", Polarity.NEUTRAL, "1/s", 2, 10, 0.5);
        Story story = new Story();
        story.times(10, all);
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web");
    }

    @Test
    void shouldTellOfTrafficThatIsGoneWhileAllElseIsWell() {
        Story story = new Story();
        story.times(3, s -> s.gauge("web", "requests", "traffic", Polarity.NEUTRAL, "1/s", 0, 10, 0.5));
        assertThat(story.lines()).containsExactly("ONSET METRIC_ANOMALY/web/requests");

        story.times(3, s -> s.gauge("web", "requests", "traffic", Polarity.NEUTRAL, "1/s", 10, 10, 0.5));
        assertThat(story.lines())
                .as("its own onset is no cause of it, and it ends")
                .containsExactly("ONSET METRIC_ANOMALY/web/requests", "ABATED METRIC_ANOMALY/web/requests");
    }

    @Test
    void shouldNotComplainOfWhatIsGood() {
        Story story = new Story();
        story.times(10, s -> s.cpu("db", 5, 50).latency("web", "latency", 10, 100));
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void shouldTellALevelThatMovedFromAnAnomalyThatPasses() {
        Story story = new Story();
        story.times(13, s -> shifted(s, 1)).times(20, s -> shifted(s, 0));
        assertThat(story.lines()).isEmpty();
        story.times(16, s -> shifted(s, 1));
        assertThat(story.lines()).containsExactly("ONSET LEVEL_SHIFT/db/rows");
    }

    private static Story shifted(Story story, double evidence) {
        return story.add("db", "rows", ObservationKind.METRIC, t -> {
            t.setLevel(evidence > 0 ? 80.0 : 50.0);
            t.setBaseline(50.0);
            t.setSpread(10.0);
            t.setDeviation(evidence > 0 ? 3.0 : 0.0);
            t.setHistory(100);
            t.setEvidence(evidence);
        });
    }

    @Test
    void shouldSeeAMemoryThatHasBecomeFullTooSlowlyToBeUnusual() {
        PatternSettings full =
                PolicyFile.parse("patterns: {anomaly: {full: 75}}", 1).patterns();
        Story slowly = new Story(full);
        slowly.times(4, s -> s.cpu("cart", 75, 74)).times(2, s -> s.cpu("cart", 76, 75));
        assertThat(slowly.lines()).containsExactly("ONSET METRIC_ANOMALY/cart/cpu");

        Story falling = new Story(full);
        falling.times(4, s -> s.cpu("cart", 90, 92));
        assertThat(falling.lines()).isEmpty();
    }

    /** The sink takes a lower revision for an older one, and a number of an onset for the same onset. */
    @Test
    void shouldNeverGoBackWithTheNumbersOfAnIdentityThatWasForgotten() {
        Story story =
                new Story(PolicyFile.parse("patterns: {max_identities: 100}", 1).patterns());
        for (int from : new int[] {0, 80, 0, 80, 0}) {
            story.times(2, s -> range(from, from + 80).forEach(i -> s.cpu("s" + i, 60, 20)));
            story.times(4, s -> range(from, from + 80).forEach(i -> s.cpu("s" + i, 20, 20)));
            story.restart();
        }
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternId().equals("METRIC_ANOMALY/s0/cpu"))
                .hasSize(3)
                .as("forgotten in between")
                .extracting(Pattern::getFrequency)
                .containsOnly(1L);
        Map<String, Pattern> before = new HashMap<>();
        for (Pattern p : story.out()) {
            Pattern last = before.put(p.getPatternId(), p);
            if (last != null) {
                assertThat(p.getRevision()).isGreaterThan(last.getRevision());
                assertThat(p.getOnsetNumber())
                        .isGreaterThanOrEqualTo(last.getOnsetNumber() + (p.getState() == PatternState.ONSET ? 1 : 0));
            }
        }
    }
}
