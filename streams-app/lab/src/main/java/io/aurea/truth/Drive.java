package io.aurea.truth;

import io.aurea.cycle.CycleSettings;
import io.aurea.cycle.WholeLoop;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Decision;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.Policy;
import io.aurea.window.WindowSettings;
import java.time.Instant;
import java.util.Map;

/**
 * The loop and one service, window by window. The executor is quick and useless: it reports success at once, and does
 * nothing. Not thread-safe.
 */
final class Drive {
    static final String TENANT = "truth";

    /** When faults begin; the history of a case ends here. */
    static final long FAULT_AT_MS = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

    private static final long GRACE_MS = 2_000;
    /** Windows between two commits; changed state accumulates in between. */
    private static final int COMMIT_EVERY = 32;

    /**
     * The loop acts on every symptom without asking, at once, and repeatedly, so that there is always something to
     * judge.
     */
    private static final String POLICY = """
            autonomy: {level: full_auto}
            guards: {backoff_factor: 1, attempts_per_target: 32, attempts_window: 1h}
            rules:
              - name: restart
                patterns: [increasing_latency, declining_success_rate, failure_timeout, metric_anomaly, level_shift]
                action: restart
                target: "{source}"
                prior_mean: 0.95
                prior_weight: 1000
                min_confidence: 0
                attempts: 100
                settle: 1m
                timeout: 5m
                valid_for: 2m
                cooldown: 1m
            """;

    private final Case of;
    private final WholeLoop loop;
    private final LoopTranscript track;
    private final Noise noise;
    private final Observation observation = Observation.newBuilder()
            .setTenantId(TENANT)
            .setObservedAt(Instant.EPOCH)
            .build();

    private Drive(Case of, WholeLoop loop, LoopTranscript track, long seed) {
        this.of = of;
        this.loop = loop;
        this.track = track;
        this.noise = new Noise(seed);
    }

    /** Starts with the first window. */
    static Drive fresh(Case of, LoopTranscript track, long seed) {
        Drive drive = new Drive(of, new WholeLoop(settings(of), track), track, seed);
        drive.loop.accept(Policy.newBuilder()
                .setTenantId(TENANT)
                .setVersion(1)
                .setBody(POLICY)
                .build());
        return drive;
    }

    /** Continues from another one's state. */
    static Drive onwards(Case of, WholeLoop.State state, LoopTranscript track, long seed) {
        return new Drive(of, new WholeLoop(settings(of), state, track), track, seed);
    }

    private static CycleSettings settings(Case of) {
        return new CycleSettings(new WindowSettings(of.cycleMs(), GRACE_MS, 60_000, 1_000), 30, 10, true);
    }

    WholeLoop.State state() {
        return loop.state();
    }

    /**
     * One window, and the cycle that it closes.
     *
     * @param number windows since the fault began; negative before it
     * @param fault null while there is none
     */
    void window(int number, Size fault) {
        long startMs = FAULT_AT_MS + number * of.cycleMs();
        long endMs = startMs + of.cycleMs();
        long middleMs = startMs + of.cycleMs() / 2;
        track.begin(number, endMs);
        of.service()
                .speak(
                        observation,
                        Instant.ofEpochMilli(middleMs),
                        SimulatedService.shape(of.daily(), startMs - FAULT_AT_MS),
                        fault,
                        noise,
                        o -> loop.accept(o, middleMs));
        loop.tick(endMs + GRACE_MS);
        for (Decision d : track.takeDispatched()) {
            loop.accept(done(d, endMs + GRACE_MS), endMs + GRACE_MS);
        }
        track.end();
        if (number % COMMIT_EVERY == 0) {
            loop.commit();
        }
    }

    private static Outcome done(Decision d, long atMs) {
        Instant at = Instant.ofEpochMilli(atMs);
        return new Outcome(
                TENANT, d.getDecisionId(), OutcomeStatus.SUCCEEDED, "useless", at, at, "restarted", null, Map.of());
    }

    /** A person accepts the service's current level. */
    void accept(int number) {
        long nowMs = FAULT_AT_MS + number * of.cycleMs() + GRACE_MS;
        Command command = Command.newBuilder()
                .setTenantId(TENANT)
                .setCommandId("accept-" + number)
                .setKind(CommandKind.ACCEPT)
                .setSource(of.service().source())
                .setSeries(of.service().series())
                .setIssuedBy("operator")
                .setIssuedAt(Instant.ofEpochMilli(nowMs))
                .setReason("it stays like this")
                .build();
        loop.accept(command, nowMs);
    }
}
