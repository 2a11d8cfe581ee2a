package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Pattern;
import org.junit.jupiter.api.Test;

class SilentSourceTest {

    @Test
    void shouldMissASourceThatReportedEveryWindowAndHearItAgain() {
        Story story = new Story();
        story.times(20, s -> s.cpu("db", 5, 5)).times(5, s -> {}).times(1, s -> s.cpu("db", 5, 5));
        assertThat(story.lines()).containsExactly("ONSET SILENT_SOURCE/db", "ABATED SILENT_SOURCE/db");
        assertThat(story.out().get(0).getOnsetAt().toEpochMilli()).isEqualTo(23_000);
        assertThat(story.out().get(1).getAbatedAt().toEpochMilli()).isEqualTo(26_000);
    }

    @Test
    void shouldNotMissASourceWhoseRhythmItDoesNotKnow() {
        Story story = new Story();
        story.times(5, s -> s.cpu("db", 5, 5)).times(100, s -> {});
        assertThat(story.lines()).isEmpty();
    }

    @Test
    void shouldWaitLongerForASourceThatIsIrregular() {
        Story story = new Story();
        int[] gaps = {1, 7, 3, 9, 2, 8, 4, 1, 9, 5, 6, 9};
        for (int gap : gaps) {
            story.times(1, s -> s.cpu("batch", 5, 5)).times(gap, s -> {});
        }
        story.times(1, s -> s.cpu("batch", 5, 5)).times(25, s -> {});
        assertThat(story.lines()).isEmpty();
        story.times(10, s -> {});
        assertThat(story.lines()).containsExactly("ONSET SILENT_SOURCE/batch");
    }

    @Test
    void shouldEndAsRetiredWhenTheSourceIsForgotten() {
        Story story = new Story();
        story.times(20, s -> s.cpu("db", 5, 5)).times(5, s -> {}).skip(86_400).times(3, s -> {});
        assertThat(story.lines()).containsExactly("ONSET SILENT_SOURCE/db", "ABATED SILENT_SOURCE/db");
        assertThat(story.out().get(1).getAbatedReason()).isEqualTo("retired");
    }

    @Test
    void shouldGetUsedToASourceThatFallsSilentAgainAndAgain() {
        Story story = new Story();
        for (int i = 0; i < 10; i++) {
            story.times(12, s -> s.cpu("db", 5, 5)).times(4, s -> {});
        }
        assertThat(story.onsets()).extracting(Pattern::getPatternId).containsExactly("SILENT_SOURCE/db");
    }
}
