package io.aurea.demo;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.shop.ActionResult;
import io.aurea.shop.Fault;
import io.aurea.shop.Shop;
import io.aurea.shop.ShopAction;
import io.aurea.shop.ShopParameters;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the simulated shop on the wall clock as a tenant of its own, lets a fault strike every few minutes, and carries out
 * the decisions that it is given.
 *
 * <p>Thread-safe. The shop moves on one thread, which also calls the publisher and completes the outcomes.
 */
public final class DemoShop implements AutoCloseable {

    public static final String TENANT = "demo-shop";

    private static final Logger LOG = LoggerFactory.getLogger(DemoShop.class);
    private static final String EXECUTOR = "demo-shop";
    private static final String PARAMETERS = "demo-shop.properties";
    private static final long SECOND = 1_000;
    /** How often to look whether a second has passed: its observations should come well within any grace. */
    private static final long LOOK_MS = 100;

    /** What is older when the machine wakes up would only come late. */
    private static final long WORTH_PUBLISHING_MS = 5_000;

    private static final long CLOSE_LIMIT_MS = 800;

    private record Pending(Decision decision, CompletableFuture<Outcome> outcome) {}

    private final Clock clock;
    private final Consumer<Observation> publisher;
    private final Shop shop;
    private final DemoSchedule schedule;
    private final Map<String, Pending> pending = new HashMap<>();
    private int lost;
    private RuntimeException lastLoss;
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "aurea-demo-shop");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param clock gives {@code observed_at}; the shop begins at its present second
     * @param publisher takes the observations; what it throws is logged, and the observation is lost
     */
    public DemoShop(Clock clock, Consumer<Observation> publisher) {
        this(parameters(), clock.millis(), clock, publisher);
    }

    DemoShop(ShopParameters parameters, long seed, Clock clock, Consumer<Observation> publisher) {
        this.clock = clock;
        this.publisher = publisher;
        long start = clock.millis() / SECOND * SECOND;
        this.shop = new Shop(parameters, TENANT, seed, start);
        this.schedule = new DemoSchedule(parameters, seed, start);
    }

    static ShopParameters parameters() {
        try (InputStream in = DemoShop.class.getResourceAsStream(PARAMETERS)) {
            return ShopParameters.read(
                    PARAMETERS,
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                            .lines()
                            .toList());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Starts the shop; returns at once. */
    public void start() {
        steps.scheduleAtFixedRate(this::guardedStep, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Carries a decision out. What is not meant for this shop, not dispatched, only a dry run or past its
     * {@code valid_until} is skipped; the shop refuses what it cannot do, which is a failure.
     *
     * @return the outcome, when the action has ended; never, if the shop is closed before
     */
    public CompletableFuture<Outcome> execute(Decision decision) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        steps.execute(() -> begin(decision, outcome));
        return outcome;
    }

    private void begin(Decision decision, CompletableFuture<Outcome> outcome) {
        Instant now = clock.instant();
        String skipped = skipped(decision, now);
        if (skipped != null) {
            outcome.complete(outcome(decision, OutcomeStatus.SKIPPED, now, now, skipped));
        } else {
            pending.put(decision.getDecisionId(), new Pending(decision, outcome));
            shop.request(new ShopAction(decision.getDecisionId(), decision.getAction(), decision.getTarget()));
        }
    }

    /** The reason not to carry it out; null when there is none. */
    private String skipped(Decision decision, Instant now) {
        if (!decision.getTenantId().equals(TENANT)) {
            return "the decision is of tenant " + decision.getTenantId() + ", not of " + TENANT;
        } else if (decision.getState() != DecisionState.DISPATCHED) {
            return "the decision is " + decision.getState() + ", not DISPATCHED";
        } else if (decision.getDryRun()) {
            return "the decision is a dry run";
        } else if (now.isAfter(decision.getValidUntil())) {
            return "the decision came after its valid_until " + decision.getValidUntil();
        } else if (pending.containsKey(decision.getDecisionId())) {
            return "the decision is being carried out already";
        }
        return null;
    }

    /** An exception would end the schedule without a word. */
    private void guardedStep() {
        try {
            step();
        } catch (RuntimeException unexpected) {
            LOG.error("a second of the demo shop failed", unexpected);
        }
    }

    /** Simulates the seconds that have passed. */
    private void step() {
        long now = clock.millis();
        while (shop.nowMs() + SECOND <= now) {
            boolean fresh = shop.nowMs() >= now - WORTH_PUBLISHING_MS;
            strike();
            shop.second(fresh ? this::publish : stale -> {});
            reportLosses();
            shop.results().forEach(this::finish);
        }
    }

    /** One line a second, however many were lost. */
    private void reportLosses() {
        if (lost > 0) {
            LOG.warn("{} observations of the demo shop were not published, the last one because", lost, lastLoss);
            lost = 0;
        }
    }

    private void strike() {
        Fault next = schedule.next();
        if (shop.nowMs() >= next.onsetMs()) {
            LOG.info(
                    "demo shop: {} strikes {}, severity {}",
                    next.kind().label(),
                    next.target().source(),
                    next.severity());
            shop.strike(next);
            schedule.advance();
        }
    }

    private void publish(Observation observation) {
        try {
            publisher.accept(observation);
        } catch (RuntimeException failed) {
            lost++;
            lastLoss = failed;
        }
    }

    private void finish(ActionResult result) {
        Pending done = pending.remove(result.action().id());
        LOG.info("demo shop: {}", result.message());
        done.outcome()
                .complete(outcome(
                        done.decision(),
                        result.succeeded() ? OutcomeStatus.SUCCEEDED : OutcomeStatus.FAILED,
                        Instant.ofEpochMilli(result.startedMs()),
                        Instant.ofEpochMilli(result.finishedMs()),
                        result.message()));
    }

    private static Outcome outcome(
            Decision decision, OutcomeStatus status, Instant started, Instant finished, String message) {
        boolean failed = status == OutcomeStatus.FAILED;
        return new Outcome(
                decision.getTenantId(),
                decision.getDecisionId(),
                status,
                EXECUTOR,
                started,
                finished,
                failed ? null : message,
                failed ? message : null,
                Map.of());
    }

    /** Ends the shop within a second; what it was at work on gets no outcome. */
    @Override
    public void close() {
        steps.shutdownNow();
        try {
            if (!steps.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the demo shop did not end within {}", Duration.ofMillis(CLOSE_LIMIT_MS));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
