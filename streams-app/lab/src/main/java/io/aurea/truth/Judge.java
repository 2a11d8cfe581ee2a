package io.aurea.truth;

import io.aurea.policy.TenantPolicy;
import io.aurea.schema.CommandResult;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Judges whether the loop's verdicts were true. */
final class Judge {
    /** Patterns that report good news. */
    private static final Set<String> GOOD = Set.of("SUCCESS", "CONSISTENT_HIGH_PERFORMANCE");

    /** Health of a service in order: 1 % failures alone may cost 15. */
    private static final double WELL = 80;

    /** Windows averaged for the health of a service with few failures: in a single one, chance hides them. */
    private static final int SMOOTH = 5;

    /** Cycles after which a goal must be set: those that its value covers, and those within which a fault must show. */
    private static final int GOAL_SET_BY = TenantPolicy.BUILT_IN.goals().cycles() + 2;

    private final Case of;
    private final List<ExpectedPattern> claims;

    Judge(Case of) {
        this.of = of;
        this.claims = ExpectedPattern.of(of.service(), TenantPolicy.BUILT_IN.patterns());
    }

    /** Windows after a fault needed to judge it. */
    int windowsAfter() {
        return claims.stream().mapToInt(ExpectedPattern::endedAfter).max().orElse(0) + 15;
    }

    /**
     * Whether a person can accept a fault of this size and length here: whether every pattern it must show as can show.
     */
    boolean canBeAccepted(Size size, int windows) {
        return claims.stream().allMatch(claim -> claim.mustShow(size, of.windowsBefore(), windows));
    }

    /** Verdicts on a run that begins with a fault. */
    List<CellVerdict> fault(LoopTranscript track, Size size, long lengthMs) {
        int windows = (int) (lengthMs / of.cycleMs());
        List<CellVerdict> verdicts = new ArrayList<>();
        String strange = strange(track);
        for (ExpectedPattern claim : claims) {
            String wrong = pattern(claim, track, size, windows);
            verdicts.add(new CellVerdict(claim.rule(), of, size, lengthMs, wrong.isEmpty() ? strange : wrong));
        }
        if (limit(size) < 100) {
            verdicts.add(new CellVerdict(MatrixRule.HEALTH, of, size, lengthMs, health(track, size, windows)));
        }
        if (of.service() == SimulatedService.FAILING_CALLS) {
            verdicts.add(new CellVerdict(MatrixRule.GOALS, of, size, lengthMs, goals(track, size, windows)));
        }
        verdicts.add(new CellVerdict(MatrixRule.VERIFICATION, of, size, lengthMs, verification(track, windows)));
        return verdicts;
    }

    private String pattern(ExpectedPattern claim, LoopTranscript track, Size size, int windows) {
        if (!claim.known(of.windowsBefore())) {
            return "";
        }
        BitSet on = track.onIn(claim.patternId());
        int first = on.nextSetBit(0);
        if (claim.mustShow(size, of.windowsBefore(), windows)) {
            if (first < 0 || first >= windows + claim.endedAfter()) {
                return "never on";
            }
            if (first > claim.shownBy()) {
                return "late onset: window " + first + ", due " + claim.shownBy();
            }
            int off = on.nextClearBit(first);
            if (off < windows) {
                return "break at window " + off + " of " + windows + ", off in "
                        + (windows - first - on.get(first, windows).cardinality());
            }
        }
        int after = on.nextSetBit(windows + claim.endedAfter() - 1);
        if (after >= 0) {
            return on.nextClearBit(windows) > windows + claim.endedAfter() - 1
                    ? "not ended: on " + (on.nextClearBit(windows) - windows) + " windows after the fault"
                    : "on again " + (after - windows) + " windows after the fault";
        }
        return "";
    }

    /** A pattern that the fault does not explain, or that is still on at the very end. */
    private String strange(LoopTranscript track) {
        Set<String> symptoms = of.service().symptoms();
        for (Map.Entry<String, BitSet> pattern : track.patterns().entrySet()) {
            String type = typeOf(pattern.getKey());
            if (!GOOD.contains(type) && !symptoms.contains(type)) {
                return "false pattern " + pattern.getKey() + " from window "
                        + pattern.getValue().nextSetBit(0);
            }
            boolean known = claims.stream().allMatch(claim -> claim.known(of.windowsBefore()));
            if (known && symptoms.contains(type) && pattern.getValue().get(track.windows() - 1)) {
                return "still on at the end: " + pattern.getKey();
            }
        }
        return "";
    }

    private static String typeOf(String patternId) {
        int slash = patternId.indexOf('/');
        return slash < 0 ? patternId : patternId.substring(0, slash);
    }

    /**
     * Upper bound for health: sqrt(worst * mean) of the components, with the worst as the policy's limits score it, and
     * room for noise. 100 where the limits do not cover a fault of this size.
     */
    private double limit(Size size) {
        boolean levels = of.windowsBefore() >= ExpectedPattern.JUDGED && size != Size.SMALL;
        return switch (of.service()) {
            case FAILING_CALLS ->
                switch (size) {
                    case SMALL -> 92;
                    case MIDDLE -> 50;
                    case LARGE -> 30;
                };
            case ERROR_RATE ->
                switch (size) {
                    case SMALL -> 95;
                    case MIDDLE -> 75;
                    case LARGE -> 45;
                };
            case CALLS, LATENCY_GAUGE, BACKLOG -> levels ? 90 : 100;
            case GAUGE, SATURATION -> 100;
        };
    }

