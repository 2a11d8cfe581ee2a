package io.aurea.cli.stack;

import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One state of a decision on one line, for the person who watches {@code up}. */
final class DecisionLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final int LONGEST = 120;

    /** The others are intermediate, or shown on request. */
    private static final Set<DecisionState> SHOWN = EnumSet.of(
            DecisionState.AWAITING_APPROVAL,
            DecisionState.REJECTED,
            DecisionState.EXPIRED,
            DecisionState.DISPATCHED,
            DecisionState.SUCCEEDED,
            DecisionState.FAILED,
            DecisionState.TIMED_OUT,
            DecisionState.VERIFIED,
            DecisionState.INEFFECTIVE,
            DecisionState.RECOVERED_BEFORE,
            DecisionState.ESCALATED);

    private DecisionLine() {}

    /**
     * Time in UTC, tenant, id, action and target, state and its reason. Empty for a decision that only informs, unless
     * a person is asked or called.
     */
    static Optional<String> of(Decision decision) {
        DecisionState state = decision.getState();
        boolean person = decision.getApprovalDeadline() != null || state == DecisionState.ESCALATED;
        if (!SHOWN.contains(state) || !decision.getJudged() && !person) {
            return Optional.empty();
        }
        return Optional.of("%s  %s  decision %s  %s %s  %s%s"
                .formatted(
                        TIME.format(decision.getUpdatedAt()),
                        decision.getTenantId(),
                        decision.getDecisionId(),
                        decision.getAction(),
                        decision.getTarget(),
                        state.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        cut(why(decision))));
    }

    private static String why(Decision decision) {
        return switch (decision.getState()) {
            case DISPATCHED ->
                String.format(
                        Locale.ROOT, ", confidence %.2f, against %s", decision.getConfidence(), decision.getSymptom());
            case AWAITING_APPROVAL ->
                ": ./aurea approve %s/%s".formatted(decision.getTenantId(), decision.getDecisionId());
            default ->
                decision.getHistory().isEmpty()
                        ? ""
                        : ": "
                                + decision.getHistory()
                                        .get(decision.getHistory().size() - 1)
                                        .getReason();
        };
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
