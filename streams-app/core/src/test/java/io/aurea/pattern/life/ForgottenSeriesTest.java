package io.aurea.pattern.life;

import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.schema.Pattern;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ForgottenSeriesTest {
    private static final Consumer<Story> WEB_IS_SLOW =
            s -> s.latency("web", "latency", 500, 100).latency("api", "latency", 101, 100);
    private static final Consumer<Story> USUAL =
            s -> s.latency("web", "latency", 101, 100).latency("api", "latency", 101, 100);
    private static final Consumer<Story> ONLY_API = s -> s.latency("api", "latency", 101, 100);

    @Test
    void shouldEndWhatIsOnWithTheNextCycleAndForgetItThen() {
        Story story = new Story();
        story.times(5, USUAL).times(2, WEB_IS_SLOW);
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web");

        assertThat(story.forget("web", "")).isEqualTo(1);
        story.restart();
        story.times(1, ONLY_API);

        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
        Pattern ended = story.out().get(1);
        assertThat(ended.getAbatedReason()).isEqualTo("retired");
        assertThat(ended.getRevision()).isEqualTo(2);
        assertThat(story.state().mentions("web")).isTrue();
        assertThat(story.forget("web", "")).isZero();
        assertThat(story.state().mentions("web")).isFalse();
        assertThat(story.state().mentions("api")).isTrue();
    }

    @Test
    void shouldGiveHigherNumbersToWhatComesAgainUnderTheName() {
        Story story = new Story();
        story.times(5, USUAL).times(2, WEB_IS_SLOW).times(5, USUAL);
        assertThat(story.forget("web", "")).isZero();
        story.times(5, USUAL).times(2, WEB_IS_SLOW);
        assertThat(story.lines())
                .containsExactly(
                        "ONSET INCREASING_LATENCY/web",
                        "ABATED INCREASING_LATENCY/web",
                        "ONSET INCREASING_LATENCY/web");
        assertThat(story.out()).extracting(Pattern::getRevision).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void shouldNotMissASourceThatIsForgotten() {
        Story story = new Story();
        story.times(30, USUAL);
        story.forget("web", "");
        story.times(100, ONLY_API);
        assertThat(story.out()).isEmpty();

        Story missed = new Story();
        missed.times(30, USUAL).times(100, ONLY_API);
        assertThat(missed.lines()).contains("ONSET SILENT_SOURCE/web");
    }

    @Test
    void shouldForgetOneSeriesAndKeepTheOthersOfItsSource() {
        Story story = new Story();
        Consumer<Story> bothSlow = s -> s.latency("web", "latency", 500, 100).latency("web", "ttfb", 500, 100);
        Consumer<Story> oneSlow = s -> s.latency("web", "ttfb", 500, 100);
        story.times(3, bothSlow);
        assertThat(story.forget("web", "latency")).isZero();
        story.times(3, oneSlow);
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web");
        assertThat(story.forget("web", "ttfb")).isEqualTo(1);
        story.times(1, s -> s.latency("web", "other", 100, 100));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
    }
}
