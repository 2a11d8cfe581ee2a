package io.aurea.decision;

import io.aurea.guard.BlastRadius;
import io.aurea.guard.Sight;
import io.aurea.learning.Posterior;
import io.aurea.learning.ThompsonChoice;
import io.aurea.rule.Candidate;
import io.aurea.schema.Alternative;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Makes the decisions of a cycle: at most one open decision per symptom, the highest scores first.
 *
 * <p>Among the candidates that every guard allows, a Thompson draw chooses; where none is allowed but a person's
 * approval would help, it chooses what to ask for. A denial is published as SUPPRESSED once for each onset, action and
 * set of denying guards; the same denial in later cycles is only counted. A denial that only says that our own last
 * action is not over yet is not published: the record of that action says so.
 */
final class Deciding {
    private static final Set<String> NOT_OVER = Set.of("one_action_per_target", "settle", "cooldown");

    private final TenantState state;
    private final GuardCheck guards;
    private final DecisionBuilder draft;
    private final Endings endings;

    Deciding(TenantState state, GuardCheck guards, Endings endings) {
        this.state = state;
        this.guards = guards;
        this.draft = new DecisionBuilder(state);
        this.endings = endings;
    }

    private record Open(Symptom symptom, List<RankedCandidate> options) {
        double best() {
            return options.stream().mapToDouble(o -> o.score().total()).max().orElse(Double.NEGATIVE_INFINITY);
        }
    }

    void decide(Symptoms symptoms, EventContext event) {
        List<Open> open = new ArrayList<>();
        for (Symptom s : symptoms.all().values()) {
            Incident i = state.incidents.get(s.id());
            if (i != null && !i.open() && !i.escalated()) {
                open.add(new Open(s, options(s, i, symptoms.activeGoals(), event)));
            }
        }
        open.sort(Comparator.comparingDouble(Open::best).reversed().thenComparing(o -> o.symptom()
                .id()));
        for (Open o : open) {
            decide(o.symptom(), o.options(), symptoms.metrics(), event);
        }
    }

    private List<RankedCandidate> options(Symptom s, Incident i, List<Goal> goals, EventContext event) {
        List<RankedCandidate> options = new ArrayList<>();
        for (Candidate c : s.candidates()) {
            Posterior posterior = state.learning.posterior(
                    s.context(c),
                    c.rule().action(),
                    c.rule().priorMean(),
                    c.rule().priorWeight(),
                    event.windowEndMs(),
                    event.policy().learning());
            double impact = s.impact() == null ? c.rule().impact() : s.impact();
            CandidateScore score = CandidateScore.of(
                    c.rule(),
                    impact,
                    posterior,
                    opportunity(c, goals),
                    event.policy().weights());
            boolean refused = i.refused().contains(Incident.what(c.rule().action(), c.target()));
            options.add(new RankedCandidate(c, posterior, score, refused, null));
        }
        return options;
    }

    /** Gain for the active goal that gains most: whole if the action moves its metric, else half. */
    private static double opportunity(Candidate c, List<Goal> goals) {
        double most = 0;
        for (Goal g : goals) {
            double open = g.getPriority() / 10.0 * (1 - g.getProgress() / 100);
            most = Math.max(most, g.getTargetMetric().equals(c.effectMetric()) ? open : open / 2);
        }
        return most;
    }

    private void decide(Symptom s, List<RankedCandidate> unasked, Metrics metrics, EventContext event) {
        Incident i = state.incidents.get(s.id());
        List<RankedCandidate> options = unasked.stream()
                .map(o -> o.with(
                        guards.ask(o.candidate(), s.patternType(), o.score().confidence(), i, event)))
                .toList();
        List<RankedCandidate> allowed =
                options.stream().filter(RankedCandidate::allowed).toList();
        List<RankedCandidate> askable =
                options.stream().filter(RankedCandidate::askable).toList();
        if (options.isEmpty()) {
            if (s.sight() == Sight.SHOWN) {
                endings.escalate(i, "no rule has another action", event);
            }
        } else if (allowed.isEmpty() && askable.isEmpty()) {
            deny(s, i, options, metrics, event);
        } else if (state.decisions.size() >= TenantState.MAX_DECISIONS) {
            state.count("DENIED");
        } else if (!allowed.isEmpty()) {
            Decision d = propose(s, i, allowed, options, metrics, event);
            endings.dispatch(d, null, "allowed by every guard", event);
        } else {
            Decision d = propose(s, i, askable, options, metrics, event);
            endings.ask(d, reasons(d), event);
        }
    }

