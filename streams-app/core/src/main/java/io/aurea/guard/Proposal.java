package io.aurea.guard;

/**
 * An action that somebody wants to dispatch.
 *
 * @param decisionId the decision, or empty while it has none
 * @param action what to do
 * @param target what to act on; empty when the rule's template found nothing
 * @param patternType type of the pattern it responds to; empty for a goal or the tenant's numbers
 * @param changes whether it changes its target; false if it only informs
 * @param reversible whether it can be undone
 * @param confidence the lower end of what is known about whether it helps, [0, 1]
 * @param minConfidence confidence its rule needs instead of the level's threshold, or null
 * @param approvalBelow level below which its rule requires a person, [0, 100]
 * @param approvedBy who approved it, or null
 * @param approvalDeadlineMs until when an approval counts, or null if none is needed
 * @param cooldownMs shortest time between two dispatches of action and target
 * @param attempts dispatches of the action for this onset so far
 * @param maxAttempts the most that its rule allows
 */
public record Proposal(
        String decisionId,
        String action,
        String target,
        String patternType,
        boolean changes,
        boolean reversible,
        double confidence,
        Double minConfidence,
        int approvalBelow,
        String approvedBy,
        Long approvalDeadlineMs,
        long cooldownMs,
        int attempts,
        int maxAttempts) {

    /** Whether a person has approved it. */
    public boolean approved() {
        return approvedBy != null;
    }
}
