package io.aurea.guard;

import io.aurea.autonomy.AutonomyLevel;
import java.time.Instant;

/**
 * Where the level or the rule requires a person, a person has approved, in time. Without it the loop acts where it was
 * told to ask, or on an approval from last week.
 */
final class Approval implements Guard {

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public GuardVerdict ask(Proposal proposal, Surroundings at) {
        if (proposal.approved()) {
            Long deadline = proposal.approvalDeadlineMs();
            return deadline != null && at.nowMs() >= deadline
                    ? deny("the approval was good until " + Instant.ofEpochMilli(deadline))
                    : allow("approved by " + proposal.approvedBy());
        }
        AutonomyLevel level = at.controls().level();
        if (level.alwaysAsks()) {
            return ask("at " + level + " every action needs an approval");
        }
        return level.value() < proposal.approvalBelow()
                ? ask("the rule needs an approval below level " + proposal.approvalBelow() + ", in force is "
                        + level.value())
                : allow("no approval needed at " + level);
    }
}
