package io.aurea.decision;

import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;

/** Passes everything on and counts the learnings, for the cycle's record. */
final class LearningCount implements DecisionOutput {
    private final DecisionOutput out;
    private int count;

    LearningCount(DecisionOutput out) {
        this.out = out;
    }

    int count() {
        return count;
    }

    @Override
    public void learning(Learning learning) {
        count++;
        out.learning(learning);
    }

    @Override
    public void decision(Decision decision) {
        out.decision(decision);
    }

    @Override
    public void cycle(CycleMetrics cycle) {
        out.cycle(cycle);
    }

    @Override
    public void observation(Observation observation) {
        out.observation(observation);
    }

    @Override
    public void brain(BrainEntry entry) {
        out.brain(entry);
    }

    @Override
    public void forget(String tenant, String brainKey) {
        out.forget(tenant, brainKey);
    }

    @Override
    public void deadLetter(String reason) {
        out.deadLetter(reason);
    }
}
