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
 * Makes the decisions of a cycle: one open decision for each symptom at most, symptoms of the greatest score first.
 *
 * <p>Among the candidates that every guard allows, a Thompson draw chooses; where none is allowed but a person's approval
 * would help, it chooses what to ask for. What is denied is published as SUPPRESSED once for each onset, action and set
 * of denying guards; the same denial in later cycles is only counted. A denial that only says that our own last action is
 * not over yet is not published: the record of that action says so.
 */
final class Deciding {
    private static final Set<String> NOT_OVER = Set.of("one_action_per_target", "settle", "cooldown");

    private final TenantState state;
    private final GuardDesk guards;
    private final Draft draft;
    private final Endings endings;

    Deciding(TenantState state, GuardDesk guards, Endings endings) {
        this.state = state;
        this.guards = guards;
        this.draft = new Draft(state);
        this.endings = endings;
    }

    private record Open(Symptom symptom, List<Option> options) {
        double best() {
            return options.stream().mapToDouble(o -> o.score().total()).max().orElse(Double.NEGATIVE_INFINITY);
        }
    }

    void decide(Symptoms symptoms, Turn turn) {
        List<Open> open = new ArrayList<>();
        for (Symptom s : symptoms.all().values()) {
            Incident i = state.incidents.get(s.id());
            if (i != null && !i.open() && !i.escalated()) {
                open.add(new Open(s, options(s, i, symptoms.activeGoals(), turn)));
            }
        }
        open.sort(Comparator.comparingDouble(Open::best).reversed().thenComparing(o -> o.symptom()
                .id()));
        for (Open o : open) {
            decide(o.symptom(), o.options(), symptoms.metrics(), turn);
        }
    }

    private List<Option> options(Symptom s, Incident i, List<Goal> goals, Turn turn) {
        List<Option> options = new ArrayList<>();
        for (Candidate c : s.candidates()) {
            Posterior posterior = state.learning.posterior(
                    s.context(c),
                    c.rule().action(),
                    c.rule().priorMean(),
                    c.rule().priorWeight(),
                    turn.windowEndMs(),
                    turn.policy().learning());
            double impact = s.impact() == null ? c.rule().impact() : s.impact();
            Score score = Score.of(
                    c.rule(),
                    impact,
                    posterior,
                    opportunity(c, goals),
                    turn.policy().weights());
            boolean refused = i.refused().contains(Incident.what(c.rule().action(), c.target()));
            options.add(new Option(c, posterior, score, refused, null));
        }
        return options;
    }

    /** Of the active goals the one that gains most: whole when the action moves its metric, else half. */
    private static double opportunity(Candidate c, List<Goal> goals) {
        double most = 0;
        for (Goal g : goals) {
            double open = g.getPriority() / 10.0 * (1 - g.getProgress() / 100);
            most = Math.max(most, g.getTargetMetric().equals(c.effectMetric()) ? open : open / 2);
        }
        return most;
    }

    private void decide(Symptom s, List<Option> unasked, Metrics metrics, Turn turn) {
        Incident i = state.incidents.get(s.id());
        List<Option> options = unasked.stream()
                .map(o -> o.with(
                        guards.ask(o.candidate(), s.patternType(), o.score().confidence(), i, turn)))
                .toList();
        List<Option> allowed = options.stream().filter(Option::allowed).toList();
        List<Option> askable = options.stream().filter(Option::askable).toList();
        if (options.isEmpty()) {
            if (s.sight() == Sight.SHOWN) {
                endings.escalate(i, "no rule has another action", turn);
            }
        } else if (allowed.isEmpty() && askable.isEmpty()) {
            deny(s, i, options, metrics, turn);
        } else if (state.decisions.size() >= TenantState.MAX_DECISIONS) {
            state.count("DENIED");
        } else if (!allowed.isEmpty()) {
            Decision d = propose(s, i, allowed, options, metrics, turn);
            endings.dispatch(d, null, "allowed by every guard", turn);
        } else {
            Decision d = propose(s, i, askable, options, metrics, turn);
            endings.ask(d, reasons(d), turn);
        }
    }

    private Decision propose(
            Symptom s, Incident i, List<Option> possible, List<Option> all, Metrics metrics, Turn turn) {
        String id = nextId(turn);
        ThompsonChoice drawn = ThompsonChoice.of(
                state.tenant + '/' + id,
                possible.stream().map(o -> o.score().option(o.posterior())).toList(),
                turn.policy().learning().propensityDraws());
        return propose(id, s, i, possible.get(drawn.index()), drawn, all, metrics, turn);
    }

    private Decision propose(
            String id,
            Symptom s,
            Incident i,
            Option chosen,
            ThompsonChoice drawn,
            List<Option> all,
            Metrics metrics,
            Turn turn) {
        List<Alternative> others = all.stream()
                .filter(o -> o.candidate() != chosen.candidate())
                .map(o -> o.notChosen(chosen))
                .toList();
        Decision d = draft.of(id, s, i, chosen, drawn, others, metrics, turn);
        return state.enter(d, DecisionState.PROPOSED, "rule " + d.getRule() + " on " + s.id(), turn);
    }

    private static String reasons(Decision d) {
        return String.join(
                "; ",
                d.getGuards().stream()
                        .filter(g -> !g.getAllowed())
                        .map(g -> g.getGuard() + ": " + g.getReason())
                        .toList());
    }

    private void deny(Symptom s, Incident i, List<Option> options, Metrics metrics, Turn turn) {
        if (s.sight() == Sight.SHOWN
                && options.stream().allMatch(Option::exhausted)
                && endings.escalate(i, "every action has been tried or refused", turn)) {
            return;
        }
        state.count("DENIED");
        if (s.sight() == Sight.CALM) {
            // It ends, or shows again: neither is worth a record.
            return;
        }
        // What waiting can make possible says more than what has been tried.
        Option best = options.stream()
                .filter(o -> !o.refused())
                .max(Comparator.comparing((Option o) -> !o.exhausted())
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
        Decision d = propose(nextId(turn), s, i, best, null, options, metrics, turn);
        d = state.move(d, DecisionState.SUPPRESSED, reasons(d), turn);
        Incident now = i.suppressed(denial);
        if (best.verdicts().deniedBy(BlastRadius.NAME)
                && tooMuchDown(turn)
                && !state.progress().personCalled()) {
            state.progress(state.progress().called(true));
            d = state.move(
                    d,
                    DecisionState.ESCALATED,
                    "too much is down at once; nothing is done until a person looked",
                    turn);
        }
        state.incidents.put(s.id(), now);
        endings.letGo(d, turn);
    }

    private boolean tooMuchDown(Turn turn) {
        Progress p = state.progress();
        return BlastRadius.tooMuchDown(
                p.sourcesDown(), p.sourcesKnown(), turn.policy().guardSettings());
    }

    private String nextId(Turn turn) {
        state.progress(state.progress().decided());
        return turn.cycleNumber() + "-" + state.progress().decisions();
    }
}
