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

    @Test
    void shouldEndWhatNothingElseKeepsOnAlsoWhereMoreOfItIsKnown() {
        Story story = new Story();
        Consumer<Story> bothSlow = s -> s.latency("web", "latency", 500, 100).latency("web", "ttfb", 500, 100);
        story.times(3, bothSlow)
                .times(6, s -> s.latency("web", "latency", 500, 100).latency("web", "ttfb", 101, 100));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web");
        assertThat(story.forget("web", "latency")).isEqualTo(1);
        story.restart().times(1, s -> s.cpu("db", 5, 5));
        assertThat(story.lines()).containsExactly("ONSET INCREASING_LATENCY/web", "ABATED INCREASING_LATENCY/web");
        assertThat(story.out().get(1).getAbatedReason()).isEqualTo("retired");
    }

    @Test
    void shouldForgetWhatFlapsWhileItIsCalm() {
        Story story = new Story();
        for (int i = 0; i < 8; i++) {
            story.times(3, WEB_IS_SLOW).times(3, USUAL);
        }
        story.times(4, USUAL);
        int before = story.out().size();
        assertThat(story.forget("web", "")).isEqualTo(2);
        story.restart().times(5, ONLY_API);
        assertThat(story.lines().subList(before, story.lines().size()))
                .containsExactlyInAnyOrder("ABATED INCREASING_LATENCY/web", "ABATED FLAPPING/web");
        assertThat(story.forget("web", "")).isZero();
        assertThat(story.state().mentions("web")).isFalse();
    }

    @Test
    void shouldSuspectItNoLongerInWhatGoesOn() {
        Story story = new Story();
        story.times(3, s -> s.latency("web", "latency", 900, 100)
                .latency("web", "call_latency.cart", 700, 5)
                .latency("cart", "latency", 5, 5));
        assertThat(story.onsets()).extracting(Pattern::getSuspectedSource).containsOnly("cart");
        int before = story.out().size();

        assertThat(story.forget("cart", "")).isEqualTo(1);
        assertThat(story.lines().subList(before, story.lines().size()))
                .containsExactly("ONGOING INCREASING_LATENCY/web");
        Pattern web = story.out().get(before);
        assertThat(web.getSuspectedSource()).isNull();
        assertThat(web.getSuspects()).containsOnlyKeys("web");
        assertThat(web.getRevision()).isEqualTo(2);

        story.restart().times(1, s -> s.latency("web", "latency", 900, 100));
        assertThat(story.lines().subList(before + 1, story.lines().size()))
                .containsExactly("ABATED INCREASING_LATENCY/cart");
        assertThat(story.patterns().ongoing())
                .extracting(Pattern::getSuspectedSource)
                .containsOnlyNulls();
    }
}
