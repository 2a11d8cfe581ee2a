package io.aurea.demo;

import io.aurea.executor.DecisionHandler;
import io.aurea.executor.Result;
import io.aurea.schema.Decision;
import io.aurea.schema.Observation;
import io.aurea.shop.ActionKind;
import io.aurea.shop.ActionResult;
import io.aurea.shop.Fault;
import io.aurea.shop.Shop;
import io.aurea.shop.ShopAction;
import io.aurea.shop.ShopDependencies;
import io.aurea.shop.ShopParameters;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the simulated shop on the wall clock as a tenant of its own, injects a fault every few minutes, and carries out
 * decisions.
 *
 * <p>Thread-safe. The shop runs on one thread, which also calls the publisher.
 */
public final class DemoShop implements DecisionHandler, AutoCloseable {

    public static final String TENANT = "demo-shop";

    private static final Logger LOG = LoggerFactory.getLogger(DemoShop.class);
    private static final String PARAMETERS = "demo-shop.properties";
    private static final String POLICY = "demo-shop-policy.yaml";
    private static final long SECOND = 1_000;
    /** How often to check whether a second has passed: its observations should arrive well within any grace. */
    private static final long LOOK_MS = 100;

    /** When the machine wakes up, anything older would only be late. */
    private static final long WORTH_PUBLISHING_MS = 5_000;

    private static final long CLOSE_LIMIT_MS = 800;
    private static final String OFFICE = "backoffice";
    private static final int REPEAT_SECONDS = 4;

    private final Clock clock;
    private final Consumer<Observation> publisher;
    private final Shop shop;
    private final DemoSchedule schedule;
    private final Map<String, CompletableFuture<ActionResult>> pending = new ConcurrentHashMap<>();
    private final Map<String, Observation> figures = new TreeMap<>();
    private int lost;
    private RuntimeException lastLoss;
    private final ScheduledExecutorService steps = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "aurea-demo-shop");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param clock for {@code observed_at}; the shop begins at its current second
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
        return ShopParameters.read(PARAMETERS, text(PARAMETERS).lines().toList());
    }

    /** The shop's own policy, as YAML. */
    public static String policy() {
        return ShopDependencies.after(text(POLICY));
    }

    private static String text(String resource) {
        try (InputStream in = DemoShop.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Starts the shop; returns at once. */
    public void start() {
        steps.scheduleAtFixedRate(this::guardedStep, 0, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Carries out a decision on the shop and waits until it is done. One that only informs and is not an action of the
     * shop is noted, for its people to look at; what the shop cannot do it refuses, which is a failure.
     *
     * @throws InterruptedException if the shop does not finish within the caller's time limit
     */
    @Override
    public Result handle(Decision decision) throws InterruptedException {
        if (!decision.getJudged() && ActionKind.of(decision.getAction()).isEmpty()) {
            LOG.info("demo shop: noted {}", decision.getDescription());
            return Result.succeeded("noted for the people of the shop");
        }
        CompletableFuture<ActionResult> done = new CompletableFuture<>();
        steps.execute(() -> {
            pending.put(decision.getDecisionId(), done);
            shop.request(new ShopAction(decision.getDecisionId(), decision.getAction(), decision.getTarget()));
        });
        try {
            ActionResult result = done.get();
            return result.succeeded() ? Result.succeeded(result.message()) : Result.failed(result.message());
        } catch (ExecutionException closed) {
            return Result.timedOut(closed.getCause().getMessage());
        }
    }

    /** Actions requested and not finished. */
    int underWay() {
        return pending.size();
    }

    /** An exception would end the schedule silently. */
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
            if (fresh && shop.nowMs() / SECOND % REPEAT_SECONDS == 0) {
                repeatFigures();
            }
            reportLosses();
            shop.results().forEach(this::finish);
        }
    }

    /** At most one line a second, however many were lost. */
    private void reportLosses() {
        if (lost > 0) {
            LOG.warn("{} observations of the demo shop were not published; the last failure:", lost, lastLoss);
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

    /** Business figures change once a minute; repeated until then, so that each cycle has them. */
    private void repeatFigures() {
        Instant at = Instant.ofEpochMilli(shop.nowMs());
        List<Observation> last = List.copyOf(figures.values());
        last.stream()
                .filter(figure -> figure.getObservedAt().isBefore(at))
                .map(figure -> Observation.newBuilder(figure).setObservedAt(at).build())
                .forEach(this::publish);
    }

    private void publish(Observation observation) {
        if (observation.getSource().equals(OFFICE)) {
            figures.put(observation.getName(), observation);
        }
        try {
            publisher.accept(observation);
        } catch (RuntimeException failed) {
            lost++;
            lastLoss = failed;
        }
    }

    private void finish(ActionResult result) {
        LOG.info("demo shop: {}", result.message());
        pending.remove(result.action().id()).complete(result);
    }

    /** Stops the shop within a second; actions in progress are left undone. */
    @Override
    public void close() {
        steps.shutdownNow();
        try {
            if (!steps.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("the demo shop did not end within {}", Duration.ofMillis(CLOSE_LIMIT_MS));
            } else {
                IllegalStateException closed = new IllegalStateException("the shop closed before the action ended");
                pending.values().forEach(action -> action.completeExceptionally(closed));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
