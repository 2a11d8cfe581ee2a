package io.aurea.cli.stack;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.cli.policy.PolicyTopic;
import io.aurea.command.LoopCommands;
import io.aurea.demo.DemoShop;
import io.aurea.executor.DecisionFilter;
import io.aurea.executor.Decisions;
import io.aurea.executor.Subscription;
import io.aurea.installation.Installation;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.schema.Policy;
import io.aurea.settings.KafkaClients;
import io.aurea.topic.TopicSerdes;
import io.aurea.topic.Topics;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/** The simulated shop within {@code up}: the shop itself, and the executor of its decisions. */
final class DemoRun implements AutoCloseable {

    private static final String PUBLISHER = DemoShop.TENANT;
    /** A killed run's executor keeps its partitions until the group misses it: in folders of earlier releases after 45 s. */
    private static final Duration READY_LIMIT = Duration.ofSeconds(90);
    /** So that a run after a killed one need not wait for long. */
    private static final Map<String, Object> SOON_MISSED = Map.of(
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
    /** The shop's longest action. */
    private static final Duration TIME_LIMIT = Duration.ofMinutes(2);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final DemoShop shop;
    private final Subscription executor;

    private DemoRun(DemoShop shop, Subscription executor) {
        this.shop = shop;
        this.executor = executor;
    }

    /**
     * Publishes the shop's policy, unless it is already in force or somebody else has published one for the shop. With
     * the first it raises the shop's autonomy, which no policy can.
     *
     * @return whether it was published
     */
    static boolean applyPolicy(Installation at, PrintWriter err) {
        try (PolicyTopic topic = PolicyTopic.open(at, err)) {
            Optional<Policy> present = topic.present(DemoShop.TENANT);
            boolean ours =
                    present.map(p -> p.getPublishedBy().equals(PUBLISHER)).orElse(true);
            boolean same =
                    present.map(p -> p.getBody().equals(DemoShop.policy())).orElse(false);
            if (!ours || same) {
                return false;
            }
            topic.publish(Policy.newBuilder()
                    .setTenantId(DemoShop.TENANT)
                    .setVersion(present.map(Policy::getVersion).orElse(0L) + 1)
                    .setBody(DemoShop.policy())
                    .setPublishedBy(PUBLISHER)
                    .setPublishedAt(Instant.now())
                    .build());
            // After the policy: the loop takes no command for a tenant of which it has neither data nor a policy.
            if (present.isEmpty()) {
                letAct(at);
            }
            return true;
        }
    }

    private static void letAct(Installation at) {
        Command command = LoopCommands.command(CommandKind.AUTONOMY, DemoShop.TENANT, PUBLISHER)
                .setCommandId(DemoShop.TENANT + "-first-start")
                .setAutonomyLevel(AutonomyLevel.AUTONOMOUS.value())
                .setReason("The shop is a simulation: nobody is harmed.")
                .build();
        KafkaClients kafka = at.kafka();
        try (LoopCommands loop = new LoopCommands(
                kafka.consumer("demo-shop", Map.of(), Map.of()),
                kafka.producer("demo-shop", Map.of(), Map.of()),
                at.serdes(Map.of()))) {
            // The app may not be running yet; it carries the command out once it is.
            loop.give(command, Duration.ZERO);
        } catch (KafkaException failed) {
            throw new KafkaException("could not set the autonomy of the demo shop", failed);
        }
    }

    /** Starts the executor, then the shop, so that no decision is without an executor. */
    static DemoRun start(Installation at, Consumer<Observation> publisher) throws InterruptedException {
        DemoShop shop = new DemoShop(Clock.systemUTC(), publisher);
        KafkaClients kafka = at.kafka();
        TopicSerdes serdes = at.serdes(Map.of());
        Subscription executor = Decisions.subscribe(
                        kafka.consumer("demo-shop", Map.of(), SOON_MISSED),
                        kafka.producer("demo-shop", Map.of(), Map.of()),
                        serdes.value(Topics.DECISIONS),
                        serdes.value(Topics.OUTCOMES),
                        at.app().applicationId() + "-" + DemoShop.TENANT)
                .executor(DemoShop.TENANT)
                .handle(DecisionFilter.ALL.tenant(DemoShop.TENANT), shop)
                .timeLimit(TIME_LIMIT)
                .closeLimit(CLOSE_LIMIT)
                .start();
        if (!executor.awaitReady(READY_LIMIT)) {
            executor.close();
            throw new IllegalStateException(
                    "the executor of the demo shop has no partitions after %d s".formatted(READY_LIMIT.toSeconds()),
                    executor.failure().orElse(null));
        }
        shop.start();
        return new DemoRun(shop, executor);
    }

    @Override
    public void close() {
        executor.close();
        shop.close();
    }
}