    private String health(LoopTranscript track, Size size, int windows) {
        // Failures count in the first cycle; a level once the rules have seen it.
        int from = of.service().fails() ? 0 : 2;
        int over = of.service().fails() && size == Size.SMALL ? SMOOTH : 1;
        double sum = 0;
        for (int w = from; w < windows; w++) {
            if (track.health(w) == null) {
                return "health null in window " + w + " of " + windows;
            }
            sum += track.health(w) - (w - over >= from ? track.health(w - over) : 0);
            double mean = sum / Math.min(over, w - from + 1);
            if (mean > limit(size)) {
                return String.format(
                        Locale.ROOT, "health up: %.0f in window %d of %d, limit %.0f", mean, w, windows, limit(size));
            }
        }
        if (of.windowsBefore() < ExpectedPattern.JUDGED) {
            return "";
        }
        // A level shift is judged over a longer run than the rest, and holds health down as long.
        int shift = TenantPolicy.BUILT_IN.patterns().shift().hysteresis().quiet() + 1;
        int back = windows
                + Math.max(
                        shift,
                        claims.stream()
                                .mapToInt(ExpectedPattern::endedAfter)
                                .max()
                                .orElse(0));
        for (int w = back; w < track.windows(); w++) {
            Double health = track.health(w);
            if (health == null || health < WELL) {
                return "health not back: " + (health == null ? "null" : Math.round(health)) + " " + (w - windows)
                        + " windows after the fault";
            }
        }
        return "";
    }

    private String goals(LoopTranscript track, Size size, int windows) {
        if (size == Size.SMALL) {
            return track.goals().isEmpty()
                    ? ""
                    : "false goal on " + track.goals().keySet();
        }
        if (windows > GOAL_SET_BY) {
            for (String metric : List.of("success_rate", "error_rate")) {
                BitSet active = track.goalIn(metric);
                int off = active.nextClearBit(GOAL_SET_BY - 1);
                if (off < windows) {
                    return "no goal on " + metric + " in window " + off + " of " + windows;
                }
            }
        }
        return track.achievedIn().stream()
                .filter(w -> w < windows)
                .findFirst()
                .map(w -> "goal achieved in window " + w + " of " + windows)
                .orElse("");
    }

    private String verification(LoopTranscript track, int windows) {
        long before = track.verifiedIn().stream().filter(w -> w < windows).count();
        if (before > 0) {
            return "VERIFIED " + before + " times before the end, first in window "
                    + track.verifiedIn().get(0) + " of " + windows;
        }
        boolean asked = claims.stream().anyMatch(c -> !track.onIn(c.patternId()).isEmpty());
        return asked && track.acted() == 0 ? "a pattern was on and nothing was done" : "";
    }

    /** Verdict on a run in which a person accepts the fault right before a window. */
    CellVerdict accepted(LoopTranscript track, Size size, long lengthMs, int before) {
        return new CellVerdict(MatrixRule.ACCEPT, of, size, lengthMs, accepted(track, before));
    }

    private String accepted(LoopTranscript track, int before) {
        if (track.answer() == null || track.answer().getResult() != CommandResult.DONE) {
            return "not accepted: "
                    + (track.answer() == null ? "no answer" : track.answer().getEffect());
        }
        for (ExpectedPattern claim : claims) {
            BitSet on = track.onIn(claim.patternId());
            if (!on.get(before - 1)) {
                return claim.patternId() + " was not on";
            }
            int after = on.nextSetBit(before);
            if (after >= 0) {
                return claim.patternId() + " on " + (after - before) + " windows after it was accepted";
            }
            boolean said = track.ends().stream()
                    .anyMatch(end -> end.patternId().equals(claim.patternId())
                            && end.window() == before
                            && "accepted".equals(end.reason()));
            if (!said) {
                return claim.patternId() + " has not ended as accepted";
            }
        }
        if (!track.verifiedIn().isEmpty()) {
            return "VERIFIED by accepting, in window " + track.verifiedIn().get(0);
        }
        return track.asks() ? "a question is still open" : strange(track);
    }

    /** Verdict on a run in order. */
    CellVerdict inOrder(LoopTranscript track, long lengthMs) {
        int windows = (int) (lengthMs / of.cycleMs());
        return new CellVerdict(MatrixRule.IN_ORDER, of, null, lengthMs, inOrder(track, windows));
    }

    private String inOrder(LoopTranscript track, int windows) {
        for (Map.Entry<String, BitSet> pattern : track.patterns().entrySet()) {
            int first = pattern.getValue().nextSetBit(0);
            if (!GOOD.contains(typeOf(pattern.getKey())) && first < windows) {
                return "false pattern " + pattern.getKey() + " from window " + first + " of " + windows;
            }
        }
        for (Map.Entry<String, BitSet> goal : track.goals().entrySet()) {
            if (goal.getValue().nextSetBit(0) < windows) {
                return "false goal on " + goal.getKey() + " from window "
                        + goal.getValue().nextSetBit(0);
            }
        }
        for (int w = 0; w < windows && of.service().hasHealth(); w++) {
            Double health = track.health(w);
            boolean early = health == null && of.windowsBefore() + w <= ExpectedPattern.JUDGED;
            if (!early && (health == null || health < WELL)) {
                return "health " + (health == null ? "null" : Math.round(health)) + " in window " + w + " of "
                        + windows;
            }
        }
        return "";
    }
}
