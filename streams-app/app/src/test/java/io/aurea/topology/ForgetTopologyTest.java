package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.fixture.LoopDriver;
import io.aurea.fixture.Observed;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandKind;
import io.aurea.schema.CommandResult;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Observation;
import io.aurea.schema.Policy;
import io.aurea.schema.Status;
import io.aurea.topic.Topics;
import io.aurea.window.Forgetting;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.junit.jupiter.api.Test;

/** A FORGET command on its way through the topology. */
class ForgetTopologyTest {

    @Test
    void shouldForgetATenantEverywhereAndAnswer() {
        try (LoopDriver loop = new LoopDriver()) {
            play(loop, 0, "shop", "other");
            loop.pipe(Topics.POLICIES, "shop", policy("shop"), 40_000);
            assertThat(loop.views().tenants()).containsExactly("other", "shop");
            loop.output(Topics.STATUS).readKeyValuesToList();
            List<KeyValue<String, BrainEntry>> brain = loop.output(Topics.BRAIN).readKeyValuesToList();

            loop.pipe(Topics.COMMANDS, "shop", command("shop", CommandKind.FORGET), 40_500);
            loop.pipe(Topics.POLICIES, "shop".getBytes(UTF_8), null, 40_600);

            List<KeyValue<String, Status>> statuses = loop.output(Topics.STATUS).readKeyValuesToList();
            assertThat(statuses).extracting(s -> s.key).containsExactly("shop", "shop");
            CommandAnswer answer = statuses.get(0).value.getLastCommand();
            assertThat(answer.getCommandId()).isEqualTo("c-1");
            assertThat(answer.getResult()).isEqualTo(CommandResult.DONE);
            assertThat(statuses.get(1).value).isNull();
            assertThat(loop.views().tenants()).containsExactly("other");
            assertThat(loop.output(Topics.BRAIN).readKeyValuesToList())
                    .hasSameSizeAs(brain.stream()
                            .filter(e -> e.key.startsWith("shop/"))
                            .toList())
                    .allSatisfy(e -> {
                        assertThat(e.key).startsWith("shop/");
                        assertThat(e.value).isNull();
                    });
            assertThat(loop.progress().partitions().get(0).tally().ticks()).isEqualTo(4);
            assertThat(loop.oriented().partitions().get(0).tenants()).isEqualTo(1);

            loop.output(Topics.CYCLES).readKeyValuesToList();
            play(loop, 50_000, "shop", "other");
            List<KeyValue<String, CycleMetrics>> cycles =
                    loop.output(Topics.CYCLES).readKeyValuesToList();
            assertThat(cycles)
                    .extracting(c -> c.key)
                    .contains("shop/1000000001")
                    .doesNotContain("shop/1");
            assertThat(loop.deadLetters().isEmpty()).isTrue();
        }
    }

    @Test
    void shouldForgetASourceAndGoOnWithTheTenant() {
        try (LoopDriver loop = new LoopDriver()) {
            play(loop, 0, "shop", "other");
            loop.output(Topics.STATUS).readKeyValuesToList();
            Command command = command("shop", CommandKind.FORGET);
            command.setSource("cart");

            loop.pipe(Topics.COMMANDS, "shop", command, 40_500);

            assertThat(loop.output(Topics.STATUS).readKeyValuesToList())
                    .singleElement()
                    .satisfies(status -> {
                        assertThat(status.value.getLastCommand().getResult()).isEqualTo(CommandResult.DONE);
                        assertThat(status.value.getLastCommand().getEffect())
                                .isEqualTo("the loop has forgotten shop/cart; series that it knew: 1");
                    });
            assertThat(loop.views().tenants()).containsExactly("other", "shop");
            assertThat(loop.deadLetters().isEmpty()).isTrue();
        }
    }