    private Decision propose(
            Symptom s,
            Incident i,
            List<RankedCandidate> possible,
            List<RankedCandidate> all,
            Metrics metrics,
            EventContext event) {
        String id = nextId(event);
        ThompsonChoice drawn = ThompsonChoice.of(
                state.tenant + '/' + id,
                possible.stream().map(o -> o.score().option(o.posterior())).toList(),
                event.policy().learning().propensityDraws());
        return propose(id, s, i, possible.get(drawn.index()), drawn, all, metrics, event);
    }

    private Decision propose(
            String id,
            Symptom s,
            Incident i,
            RankedCandidate chosen,
            ThompsonChoice drawn,
            List<RankedCandidate> all,
            Metrics metrics,
            EventContext event) {
        List<Alternative> others = all.stream()
                .filter(o -> o.candidate() != chosen.candidate())
                .map(o -> o.notChosen(chosen))
                .toList();
        Decision d = draft.of(id, s, i, chosen, drawn, others, metrics, event);
        return state.enter(d, DecisionState.PROPOSED, "rule " + d.getRule() + " on " + s.id(), event);
    }

    private static String reasons(Decision d) {
        return String.join(
                "; ",
                d.getGuards().stream()
                        .filter(g -> !g.getAllowed())
                        .map(g -> g.getGuard() + ": " + g.getReason())
                        .toList());
    }

    private void deny(Symptom s, Incident i, List<RankedCandidate> options, Metrics metrics, EventContext event) {
        if (s.sight() == Sight.SHOWN
                && options.stream().allMatch(RankedCandidate::exhausted)
                && endings.escalate(i, "every action has been tried or refused", event)) {
            return;
        }
        state.count("DENIED");
        if (s.sight() == Sight.CALM) {
            // It will end or show again: neither is worth a record.
            return;
        }
        // An action that may become possible is more informative than one that is exhausted.
        RankedCandidate best = options.stream()
                .filter(o -> !o.refused())
                .max(Comparator.comparing((RankedCandidate o) -> !o.exhausted())
                        .thenComparing(o -> o.score().total()))
                .orElse(null);
        if (best == null) {
            return;
        }
        List<String> denying = best.verdicts().denying();
        boolean ours = i.attempt() > 0 && (best.exhausted() || NOT_OVER.containsAll(denying));
        String denial = best.what() + ' ' + String.join(",", denying);
        if (ours || i.knows(denial)) {
            return;
        }
        Decision d = propose(nextId(event), s, i, best, null, options, metrics, event);
        d = state.move(d, DecisionState.SUPPRESSED, reasons(d), event);
        Incident now = i.suppressed(denial);
        if (best.verdicts().deniedBy(BlastRadius.NAME)
                && tooMuchDown(event)
                && !state.progress().personCalled()) {
            state.progress(state.progress().called(true));
            d = state.move(
                    d,
                    DecisionState.ESCALATED,
                    "too much is down at once; nothing is done until a person has looked",
                    event);
        }
        state.incidents.put(s.id(), now);
        endings.letGo(d, event);
    }

    private boolean tooMuchDown(EventContext event) {
        CycleProgress p = state.progress();
        return BlastRadius.tooMuchDown(
                p.sourcesDown(), p.sourcesKnown(), event.policy().guardSettings());
    }

    private String nextId(EventContext event) {
        state.progress(state.progress().decided());
        return event.cycleNumber() + "-" + state.progress().decisions();
    }
}
