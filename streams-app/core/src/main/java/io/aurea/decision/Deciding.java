package io.aurea.decision;

import io.aurea.guard.BlastRadius;
import io.aurea.guard.DryRun;
import io.aurea.guard.GuardVerdicts;
import io.aurea.guard.Sight;
import io.aurea.learning.Posterior;
import io.aurea.learning.ThompsonChoice;
import io.aurea.rule.Candidate;
import io.aurea.schema.Alternative;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Goal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Makes the decisions of a cycle: at most one open decision per incident, the highest scores first. The rules that match any
 * symptom of an incident compete in one choice; a goal, and a rule on the tenant's numbers, is decided by itself.
 *
 * <p>Among the candidates that every guard allows, a Thompson draw chooses; where none is allowed but a person's
 * approval would help, it chooses what to ask for. A denial is told in the incident. Only what would have been done but for the
 * dry run, and a call because too much is down, is published as SUPPRESSED, once for each onset, action and set of denying guards.
 * A denial that only says that our own last action is not over yet is not told: the record of that action says so.
 */
final class Deciding {
    /** In the record of a decision. */
    private static final int MOST_ALTERNATIVES = 50;

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

    /** A candidate, and the symptom that it is against. */
    private record Option(Symptom symptom, RankedCandidate ranked) {
        /** Whether it may be done, or asked for, and cures. */
        boolean cures() {
            return ranked.candidate().rule().judged() && (ranked.allowed() || ranked.askable());
        }
    }

    /**
     * What is decided together.
     *
     * @param incident empty for a symptom that is of none
     * @param past what was done about any of it
     */
    private record Matter(Optional<String> incident, Treatment past, List<Symptom> symptoms, List<Option> options) {
        double best() {
            return options.stream()
                    .mapToDouble(o -> o.ranked().score().total())
                    .max()
                    .orElse(Double.NEGATIVE_INFINITY);
        }

        String name() {
            return incident.orElseGet(() -> symptoms.get(0).id());
        }

        boolean shows() {
            return symptoms.stream().anyMatch(s -> s.sight() == Sight.SHOWN);
        }

        boolean isCalm() {
            return symptoms.stream().allMatch(s -> s.sight() == Sight.CALM);
        }
    }

    void decide(Symptoms symptoms, EventContext event) {
        Map<String, List<Symptom>> together = new TreeMap<>();
        Map<String, List<Treatment>> past = new HashMap<>();
        for (Map.Entry<String, Treatment> treated : state.treatments.entries().entrySet()) {
            Symptom s = symptoms.get(treated.getKey());
            String name = incidentOf(treated.getKey(), s).orElse(treated.getKey());
            past.computeIfAbsent(name, n -> new ArrayList<>()).add(treated.getValue());
            if (s != null) {
                together.computeIfAbsent(name, n -> new ArrayList<>()).add(s);
            }
        }
        List<Matter> open = new ArrayList<>();
        together.forEach((name, all) -> {
            Treatment shared = Treatment.together(past.get(name));
            Optional<String> incident = incidentOf(all.get(0).id(), all.get(0));
            // The symptom whose action was the last may be over.
            boolean escalated = shared.escalated()
                    || incident.map(state.incidents::isEscalated).orElse(false);
            if (!shared.open() && !escalated) {
                open.add(new Matter(incident, shared, all, options(all, shared, symptoms.activeGoals(), event)));
            }
        });
        open.sort(Comparator.comparingDouble(Matter::best).reversed().thenComparing(Matter::name));
        open.forEach(matter -> decide(matter, symptoms.metrics(), event));
    }

    /** @param s null where it does not show any more; then it is a pattern's, or has gone */
    private Optional<String> incidentOf(String symptom, Symptom s) {
        return s != null && s.patternType().isEmpty() ? Optional.empty() : state.incidents.of(symptom);
    }

    private List<Option> options(List<Symptom> symptoms, Treatment past, List<Goal> goals, EventContext event) {
        List<Option> options = new ArrayList<>();
        for (Symptom s : symptoms) {
            for (Candidate c : s.candidates()) {
                options.add(new Option(s, ranked(s, c, past, goals, event)));
            }
        }
        return options;
    }

