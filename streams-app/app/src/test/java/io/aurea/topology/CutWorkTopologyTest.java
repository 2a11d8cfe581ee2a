package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopDriver;
import io.aurea.fixture.Observed;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.topic.Topic;
import io.aurea.topic.Topics;
import io.aurea.work.TimedBudget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** What one record brings about is cut into pieces, and nothing shows where. */
class CutWorkTopologyTest {
    private static final List<Topic<?>> FROM_LOOP = List.of(
            Topics.TRENDS,
            Topics.PATTERNS,
            Topics.GOALS,
            Topics.CYCLES,
            Topics.STATUS,
            Topics.DECISIONS,
            Topics.LEARNINGS,
            Topics.BRAIN,
            Topics.OBSERVATIONS);

    private static final Duration LONG = Duration.ofSeconds(10);

    /** Pieces by the number of units, and, where the time since the last commit is always over, the least. */
    private static Stream<Supplier<TimedBudget>> budgets() {
        TimedBudget small = new TimedBudget(() -> 0L, 3, LONG, LONG);
        TimedBudget spent = new TimedBudget(() -> 0L, 1_000, LONG, Duration.ZERO);
        return Stream.of(() -> small, () -> spent);
    }

    @Test
    void shouldSayTheSameWhereverItsWorkIsCut() {
        List<KeyValue<String, LoopEvent>> log = observed(TimedBudget.perThread(() -> 0L, LONG));
        budgets().forEach(budget -> assertThat(observed(budget)).isEqualTo(log));

        int afterTheGap = log.size() - 15;
        log.add(afterTheGap, new KeyValue<>("t1", new LoopEvent(-1, pause("t1"))));
        log.add(afterTheGap + 1, new KeyValue<>("nobody", new LoopEvent(-1, outcome("nobody"))));
        List<List<String>> atOnce = oriented(log, TimedBudget.perThread(() -> 0L, LONG));
        budgets().forEach(budget -> assertThat(oriented(log, budget)).isEqualTo(atOnce));

        assertThat(atOnce.get(FROM_LOOP.indexOf(Topics.CYCLES))).hasSizeGreaterThan(5 * 30);
        assertThat(atOnce.get(FROM_LOOP.size()))
                .containsExactly((afterTheGap + 1) + ": tenant nobody has no decision 7, nor any other");
    }

    /** Five tenants with two series each, a gap of an hour, and data again. */
    private static List<KeyValue<String, LoopEvent>> observed(Supplier<TimedBudget> budget) {
        try (LoopDriver loop = new LoopDriver(LastCycles.NONE, budget)) {
            for (int window : new int[] {0, 1, 2, 360, 361, 362}) {
                for (int tenant = 0; tenant < 5; tenant++) {
                    String name = "t" + tenant;
                    long at = window * 10_000L;
                    pipe(loop, Observed.metric(name, "cart", "queue", at + 1, tenant), at + 1);
                    pipe(loop, Observed.operation(name, "cart", "checkout", at + 2, tenant % 2 == 0), at + 2);
                }
            }
            pipe(loop, Observed.tick(7_200_000), 7_200_000);
            passTime(loop);
            return new ArrayList<>(loop.output(Topics.LOOP).readKeyValuesToList());
        }
    }

    /** What is written to each topic, and the dead letters. */
    private static List<List<String>> oriented(List<KeyValue<String, LoopEvent>> log, Supplier<TimedBudget> budget) {
        try (LoopDriver loop = new LoopDriver(LastCycles.NONE, budget)) {
            long appended = 7_300_000;
            for (KeyValue<String, LoopEvent> event : log) {
                loop.pipe(Topics.LOOP, event.key, event.value, appended++);
            }
            passTime(loop);
            List<List<String>> said = new ArrayList<>();
            FROM_LOOP.forEach(topic -> said.add(read(loop, topic)));
            said.add(loop.deadLetters().readRecordsToList().stream()
                    .map(letter -> header(letter.headers()
                                    .lastHeader(DeadLetters.OFFSET)
                                    .value()) + ": "
                            + header(letter.headers()
                                    .lastHeader(DeadLetters.MESSAGE)
                                    .value()))
                    .toList());
            return said;
        }
    }

    private static String header(byte[] value) {
        return new String(value, UTF_8);
    }

    private static <V> List<String> read(LoopDriver loop, Topic<V> topic) {
        return loop.output(topic).readRecordsToList().stream()
                .map(r -> r.timestamp() + " " + r.key() + " " + r.value())
                .toList();
    }

    private static void passTime(LoopDriver loop) {
        for (int i = 0; i < 2_000; i++) {
            loop.views();
        }
    }

    private static void pipe(LoopDriver loop, Observation o, long at) {
        loop.pipe(Topics.OBSERVATIONS, Observed.keyOf(o), loop.encode(Topics.OBSERVATIONS, o), at);
    }

    private static Command pause(String tenant) {
        return Command.newBuilder()
                .setCommandId("pause-1")
                .setTenantId(tenant)
                .setKind(CommandKind.PAUSE)
                .setIssuedAt(Instant.ofEpochMilli(7_300_000))
                .setIssuedBy("ann")
                .setReason("Deployment")
                .build();
    }

    private static Outcome outcome(String tenant) {
        return Outcome.newBuilder()
                .setTenantId(tenant)
                .setDecisionId("7")
                .setStatus(OutcomeStatus.SUCCEEDED)
                .setStartedAt(Instant.ofEpochMilli(7_300_000))
                .setFinishedAt(Instant.ofEpochMilli(7_300_001))
                .build();
    }
}
