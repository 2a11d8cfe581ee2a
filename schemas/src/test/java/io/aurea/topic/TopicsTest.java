package io.aurea.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private static final String DAYS_2 = millis(2);
    private static final String DAYS_3 = "259200000";
    private static final String DAYS_7 = millis(7);
    private static final String DAYS_30 = millis(30);

    @Test
    void shouldHoldEveryTopicOnceWithFourPartitions() {
        assertThat(Topics.ALL)
                .extracting(Topic::name)
                .containsExactly(
                        "aurea.observations",
                        "aurea.trends",
                        "aurea.loop",
                        "aurea.cycles",
                        "aurea.patterns",
                        "aurea.goals",
                        "aurea.incidents",
                        "aurea.decisions",
                        "aurea.outcomes",
                        "aurea.commands",
                        "aurea.answers",
                        "aurea.policies",
                        "aurea.learnings",
                        "aurea.brain",
                        "aurea.status",
                        "aurea.dead-letters");
    }

    @Test
    void shouldTakeAppendTimeWhereWatermarksComeFrom() {
        assertThat(Topics.OBSERVATIONS.configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", DAYS_7,
                        "message.timestamp.type", "LogAppendTime"));
        assertThat(Topics.LOOP.configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", DAYS_3,
                        "retention.bytes", "-1",
                        "message.timestamp.type", "LogAppendTime"));
    }

    @Test
    void shouldKeepTheLoopAsLongAsTheInstallationSays() {
        TopicSettings settings = new TopicSettings(Map.of("loop.retention.ms", "7200000"));

        assertThat(settings.configs(Topics.LOOP))
                .containsEntry("retention.ms", "7200000")
                .hasSize(4);
        assertThat(settings.configs(Topics.OUTCOMES)).isEqualTo(Topics.OUTCOMES.configs());
        assertThatThrownBy(() -> new TopicSettings(Map.of("loop.retention.ms", "3599999")))
                .hasMessageContaining("loop.retention.ms")
                .hasMessageContaining("3599999");
    }

    @Test
    void shouldKeepStatesForASlowSink() {
        List<Topic<?>> compacted = List.of(Topics.PATTERNS, Topics.GOALS, Topics.POLICIES, Topics.BRAIN, Topics.STATUS);
        List<Topic<?>> compactedAndDeleted = List.of(Topics.CYCLES, Topics.DECISIONS);

        assertThat(compacted).allSatisfy(topic -> assertThat(topic.configs())
                .isEqualTo(Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", DAYS_7)));
        assertThat(compactedAndDeleted).allSatisfy(topic -> assertThat(topic.configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "compact,delete",
                        "min.compaction.lag.ms", DAYS_7,
                        "retention.ms", DAYS_30)));
    }

    @Test
    void shouldDeleteEventsByAge() {
        assertThat(Topics.TRENDS.configs()).isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", DAYS_2));
        List<Topic<?>> monthly = List.of(Topics.OUTCOMES, Topics.COMMANDS, Topics.LEARNINGS);
        assertThat(monthly).allSatisfy(topic -> assertThat(topic.configs())
                .isEqualTo(Map.of("cleanup.policy", "delete", "retention.ms", DAYS_30)));
    }

    @Test
    void shouldTakeADeadLetterThatIsLargerThanItsSourceWas() {
        assertThat(Topics.DEAD_LETTERS.configs())
                .isEqualTo(Map.of(
                        "cleanup.policy", "delete",
                        "retention.ms", DAYS_30,
                        "max.message.bytes", "2097152"));
    }

    private static String millis(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
