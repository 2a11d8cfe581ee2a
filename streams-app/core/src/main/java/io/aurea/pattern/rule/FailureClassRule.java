package io.aurea.pattern.rule;

import io.aurea.pattern.AttemptHistory;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.schema.PatternType;
import io.aurea.trend.FailureShare;
import io.aurea.window.Wilson;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * FAILURE_TIMEOUT and the other classes, of a source: more of its attempts fail that way than before, with certainty
 * ({@link FailureShare}) and by a share that matters. Unclassified failures make no pattern: there is nothing to act
 * on.
 *
 * <p>A source may also fail since it was first heard. Then there is no past to compare with; if so many attempts fail
 * that nobody can want it (lower end of the 95 % interval over a run of windows), it is a pattern with
 * {@code as_it_began} true in its data.
 *
 * <p>Confidence is the evidence up to 0.99, or the lower end of the interval as a part of the share; impact is the square
 * root of the share: 1 % is 0.1, 25 % is 0.5, all is 1.
 */
public final class FailureClassRule implements PatternRule {
    private static final Map<String, PatternType> TYPES = Map.of(
            "timeout", PatternType.FAILURE_TIMEOUT,
            "permission", PatternType.FAILURE_PERMISSION,
            "database", PatternType.FAILURE_DATABASE,
            "network", PatternType.FAILURE_NETWORK,
            "dependency", PatternType.FAILURE_DEPENDENCY,
            "resource", PatternType.FAILURE_RESOURCE,
            "validation", PatternType.FAILURE_VALIDATION);

    private static final String CHANGED = "attempts";
    private static final String BEGAN = "began";

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        for (Map.Entry<String, AttemptHistory> run : cycle.histories().entrySet()) {
            if (!run.getKey().isEmpty() && run.getValue().lastMs() == cycle.endMs()) {
                for (int c = 0; c < AttemptHistory.CLASSES.size(); c++) {
                    PatternType type = TYPES.get(AttemptHistory.CLASSES.get(c));
                    if (type != null) {
                        read(PatternKey.of(type, run.getKey()), c, run.getValue(), cycle, out);
                    }
                }
            }
        }
    }

    private static void read(PatternKey key, int failureClass, AttemptHistory run, CycleView cycle, EvidenceSink out) {
        PatternSettings.Failure settings = cycle.settings().failure();
        int history = cycle.heardBefore(key.source());
        Counts counts = Counts.of(run, failureClass, settings);
        Optional<FailureShare> failures = run.failures(failureClass).filter(FailureShare::canSay);
        if (failures.isPresent()) {
            FailureRise.of(failures.get(), counts.now(), run.lastWindow().attempts())
                    .read(
                            out,
                            key,
                            CHANGED,
                            history,
                            settings.share(),
                            cycle.settings().sudden(),
                            strength -> counts.evidence(key.source(), failures.get(), strength));
        } else {
            out.absent(key, CHANGED);
        }
        double least = LevelAnomaly.limit(settings.began(), out.firing(key, BEGAN));
        out.read(
                key,
                BEGAN,
                history,
                counts.failures() >= settings.minFailures()
                        && (failures.isEmpty() ? counts.low() >= least : beganSo(failures.get(), counts, least)),
                () -> counts.evidence(key.source(), null, EvidenceStrength.WINDOW));
    }

    /** Whether as many failed already before, and half of that still do. */
    private static boolean beganSo(FailureShare failures, Counts counts, double least) {
        return !failures.outOfOrder()
                && failures.acceptedAtMs().isEmpty()
                && failures.baseline() >= least
                && counts.share() >= least / 2;
    }

    /**
     * Failures of a class in the last windows.
     *
     * @param now of the last window
     * @param low lower end of the 95 % interval of their share of the attempts
     */
    private record Counts(String name, int windows, long now, long failures, long attempts, double low) {

        static Counts of(AttemptHistory run, int failureClass, PatternSettings.Failure settings) {
            List<AttemptHistory.Window> windows = run.last(settings.run());
            long failures =
                    windows.stream().mapToLong(w -> w.failed(failureClass)).sum();
            long attempts = AttemptHistory.attempts(windows);
            return new Counts(
                    AttemptHistory.CLASSES.get(failureClass),
                    windows.size(),
                    run.lastWindow().failed(failureClass),
                    failures,
                    attempts,
                    failures == 0 ? 0 : Wilson.of(failures, attempts).low());
        }

        double share() {
            return (double) failures / attempts;
        }

        /** @param usual null if they failed like this since the source was first heard */
        Evidence evidence(String source, FailureShare usual, EvidenceStrength strength) {
            SortedMap<String, String> data = ReadableNumbers.data(
                    "failures", Long.toString(failures),
                    "attempts", Long.toString(attempts),
                    "share_low", ReadableNumbers.number(low),
                    "class", name);
            String since = usual == null ? ", as since it was first heard" : "";
            if (usual == null) {
                data.put("as_it_began", "true");
            } else {
                data.put("held", ReadableNumbers.number(usual.share()));
                data.put("reference", ReadableNumbers.number(usual.baseline()));
                data.put("evidence", ReadableNumbers.number(usual.evidence()));
            }
            return new Evidence(
                    usual != null ? Math.min(0.99, usual.evidence()) : low / share(),
                    StrictMath.sqrt(usual == null ? share() : usual.share()),
                    failures + " of " + attempts + " attempts of " + source + " in the last " + windows
                            + " windows failed: " + name + since,
                    data,
                    strength);
        }
    }
}
