package io.aurea.decision;

import static io.aurea.fixture.DecisionTenant.cure;
import static io.aurea.fixture.DecisionTenant.policy;
import static io.aurea.schema.DecisionState.DISPATCHED;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.fixture.DecisionTenant;
import io.aurea.guard.GuardSettings;
import io.aurea.learning.Belief;
import io.aurea.rule.RuleBuilder;
import io.aurea.schema.Decision;

/** One tenant that acts alone on a cart that is slow, and what is asked of it after an action. */
abstract class HealingStory {
    /** No flapping and no cap in the way: these stories repeat one fault again and again. */
    static final GuardSettings PATIENT = new GuardSettings(3, 0.5, 3, 1, 86_400_000, 32, 60_000, 120_000, 32, 60_000);

    DecisionTenant tenant = tenant(cure("restart"));

    static DecisionTenant tenant(RuleBuilder rule) {
        return new DecisionTenant(policy(AutonomySettings.DEFAULTS.at(AutonomyLevel.FULL_AUTO), PATIENT, rule.build()));
    }

    String dispatched() {
        tenant.slow("cart");
        tenant.cycle();
        return lastDispatched();
    }

    String lastDispatched() {
        assertThat(tenant.out.last().getState()).isEqualTo(DISPATCHED);
        String id = tenant.out.last().getDecisionId();
        tenant.out.clear();
        return id;
    }

    String reason() {
        Decision d = tenant.out.last();
        return d.getHistory().get(d.getHistory().size() - 1).getReason();
    }

    Belief belief() {
        return tenant.decisions.belief("INCREASING_LATENCY", "restart");
    }

    void nothingWasLearned() {
        assertThat(belief()).isEqualTo(Belief.NONE);
        assertThat(tenant.decisions.serviceLevels().judged()).isZero();
        assertThat(tenant.decisions.serviceLevels().verifiedRate()).isNull();
        assertThat(tenant.out.learnings())
                .extracting(l -> l.getCategory())
                .doesNotContain("outcome", "confidence_threshold", "autonomy");
    }
}