    private RankedCandidate ranked(Symptom s, Candidate c, Treatment past, List<Goal> goals, EventContext event) {
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
        boolean refused = past.refused().contains(Treatment.what(c.rule().action(), c.target()));
        return new RankedCandidate(c, posterior, score, refused, null);
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

    private void decide(Matter matter, Metrics metrics, EventContext event) {
        List<Option> options = matter.options().stream()
                .map(o -> new Option(o.symptom(), o.ranked().with(verdicts(o, matter, event))))
                .toList();
        // What only informs is for where no cure is possible: the incident itself informs.
        boolean cure = options.stream().anyMatch(Option::cures);
        List<Option> allowed = options.stream()
                .filter(o -> o.ranked().allowed() && o.cures() == cure)
                .toList();
        List<Option> askable = options.stream()
                .filter(o -> o.ranked().askable() && o.cures() == cure)
                .toList();
        if (options.isEmpty()) {
            if (matter.shows()) {
                endings.escalate(matter.past(), "no rule has another action", event);
            }
        } else if (allowed.isEmpty() && askable.isEmpty()) {
            deny(matter, options, metrics, event);
        } else if (state.decisions.size() >= TenantState.MAX_DECISIONS) {
            state.count("DENIED");
        } else if (!allowed.isEmpty()) {
            Decision d = propose(matter, allowed, options, metrics, event);
            endings.dispatch(d, null, "allowed by every guard", event);
        } else {
            Decision d = propose(matter, askable, options, metrics, event);
            endings.ask(d, reasons(d), event);
        }
    }

    private GuardVerdicts verdicts(Option o, Matter matter, EventContext event) {
        return guards.ask(
                o.ranked().candidate(),
                o.symptom().patternType(),
                o.ranked().score().confidence(),
                past(o.symptom(), matter),
                event);
    }

    /** What was done about the matter, for a decision about this symptom of it. */
    private Treatment past(Symptom s, Matter matter) {
        return matter.past().about(state.treatments.get(s.id()));
    }

    private Decision propose(
            Matter matter, List<Option> possible, List<Option> all, Metrics metrics, EventContext event) {
        String id = nextId(event);
        ThompsonChoice drawn = ThompsonChoice.of(
                state.tenant + '/' + id,
                possible.stream()
                        .map(o -> o.ranked().score().option(o.ranked().posterior()))
                        .toList(),
                event.policy().learning().propensityDraws());
        return propose(id, matter, possible.get(drawn.index()), drawn, all, metrics, event);
    }

    private Decision propose(
            String id,
            Matter matter,
            Option chosen,
            ThompsonChoice drawn,
            List<Option> all,
            Metrics metrics,
            EventContext event) {
        List<Alternative> others = all.stream()
                .filter(o -> o.ranked() != chosen.ranked())
                .limit(MOST_ALTERNATIVES)
                .map(o -> o.ranked().notChosen(chosen.ranked()))
                .toList();
        Symptom s = chosen.symptom();
        Decision d = draft.of(id, s, past(s, matter), chosen.ranked(), drawn, others, metrics, event);
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

    private void deny(Matter matter, List<Option> options, Metrics metrics, EventContext event) {
        if (matter.shows()
                && options.stream().allMatch(o -> o.ranked().exhausted())
                && endings.escalate(matter.past(), "every action has been tried or refused", event)) {
            return;
        }
        state.count("DENIED");
        if (matter.isCalm()) {
            // It will end or show again: neither is worth a record.
            return;
        }
        // An action that may become possible is more informative than one that is exhausted.
        Option best = options.stream()
                .filter(o -> !o.ranked().refused())
                .max(Comparator.comparing((Option o) -> !o.ranked().exhausted())
                        .thenComparing(o -> o.ranked().score().total()))
                .orElse(null);
        if (best == null || isOurs(best.ranked(), matter.past())) {
            return;
        }
        boolean calls = best.ranked().verdicts().deniedBy(BlastRadius.NAME)
                && tooMuchDown(event)
                && !state.progress().personCalled();
        boolean wouldHaveBeen = best.ranked().verdicts().denying().equals(List.of(DryRun.NAME));
        if (calls || wouldHaveBeen) {
            suppress(matter, best, options, calls, metrics, event);
        } else {
            // A goal, or a rule on the tenant's numbers, is of no incident: the worst one of the tenant tells it, if
            // there is one.
            matter.incident()
                    .or(state.incidents::mostSevere)
                    .ifPresent(incident -> tell(incident, best.ranked(), event));
        }
    }

    /** Whether the denial only says that our own last action is not over yet. */
    private static boolean isOurs(RankedCandidate best, Treatment past) {
        return past.attempt() > 0
                && (best.exhausted() || NOT_OVER.containsAll(best.verdicts().denying()));
    }

    private void tell(String incident, RankedCandidate denied, EventContext event) {
        Instant at = Instant.ofEpochMilli(event.momentMs());
        denied.verdicts().all().stream()
                .filter(v -> !v.allowed())
                .forEach(v -> state.incidents.denied(incident, v.guard(), denied.what(), v.reason(), at));
    }

    private void suppress(
            Matter matter, Option best, List<Option> options, boolean calls, Metrics metrics, EventContext event) {
        Symptom s = best.symptom();
        Treatment own = state.treatments.get(s.id());
        String denial = best.ranked().what()
                + ' '
                + String.join(",", best.ranked().verdicts().denying());
        if (matter.past().knows(denial)) {
            return;
        }
        Decision d = propose(nextId(event), matter, best, null, options, metrics, event);
        d = state.move(d, DecisionState.SUPPRESSED, reasons(d), event);
        if (calls) {
            state.progress(state.progress().called(true));
            d = state.move(
                    d,
                    DecisionState.ESCALATED,
                    "too much is down at once; nothing is done until a person has looked",
                    event);
        }
        state.treatments.put(s.id(), own.suppressed(denial));
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
