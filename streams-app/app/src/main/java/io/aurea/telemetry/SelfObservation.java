package io.aurea.telemetry;

import io.aurea.schema.Observation;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs every sampler once per interval and publishes what they read. Each run of a sampler is itself an OPERATION,
 * {@code telemetry.<source>}, which fails when the sampler throws or does not return in time; a sampler that fails or
 * hangs blocks no other, and is not started again while it hangs.
 *
 * <p>Thread-safe. The publisher is called from one thread.
 */
public final class SelfObservation implements AutoCloseable {

    public static final String TENANT = "aurea";

    private static final Logger LOG = LoggerFactory.getLogger(SelfObservation.class);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(5);
    private static final String SOURCE = "telemetry";
    private static final long CLOSE_LIMIT_MS = 800;

    private final List<Sampler> samplers;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<Observation> publisher;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(daemon("rounds"));
    private final ExecutorService workers;
    private final Set<Sampler> busy = ConcurrentHashMap.newKeySet();
    private long published;

    /**
     * @param interval time from one round to the next, and the limit for each sampler in it; see {@link #interval}
     * @param clock for {@code observed_at}
     * @param publisher takes the observations; what it throws is logged, and the observation is lost
     */
    public SelfObservation(List<Sampler> samplers, Duration interval, Clock clock, Consumer<Observation> publisher) {
        this.samplers = List.copyOf(samplers);
        this.interval = interval;
        this.clock = clock;
        this.publisher = publisher;
        // A sampler that hangs keeps its thread, so each must have its own.
        this.workers = Executors.newFixedThreadPool(Math.max(1, samplers.size()), daemon("sampler"));
    }

    /** How often to sample a stack with this cycle: every 5 s, and at least twice per cycle. */
    public static Duration interval(Duration cycle) {
        Duration half = cycle.dividedBy(2);
        return half.compareTo(LONGEST_INTERVAL) < 0 ? half : LONGEST_INTERVAL;
    }

    /** Starts the rounds, the first one now. */
    public void start() {
        scheduler.scheduleAtFixedRate(this::guardedRound, 0, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** An exception would end the schedule silently. */
    private void guardedRound() {
        try {
            round();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException unexpected) {
            LOG.error("a round of self-observation failed", unexpected);
        }
    }

    /** The result of a sampler: readings or a failure. */
    private record Sampled(
            Sampler sampler, Instant at, double durationMs, List<SampledValue> readings, Throwable failure) {}

    private void round() throws InterruptedException {
        long started = System.nanoTime();
        BlockingQueue<Sampled> answers = new LinkedBlockingQueue<>();
        Map<Sampler, Future<?>> running = new LinkedHashMap<>();
        for (Sampler sampler : samplers) {
            if (busy.add(sampler)) {
                running.put(sampler, workers.submit(() -> answers.add(sample(sampler))));
            } else {
                publish(failed(sampler, interval, "still hangs from an earlier round"));
            }
        }
        Set<Sampler> awaited = new HashSet<>(running.keySet());
        while (!awaited.isEmpty()) {
            long left = interval.toNanos() - (System.nanoTime() - started);
            Sampled answer = answers.poll(left, TimeUnit.NANOSECONDS);
            if (answer == null) {
                break;
            }
            awaited.remove(answer.sampler());
            publish(answer);
        }
        for (Sampler late : awaited) {
            running.get(late).cancel(true);
            publish(failed(late, interval, "no answer within %d ms".formatted(interval.toMillis())));
        }
    }

    private Sampled failed(Sampler sampler, Duration duration, String reason) {
        return new Sampled(sampler, clock.instant(), duration.toMillis(), List.of(), new TimeoutException(reason));
    }

    private Sampled sample(Sampler sampler) {
        long started = System.nanoTime();
        try {
            List<SampledValue> readings = sampler.sample();
            return new Sampled(sampler, clock.instant(), millisSince(started), readings, null);
        } catch (Exception | LinkageError failure) {
            // LinkageError: OSHI's native part may be missing on this machine.
            return new Sampled(sampler, clock.instant(), millisSince(started), List.of(), failure);
        } finally {
            busy.remove(sampler);
        }
    }

    private void publish(Sampled answer) {
        String source = answer.sampler().source();
        String run = "telemetry." + source;
        if (answer.failure() == null) {
            publish(SampledValue.succeeded(run, answer.durationMs()), SOURCE, answer.at());
        } else {
            LOG.warn("sampler {} failed: {}", source, answer.failure().toString());
            publish(SampledValue.failed(run, answer.durationMs(), answer.failure()), SOURCE, answer.at());
        }
        answer.readings().forEach(reading -> publish(reading, source, answer.at()));
    }

    private void publish(SampledValue reading, String source, Instant at) {
        published++;
        try {
            publisher.accept(reading.observation(source + "-" + published, TENANT, source, at));
        } catch (RuntimeException lost) {
            LOG.warn("{} of {} was not published", reading.name(), source, lost);
        }
    }

    static double millisSince(long startedNanos) {
        return (System.nanoTime() - startedNanos) / 1e6;
    }

    private static ThreadFactory daemon(String name) {
        return task -> {
            Thread thread = new Thread(task, "aurea-telemetry-" + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Stops the rounds within a second; a sampler that ignores its interrupt is left behind on a daemon thread. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        workers.shutdownNow();
        try {
            if (!scheduler.awaitTermination(CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)) {
                LOG.warn("self-observation did not end within {} ms", CLOSE_LIMIT_MS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
