package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Pattern;
import io.aurea.schema.PatternState;
import io.aurea.schema.PatternType;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Lasting trouble keeps a pattern on until its end; how the level rules use evidence, held levels and few values. */
class LastingTest {
    private static final Consumer<Story> SLOW = s -> level(s, "latency", 700, 50, 1);
    private static final Consumer<Story> USUAL = s -> level(s, "latency", 51, 50, 0);

    @Test
    void shouldStayOnForTwelveHoursWithoutABreakAndEndWithinTheQuietWindows() {
        Story story = new Story();
        story.times(60, USUAL).times(12 * 3600, SLOW);
        long end = story.now();
        story.times(10, USUAL);
        assertThat(ofLatency(story))
                .startsWith("ONSET INCREASING_LATENCY/web")
                .endsWith("ABATED INCREASING_LATENCY/web");
        assertThat(story.onsets())
                .filteredOn(p -> p.getPatternType() == PatternType.INCREASING_LATENCY)
                .hasSize(1);
        assertThat(lastOf(story, PatternType.INCREASING_LATENCY).getAbatedAt())
                .isEqualTo(Instant.ofEpochMilli(end + 3 * Story.SIZE_MS));
    }

    @Test
    void shouldStayOnThroughWindowsWithoutDataAndEndAfterThem() {
        Story story = new Story();
        story.times(60, USUAL)
                .times(5, SLOW)
                .times(500, s -> s.cpu("db", 5, 5))
                .times(5, SLOW)
                .times(3, USUAL);
        assertThat(ofLatency(story).stream().filter(line -> !line.startsWith("ONGOING")))
                .containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
    }

    @Test
    void shouldNotTakeAFewWindowsThatHappenToLookUsualForTheEnd() {
        Story story = new Story();
        story.times(60, USUAL).times(5, s -> held(s, 110, 50, 120, 1)).times(3, s -> held(s, 70, 50, 120, 0.95));
        assertThat(ofLatency(story)).containsExactly("ONSET INCREASING_LATENCY/web");
        story.times(3, s -> held(s, 55, 50, 120, 0.5));
        assertThat(ofLatency(story)).endsWith("ABATED INCREASING_LATENCY/web");
    }

    @Test
    void shouldSetOnByEvidenceWhateverTheSeriesShowedBefore() {
        Story story = new Story();
        for (int i = 0; i < 200; i++) {
            story.times(1, s -> level(s, "latency", 500, 100, 0.1)).times(3, s -> level(s, "latency", 100, 100, 0));
        }
        story.times(6, s -> level(s, "latency", 500, 100, 0.3));
        assertThat(story.lines()).isEmpty();
        story.times(1, s -> level(s, "latency", 500, 100, 1));
        assertThat(story.lines()).contains("ONSET INCREASING_LATENCY/web");
    }

    @Test
    void shouldEndAsAcceptedWhenTheLevelBecameTheReference() {
        Story story = new Story();
        story.times(60, USUAL).times(30, SLOW);
        Instant accepted = Instant.ofEpochMilli(story.now());
        story.times(40, s -> level(s, "latency", 700, 700, 0, t -> t.setAcceptedAt(accepted)));
        Pattern last = lastOf(story, PatternType.INCREASING_LATENCY);
        assertThat(last.getState()).isEqualTo(PatternState.ABATED);
        assertThat(last.getAbatedReason()).isEqualTo("accepted");
        assertThat(last.getAbatedAt()).isEqualTo(accepted.plusMillis(Story.SIZE_MS));
        assertThat(lastOf(story, PatternType.LEVEL_SHIFT).getAbatedReason()).isEqualTo("accepted");
        story.times(3, s -> level(s, "latency", 9_000, 700, 1, t -> t.setAcceptedAt(accepted)));
        assertThat(lastOf(story, PatternType.INCREASING_LATENCY).getState()).isEqualTo(PatternState.ONSET);
    }

    @Test
    void shouldNotEndAsAcceptedByWhatWasAcceptedBeforeTheOnset() {
        Story story = new Story();
        Instant before = Instant.ofEpochMilli(3_000);
        story.times(60, s -> level(s, "latency", 50, 50, 0, t -> t.setAcceptedAt(before)))
                .times(20, s -> level(s, "latency", 700, 50, 1, t -> t.setAcceptedAt(before)));
        assertThat(story.lines()).doesNotContain("ABATED INCREASING_LATENCY/web");
    }

    @Test
    void shouldKeepAPatternOnWhileAnotherOfItsSeriesWasNotAccepted() {
        Story story = new Story();
        story.times(60, USUAL).times(5, s -> {
            level(s, "latency", 700, 50, 1);
            level(s, "read_latency", 700, 50, 1);
        });
        Instant accepted = Instant.ofEpochMilli(story.now());
        story.times(5, s -> {
            level(s, "latency", 700, 700, 0, t -> t.setAcceptedAt(accepted));
            level(s, "read_latency", 700, 50, 1);
        });
        assertThat(ofLatency(story)).containsExactly("ONSET INCREASING_LATENCY/web");
    }