    @Test
    void shouldRefuseToForgetSeriesThatCannotBe() {
        try (LoopDriver loop = new LoopDriver()) {
            play(loop, 0, "shop");
            loop.output(Topics.STATUS).readKeyValuesToList();
            Command ofNobody = command("nobody", CommandKind.FORGET);
            ofNobody.setSource("cart");
            Command withoutSource = command("shop", CommandKind.FORGET);
            withoutSource.setSeries("queue");

            loop.pipe(Topics.COMMANDS, "nobody", ofNobody, 40_500);
            loop.pipe(Topics.COMMANDS, "shop", withoutSource, 40_600);

            List<KeyValue<String, Status>> statuses = loop.output(Topics.STATUS).readKeyValuesToList();
            assertThat(statuses).extracting(s -> s.key).containsExactly("nobody", "nobody");
            assertThat(statuses.get(0).value.getLastCommand().getResult()).isEqualTo(CommandResult.REFUSED);
            assertThat(statuses.get(1).value).isNull();
            assertThat(loop.views().tenants()).containsExactly("shop");
            assertThat(loop.deadLetters().readRecordsToList()).hasSize(2);
        }
    }

    @Test
    void shouldNotForgetWhatNoCommandHasAskedFor() {
        try (LoopDriver loop = new LoopDriver()) {
            play(loop, 0, "shop");
            loop.output(Topics.STATUS).readKeyValuesToList();

            loop.pipe(
                    Topics.OBSERVATIONS,
                    "_",
                    Forgetting.of(command("shop", CommandKind.FORGET)).tick(),
                    40_500);

            assertThat(loop.views().tenants()).containsExactly("shop");
            assertThat(loop.oriented().partitions().get(0).tenants()).isEqualTo(1);
            assertThat(loop.output(Topics.STATUS).isEmpty()).isTrue();
            assertThat(loop.deadLetters().readRecordsToList()).hasSize(1);
        }
    }

    @Test
    void shouldMakeNothingOfACommandForATenantThatThereIsNot() {
        try (LoopDriver loop = new LoopDriver()) {
            loop.pipe(Topics.COMMANDS, "nobody", command("nobody", CommandKind.PAUSE), 1_000);

            List<KeyValue<String, Status>> statuses = loop.output(Topics.STATUS).readKeyValuesToList();
            assertThat(statuses).hasSize(2);
            assertThat(statuses.get(0).value.getLastCommand().getResult()).isEqualTo(CommandResult.REFUSED);
            assertThat(statuses.get(1).value).isNull();
            assertThat(loop.views().tenants()).isEmpty();
            assertThat(loop.deadLetters().readRecordsToList()).hasSize(1);

            loop.pipe(Topics.POLICIES, "nobody", policy("nobody"), 2_000);
            loop.pipe(Topics.COMMANDS, "nobody", command("nobody", CommandKind.PAUSE), 3_000);
            assertThat(loop.output(Topics.STATUS).readValuesToList())
                    .singleElement()
                    .satisfies(s -> assertThat(s.getPauses()).hasSize(1));
            assertThat(loop.deadLetters().isEmpty()).isTrue();
        }
    }

    private static void play(LoopDriver loop, long from, String... tenants) {
        for (long start = from; start < from + 30_000; start += 10_000) {
            for (String tenant : tenants) {
                Observation o = Observed.metric(tenant, "cart", "queue", start + 5_000, 1);
                loop.pipe(Topics.OBSERVATIONS, Observed.keyOf(o), loop.encode(Topics.OBSERVATIONS, o), start + 5_000);
            }
            loop.pipe(Topics.OBSERVATIONS, "_", Observed.tick(start + 12_000), start + 12_000);
        }
    }

    private static Command command(String tenant, CommandKind kind) {
        return Command.newBuilder()
                .setTenantId(tenant)
                .setCommandId("c-1")
                .setKind(kind)
                .setIssuedBy("ann")
                .build();
    }

    private static Policy policy(String tenant) {
        return Policy.newBuilder()
                .setTenantId(tenant)
                .setVersion(1)
                .setBody("minimum: {attempts: 7}")
                .build();
    }
}
