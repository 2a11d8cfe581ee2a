package io.aurea.pattern.rule;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.EvidenceStrength;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.Trend;
import io.aurea.trend.FailureShare;
import java.time.Instant;
import java.util.function.Function;

/**
 * Sets a pattern on, keeps it on and ends it by failures, of one class or of all: by the evidence that more fail than
 * usual, and by how many more.
 */
final class FailureRise {
    private final FailureShare failures;
    private final long failed;
    private final long attempts;

    private FailureRise(FailureShare failures, long failed, long attempts) {
        this.failures = failures;
        this.failed = failed;
        this.attempts = attempts;
    }

    /**
     * @param failed attempts that failed in the last window, [0, attempts]
     * @param attempts of the last window, [1, ..)
     */
    static FailureRise of(FailureShare failures, long failed, long attempts) {
        return new FailureRise(failures, failed, attempts);
    }

    /**
     * Passes the last window's reading to a pattern.
     *
     * @param rise least rise of the share of failures that matters, (0, 1]
     */
    void read(
            EvidenceSink out,
            PatternKey key,
            String member,
            long history,
            double rise,
            PatternSettings.Sudden sudden,
            Function<EvidenceStrength, Evidence> evidence) {
        failures.acceptedAtMs().ifPresent(ms -> out.accepted(key, member, Instant.ofEpochMilli(ms)));
        boolean firing = out.firing(key, member);
        double least = LevelAnomaly.limit(rise, firing);
        if (failures.outOfOrder()
                && failures.share() - failures.baseline() >= least
                && (firing || (double) failed / attempts - failures.baseline() >= rise)) {
            out.present(key, member, history, evidence.apply(strength(sudden)));
        } else {
            out.absent(key, member, Math.max(1, failures.calm()));
        }
    }

    /** Whether the series' share of failures was accepted, by a person or by time, and is still the same. */
    static boolean isAccepted(Trend t) {
        return t.getFailuresAcceptedAt() != null && t.getFailuresOutOfOrderSince() == null;
    }

    private EvidenceStrength strength(PatternSettings.Sudden sudden) {
        if (failures.built()) {
            return EvidenceStrength.PROVEN;
        }
        return sudden.is(failed, attempts) ? EvidenceStrength.DECISIVE : EvidenceStrength.WINDOW;
    }
}
