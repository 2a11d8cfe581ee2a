package io.aurea.decision;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.heal.MetricReading;
import io.aurea.learning.ThompsonChoice;
import io.aurea.rule.Effect;
import io.aurea.rule.Rule;
import io.aurea.schema.Alternative;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/** Builds the record of a decision, with everything it rests on. */
final class DecisionBuilder {
    private final TenantState state;

    DecisionBuilder(TenantState state) {
        this.state = state;
    }

    /**
     * @param drawn how it was chosen; null without a choice
     * @param others the alternatives
     */
    Decision of(
            String id,
            Symptom symptom,
            Treatment treatment,
            RankedCandidate chosen,
            ThompsonChoice drawn,
            List<Alternative> others,
            Metrics metrics,
            EventContext event) {
        Rule rule = chosen.candidate().rule();
        AutonomyLevel level = state.controls().level();
        Instant now = Instant.ofEpochMilli(event.momentMs());
        Decision d = Decision.newBuilder()
                .setTenantId(state.tenant)
                .setDecisionId(id)
                .setCycleNumber(event.cycleNumber())
                .setState(DecisionState.UNKNOWN)
                .setDecisionType(rule.type())
                .setRule(rule.name())
                .setAction(rule.action())
                .setTarget(chosen.candidate().target())
                .setParameters(new TreeMap<>(chosen.candidate().parameters()))
                .setDescription(description(symptom, chosen))
                .setConfidence(chosen.score().confidence())
                .setConfidenceThreshold(
                        level.alwaysAsks()
                                ? null
                                : rule.minConfidence() != null
                                        ? rule.minConfidence()
                                        : Double.valueOf(state.bar(rule.name(), event)))
                .setPropensity(drawn == null ? null : drawn.propensity())
                .setPropensityDraws(drawn == null ? 0 : drawn.draws())
                .setImpact(chosen.score().impact())
                .setScore(chosen.score().total())
                .setTrends(symptom.trends())
                .setPatterns(symptom.patterns())
                .setGoals(symptom.goals())
                .setAlternatives(others)
                .setGuards(GuardCheck.record(chosen.verdicts()))
                .setRequiresApproval(chosen.askable())
                .setDryRun(state.dryRun(event))
                .setAutonomyLevel(level.value())
                .setCreatedAt(now)
                .setUpdatedAt(now)
                .setValidUntil(now.plusMillis(rule.validMs()))
                .setRetryOf(
                        treatment.attempt() > 0 && !treatment.lastDecision().isEmpty()
                                ? treatment.lastDecision()
                                : null)
                .setAttempt(treatment.attempt() + 1)
                .setSymptom(symptom.id())
                .setPatternType(symptom.patternType())
                .setSymptomSource(symptom.source())
                .setSymptomSeries(symptom.series())
                .setOnsetAt(Instant.ofEpochMilli(treatment.onsetAtMs()))
                .setSymptomGoneAt(
                        symptom.shows() || !symptom.present() ? null : Instant.ofEpochMilli(metrics.windowStartMs()))
                .setContext(symptom.context(chosen.candidate()))
                .setPriorMean(rule.priorMean())
                .setPriorWeight(rule.priorWeight())
                .setReversible(rule.reversible())
                .setJudged(rule.judged())
                .setCost(rule.cost())
                .setApprovalBelow(rule.approvalBelow())
                .setMinConfidence(rule.minConfidence())
                .setApprovalMs(rule.approvalDeadlineMs())
                .setValidMs(rule.validMs())
                .setTimeoutMs(rule.timeoutMs())
                .setWorksAfterMs(rule.worksAfterMs())
                .setSettleMs(rule.settleMs())
                .setCooldownMs(rule.cooldownMs())
                .setMaxAttempts(rule.attempts())
                .setPolicyVersion(event.policy().version())
                .setIncidentId(
                        symptom.patternType().isEmpty()
                                ? null
                                : state.incidents.of(symptom.id()).orElse(null))
                .build();
        d.setScoreTerms(chosen.score().terms());
        d.setParameters(new TreeMap<>(d.getParameters()));
        expect(d, rule.effect(), chosen.candidate().effectMetric(), metrics);
        MetricReading sign = SymptomMetric.of(symptom.patternType(), symptom.source(), symptom.series(), metrics)
                .orAgainst(symptom.reference());
        if (sign.isOff(event.policy().heal())) {
            d.setSymptomBefore(sign.value());
            d.setSymptomReference(sign.baseline());
            d.setSymptomGoneAt(null);
        }
        return d;
    }

    private static void expect(Decision d, Effect effect, String metric, Metrics metrics) {
        if (metric.isEmpty()) {
            return;
        }
        MetricReading before = metrics.reading(metric, effect.measure());
        d.setEffectMetric(metric);
        d.setEffectMeasure(effect.measure().name().toLowerCase(Locale.ROOT));
        d.setEffectDirection(effect.direction().name().toLowerCase(Locale.ROOT));
        d.setEffectSize(effect.size());
        d.setEffectDecides(effect.decides());
        d.setEffectBefore(before.value());
        d.setEffectBeforeAttempts(before.attempts());
        d.setEffectBaseline(before.baseline());
        d.setEffectSpread(before.spread());
    }

    private static String description(Symptom symptom, RankedCandidate chosen) {
        String said = chosen.candidate().description();
        return said.isEmpty()
                ? chosen.candidate().rule().action() + " of "
                        + (chosen.candidate().target().isEmpty()
                                ? "nothing named"
                                : chosen.candidate().target())
                        + " against " + symptom.id()
                : said;
    }
}
