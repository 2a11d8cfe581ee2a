package io.aurea.guard;

import io.aurea.autonomy.Controls;

/**
 * The state of the tenant at the moment a guard is asked.
 *
 * @param nowMs event time: the end of the last closed window, epoch milliseconds
 * @param controls level, pauses, maintenance
 * @param dryRun whether actions are only shown
 * @param threshold confidence that the rule needs at the level in force; 1 where a person is always asked
 * @param openActions decisions of the tenant that are being carried out or settling
 * @param target recent actions on the target
 * @param action how this action went on the target
 * @param evidence the evidence behind the decision
 */
public record Surroundings(
        long nowMs,
        Controls controls,
        boolean dryRun,
        double threshold,
        int openActions,
        TargetRecord target,
        ActionRecord action,
        EvidenceAge evidence) {}
