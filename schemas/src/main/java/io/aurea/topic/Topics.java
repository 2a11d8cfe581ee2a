package io.aurea.topic;

import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_COMPACT;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.CLEANUP_POLICY_DELETE;
import static org.apache.kafka.common.config.TopicConfig.MAX_MESSAGE_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_BYTES_CONFIG;
import static org.apache.kafka.common.config.TopicConfig.RETENTION_MS_CONFIG;

import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Command;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.Pattern;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every topic. Keys are UTF-8 strings in the form of {@link RecordKeys}, except in {@link #DEAD_LETTERS}, where key and
 * value are the source's bytes. All have the same number of partitions: what is derived from {@code aurea.loop} is
 * partitioned like it, by tenant.
 */
public final class Topics {

    /**
     * A dead letter is larger than its source by the headers that say why, so its topic takes more than the default.
     */
    private static final String DEAD_LETTER_BYTES = Integer.toString(2 << 20);

    /** Key {@code tenant/source}. */
    public static final Topic<Observation> OBSERVATIONS =
            topic("aurea.observations", Observation.class, appendTime(delete(7)));

    /** Key {@code tenant}. */
    public static final Topic<Trend> TRENDS = topic("aurea.trends", Trend.class, delete(2));

    /**
     * Key {@code tenant}; for a watermark {@link RecordKeys#ofWatermark}. Retention is by time alone, see {@link
     * TopicSettings#LOOP_RETENTION_MS_CONFIG}: what is deleted before it is read may be an approval or a pause.
     */
    public static final Topic<LoopEvent> LOOP =
            topic("aurea.loop", LoopEvent.class, with(appendTime(delete(3)), RETENTION_BYTES_CONFIG, "-1"));

    /** Key {@code tenant/cycle_number}. */
    public static final Topic<CycleMetrics> CYCLES = topic("aurea.cycles", CycleMetrics.class, compactAndDelete(30));

    /** Key {@code tenant/pattern_id}. */
    public static final Topic<Pattern> PATTERNS = topic("aurea.patterns", Pattern.class, compact());

    /** Key {@code tenant/goal_id}. */
    public static final Topic<Goal> GOALS = topic("aurea.goals", Goal.class, compact());

    /** Key {@code tenant/incident_id}. */
    public static final Topic<Incident> INCIDENTS = topic("aurea.incidents", Incident.class, compactAndDelete(30));

    /** Key {@code tenant/decision_id}. */
    public static final Topic<Decision> DECISIONS = topic("aurea.decisions", Decision.class, compactAndDelete(30));

    /** Key {@code tenant/decision_id}. */
    public static final Topic<Outcome> OUTCOMES = topic("aurea.outcomes", Outcome.class, delete(30));

    /** Key {@code tenant}. */
    public static final Topic<Command> COMMANDS = topic("aurea.commands", Command.class, delete(30));

    /** Key {@code tenant/command_id}. */
    public static final Topic<AnsweredCommand> ANSWERS = topic("aurea.answers", AnsweredCommand.class, delete(30));

    /** Key {@code tenant}, or {@code *} for every tenant without its own. */
    public static final Topic<Policy> POLICIES = topic("aurea.policies", Policy.class, compact());

    /** Key {@code tenant/learning_id}. */
    public static final Topic<Learning> LEARNINGS = topic("aurea.learnings", Learning.class, delete(30));

    /** Key {@code tenant/key}. */
    public static final Topic<BrainEntry> BRAIN = topic("aurea.brain", BrainEntry.class, compact());

    /** Key {@code tenant}. */
    public static final Topic<Status> STATUS = topic("aurea.status", Status.class, compact());

    /** Key and value as the source had them, the reason in {@code __streams.errors.*} headers. */
    public static final Topic<byte[]> DEAD_LETTERS =
            topic("aurea.dead-letters", byte[].class, with(delete(30), MAX_MESSAGE_BYTES_CONFIG, DEAD_LETTER_BYTES));

    /** In the order of the loop. */
    public static final List<Topic<?>> ALL = List.of(
            OBSERVATIONS,
            TRENDS,
            LOOP,
            CYCLES,
            PATTERNS,
            GOALS,
            INCIDENTS,
            DECISIONS,
            OUTCOMES,
            COMMANDS,
            ANSWERS,
            POLICIES,
            LEARNINGS,
            BRAIN,
            STATUS,
            DEAD_LETTERS);

    private Topics() {}

    private static <V> Topic<V> topic(String name, Class<V> valueClass, Map<String, String> configs) {
        return new Topic<>(name, valueClass, configs);
    }

    private static Map<String, String> delete(int days) {
        return Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_DELETE, RETENTION_MS_CONFIG, millis(days));
    }

    /** The lag keeps each state for a week, so that a slow sink misses none. */
    private static Map<String, String> compact() {
        return Map.of(CLEANUP_POLICY_CONFIG, CLEANUP_POLICY_COMPACT, MIN_COMPACTION_LAG_MS_CONFIG, millis(7));
    }

    private static Map<String, String> compactAndDelete(int days) {
        return with(
                with(compact(), RETENTION_MS_CONFIG, millis(days)),
                CLEANUP_POLICY_CONFIG,
                CLEANUP_POLICY_COMPACT + "," + CLEANUP_POLICY_DELETE);
    }

    /** The broker's append time bounds how far a source's clock can move a watermark. */
    private static Map<String, String> appendTime(Map<String, String> configs) {
        return with(configs, MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime");
    }

    private static Map<String, String> with(Map<String, String> configs, String key, String value) {
        Map<String, String> result = new HashMap<>(configs);
        result.put(key, value);
        return result;
    }

    private static String millis(int days) {
        return Long.toString(Duration.ofDays(days).toMillis());
    }
}