    @Test
    void shouldSeeALatencyThatIsLessThanTwiceAsLongForGoodAsALevelThatMoved() {
        Story story = new Story();
        story.times(60, s -> level(s, "latency", 100, 100, 0)).times(3, s -> level(s, "latency", 180, 100, 1));
        assertThat(story.lines()).containsExactly("ONSET LEVEL_SHIFT/web/latency");

        // A series with a known daily cycle; before that, a tenth may be the time of day.
        Consumer<Trend> old = t -> t.setHistory(200_000);
        Story small = new Story();
        small.times(60, s -> level(s, "latency", 100, 100, 0)).times(100, s -> level(s, "latency", 115, 100, 1, old));
        assertThat(small.lines()).startsWith("ONSET LEVEL_SHIFT/web/latency");
        assertThat(small.onsets().get(0).getOnsetAt()).isEqualTo(Instant.ofEpochMilli(74_000));

        Story smaller = new Story();
        smaller.times(60, s -> level(s, "latency", 100, 100, 0)).times(100, s -> level(s, "latency", 108, 100, 1, old));
        Story unfelt = new Story();
        unfelt.times(60, s -> level(s, "latency", 1, 1, 0)).times(100, s -> level(s, "latency", 1.8, 1, 1));
        Story better = new Story();
        better.times(60, s -> level(s, "latency", 100, 100, 0)).times(100, s -> level(s, "latency", 20, 100, -1));
        assertThat(List.of(smaller, unfelt, better))
                .allSatisfy(s -> assertThat(s.lines()).isEmpty());
    }

    @Test
    void shouldMakeNoPatternOfAPercentileThatFewRequestsMoved() {
        Story chance = new Story();
        chance.times(60, s -> few(s, 100, 40)).times(20, s -> few(s, 350, 60));
        assertThat(chance.lines()).isEmpty();

        Story slow = new Story();
        slow.times(60, s -> few(s, 100, 40)).times(3, s -> few(s, 1_000, 700));
        assertThat(slow.lines()).contains("ONSET INCREASING_LATENCY/web");
    }

    @Test
    void shouldShowTheNumbersOfTheLastWindowWhetherPublishedOrNot() {
        Story story = new Story();
        story.times(60, USUAL).times(4, SLOW).times(1, s -> level(s, "latency", 650, 50, 1));
        int published = story.out().size();
        assertThat(ongoing(story).getPatternData()).containsEntry("ratio", "13").containsEntry("level", "650");
        story.times(1, s -> level(s, "latency", 600, 50, 1));
        assertThat(story.out()).hasSize(published);
        assertThat(ongoing(story).getPatternData()).containsEntry("ratio", "12").containsEntry("baseline", "50");
    }

    @Test
    void shouldEndAFrontendsTroubleAsAcceptedAndKeepItOnWhileChecksStillFail() {
        Story story = new Story();
        story.times(60, s -> checks(s, 1, 0, null)).times(5, s -> checks(s, 0, 1, null));
        story.times(5, s -> checks(s, 1, 0.8, null)).times(3, s -> checks(s, 0, 1, null));
        assertThat(story.lines()).containsExactly("ONSET FRONTEND_HEALTH_DEGRADATION/frontend");
        Instant accepted = Instant.ofEpochMilli(story.now());
        story.times(1, s -> checks(s, 1, 0, accepted));
        assertThat(lastOf(story, PatternType.FRONTEND_HEALTH_DEGRADATION).getAbatedReason())
                .isEqualTo("accepted");
        story.times(20, s -> checks(s, 0, 0, accepted));
        assertThat(story.lines()).as("checks that fail as was accepted").hasSize(2);
        story.times(3, s -> checks(s, 0, 1, accepted));
        assertThat(story.lines()).as("and worse than that").hasSize(3);
    }

    private static void checks(Story story, long up, double evidence, Instant accepted) {
        story.add("frontend", "http", ObservationKind.HEALTH, t -> {
            t.setAttempts(1);
            t.setSuccesses(up);
            t.setFailureEvidence(evidence);
            t.setFailuresOutOfOrderSince(evidence > 0 ? Instant.ofEpochMilli(60_000) : null);
            t.setFailuresAcceptedAt(accepted);
        });
    }

    private static void few(Story story, double level, double low) {
        story.add("web", "get", ObservationKind.OPERATION, t -> {
            tell(t, level, 100, level > 200 ? 0.5 : 0);
            t.setLevelLow(low);
        });
    }

    private static void held(Story story, double level, double baseline, double candidate, double evidence) {
        level(story, "latency", level, baseline, evidence, t -> t.setCandidate(candidate));
    }

    private static void level(Story story, String name, double level, double baseline, double evidence) {
        level(story, name, level, baseline, evidence, t -> {});
    }

    private static void level(
            Story story, String name, double level, double baseline, double evidence, Consumer<Trend> more) {
        story.add("web", name, ObservationKind.METRIC, t -> {
            tell(t, level, baseline, evidence);
            more.accept(t);
        });
    }

    private static void tell(Trend t, double level, double baseline, double evidence) {
        t.setRole("latency");
        t.setPolarity(Polarity.LOWER_IS_BETTER);
        t.setUnit("ms");
        t.setLevel(level);
        t.setBaseline(baseline);
        t.setSpread(baseline / 10);
        t.setDeviation((level - baseline) / (baseline / 10));
        t.setEvidence(evidence);
        t.setHistory(60);
        if (Math.abs(evidence) >= 1) {
            t.setOutOfOrderSince(Instant.ofEpochMilli(60_000));
            t.setCandidate(level);
        }
    }

    private static Pattern ongoing(Story story) {
        return story.patterns().ongoing().stream()
                .filter(p -> p.getPatternType() == PatternType.INCREASING_LATENCY)
                .findFirst()
                .orElseThrow();
    }

    private static Pattern lastOf(Story story, PatternType type) {
        return story.out().stream()
                .filter(p -> p.getPatternType() == type)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    private static List<String> ofLatency(Story story) {
        return story.lines().stream()
                .filter(line -> line.contains("INCREASING_LATENCY"))
                .toList();
    }
}
