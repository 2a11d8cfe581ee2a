package io.aurea.decision;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.Controls;
import io.aurea.autonomy.Maintenance;
import io.aurea.autonomy.Pause;
import io.aurea.guard.GuardVerdicts;
import io.aurea.learning.Ending;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandResult;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.Incident;
import io.aurea.schema.IncidentDecision;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What operators command. A command is carried out once by its id; one that cannot be carried out is answered with the
 * reason.
 */
final class Commanding {
    /** Most series named in an answer; a pattern may have any number. */
    private static final int NAMED = 3;

    private static final int MAX_ID = 128;
    private static final int MAX_NAME = 128;

    private final TenantState state;
    private final GuardCheck guards;
    private final Endings endings;
    private final Following following;

    Commanding(TenantState state, GuardCheck guards, Endings endings, Following following) {
        this.state = state;
        this.guards = guards;
        this.endings = endings;
        this.following = following;
    }

    /** Thrown and caught only here: the command cannot be carried out. */
    private static final class Unfit extends RuntimeException {
        Unfit(String reason) {
            super(reason, null, false, false);
        }
    }

    /** The result of a command, and its effect for a person. */
    private record Done(CommandResult result, String effect) {}

    /** @return the answer; a refused command also becomes a dead letter */
    CommandAnswer obey(Command c, LevelAcceptance levels, EventContext event) {
        Done done = tried(c, levels, event);
        return new CommandAnswer(
                TenantState.cut(c.getCommandId()),
                c.getKind(),
                TenantState.cut(c.getIssuedBy()),
                Instant.ofEpochMilli(Math.max(0, event.momentMs())),
                done.result(),
                TenantState.cut(done.effect()),
                null,
                null);
    }

    private Done tried(Command c, LevelAcceptance levels, EventContext event) {
        try {
            String id = c.getCommandId();
            need(!id.isBlank() && id.length() <= MAX_ID, "a command_id has 1-128 characters");
            need(
                    !c.getIssuedBy().isBlank() && c.getIssuedBy().length() <= MAX_NAME,
                    "issued_by says in 1-128 characters who asks");
            if (!state.firstTime(id)) {
                state.count("COMMAND_REPEATED");
                return new Done(
                        CommandResult.REPEATED, "this command was answered before and is not carried out again");
            }
            Done done = carryOut(c, levels, event);
            state.count("COMMAND_" + c.getKind());
            return done;
        } catch (Unfit e) {
            state.count("COMMAND_REFUSED");
            event.out()
                    .deadLetter("command " + TenantState.cut(c.getCommandId()) + " (" + c.getKind() + "): "
                            + e.getMessage());
            return new Done(CommandResult.REFUSED, e.getMessage());
        }
    }

    private Done carryOut(Command c, LevelAcceptance levels, EventContext event) {
        Controls controls = state.controls();
        return switch (c.getKind()) {
            case APPROVE -> approve(c, event);
            case REJECT -> reject(c, event);
            case PAUSE -> {
                Pause pause = new Pause(c.getIssuedBy(), event.momentMs(), TenantState.cut(c.getReason()));
                String type = patternType(c);
                state.controls(controls.paused(type, pause));
                yield done("paused for " + (type.equals(Controls.ALL) ? "every pattern" : type)
                        + "; what is under way goes on to its end");
            }
            case RESUME -> {
                String type = patternType(c);
                boolean any = type.equals(Controls.ALL)
                        ? !controls.pauses().isEmpty()
                        : controls.pauses().containsKey(type);
                need(
                        any,
                        "nothing is paused" + (type.equals(Controls.ALL) ? "" : " for " + type) + "; paused are "
                                + controls.pauses().keySet());
                Controls resumed = controls.resumed(type);
                state.controls(resumed);
                yield done(
                        resumed.pauses().isEmpty()
                                ? "nothing is paused any more"
                                : "still paused: " + resumed.pauses().keySet());
            }
            case AUTONOMY -> {
                Optional<AutonomyLevel> level =
                        c.getAutonomyLevel() == null ? Optional.empty() : AutonomyLevel.of(c.getAutonomyLevel());
                need(
                        level.isPresent(),
                        "autonomy_level is " + c.getAutonomyLevel() + "; allowed: " + AutonomyLevel.allowed());
                state.controls(controls.commanded(level.get()));
                yield done("autonomy is " + level.get() + ", it was "
                        + (controls.level() == null ? "not set yet" : controls.level()));
            }
            case MAINTENANCE -> maintain(c, event);
            case DRY_RUN -> {
                need(c.getDryRun() != null, "dry_run says on or off");
                state.controls(controls.withDryRun(c.getDryRun()));
                yield done(c.getDryRun() ? "dry run is on: decisions are shown, not dispatched" : "dry run is off");
            }
            case ACCEPT -> accept(c, levels, event);
            case ACKNOWLEDGE -> acknowledge(c, event);
            case CLOSE -> close(c, event);
            case FORGET, UNKNOWN -> throw new Unfit("an unknown kind");
        };
    }

    private Done accept(Command c, LevelAcceptance levels, EventContext event) {
        boolean series = c.getSource() != null && c.getSeries() != null;
        need(
                series != (c.getPatternId() != null),
                "accept names a series by source and series, or a pattern by pattern_id");
        need(!c.getReason().isBlank(), "accept has a reason");
        List<String> accepted = levels.accept(c);
        String what = TenantState.cut(series ? c.getSource() + '/' + c.getSeries() : c.getPatternId());
        need(!accepted.isEmpty(), "nothing to accept: " + what + " is in order, or nothing is known about it");
        String named = String.join("; ", accepted.subList(0, Math.min(NAMED, accepted.size())));
        String more = accepted.size() > NAMED ? "; and " + (accepted.size() - NAMED) + " more" : "";
        return done("accepted " + named + more + "; the reference from the next cycle on");
    }

    private static Done done(String effect) {
        return new Done(CommandResult.DONE, effect);
    }

    private Done maintain(Command c, EventContext event) {
        need(c.getStartsAt() != null && c.getEndsAt() != null, "maintenance has a start and an end");
        need(c.getEndsAt().isAfter(c.getStartsAt()), "maintenance ends after it starts, not at " + c.getEndsAt());
        need(c.getEndsAt().toEpochMilli() > event.momentMs(), "the maintenance was over at " + c.getEndsAt());
        Controls controls = state.controls().at(event.momentMs());
        need(
                controls.maintenance().size() < Controls.MAX_WINDOWS,
                "there are " + Controls.MAX_WINDOWS + " maintenance windows already");
        state.controls(controls.maintained(new Maintenance(
                c.getStartsAt().toEpochMilli(),
                c.getEndsAt().toEpochMilli(),
                c.getIssuedBy(),
                TenantState.cut(c.getReason()))));
        return done("maintenance from " + c.getStartsAt() + " to " + c.getEndsAt() + ": nothing is dispatched");
    }

    private Done approve(Command c, EventContext event) {
        Decision d = asked(c);
        if (event.momentMs() >= d.getApprovalDeadline().toEpochMilli()) {
            String late = c.getIssuedBy() + " approved it after " + d.getApprovalDeadline();
            return now(CommandResult.DENIED, following.expire(d, late, event));
        }
        Treatment i = state.treatments.getOrDefault(
                d.getSymptom(), Treatment.begun(d.getOnsetAt().toEpochMilli()));
        GuardVerdicts verdicts = guards.ask(d, c.getIssuedBy(), i, event);
        String approved = "approved by " + c.getIssuedBy() + (c.getReason().isEmpty() ? "" : ": " + c.getReason());
        if (verdicts.allowed()) {
            Endings.Approved approval = new Endings.Approved(c.getIssuedBy(), verdicts);
            return now(CommandResult.DONE, endings.dispatch(d, approval, approved, event));
        }
        Decision denied = state.move(
                d,
                DecisionState.SUPPRESSED,
                approved + "; but " + verdicts.reasons(),
                event,
                x -> x.setGuards(GuardCheck.record(verdicts)));
        endings.ended(denied, Ending.SKIPPED, event.cycleNumber(), event);
        state.revise(d.getCycleNumber(), null, 0, event);
        return now(CommandResult.DENIED, denied);
    }

    private Done reject(Command c, EventContext event) {
        Decision d = asked(c);
        String reason = "rejected by " + c.getIssuedBy() + (c.getReason().isEmpty() ? "" : ": " + c.getReason());
        Decision rejected = state.move(d, DecisionState.REJECTED, reason, event);
        endings.ended(rejected, Ending.REJECTED, d.getCycleNumber(), event);
        state.revise(d.getCycleNumber(), null, 0, event);
        return now(CommandResult.DONE, rejected);
    }

    private Done acknowledge(Command c, EventContext event) {
        Incident i = openOne(c);
        need(!c.getReason().isBlank(), "acknowledge has a reason");
        Instant until = c.getEndsAt();
        need(until == null || until.toEpochMilli() > event.momentMs(), "the acknowledgement was over at " + until);
        state.incidents.acknowledge(
                i.getIncidentId(),
                c.getIssuedBy(),
                TenantState.cut(c.getReason()),
                until,
                Instant.ofEpochMilli(event.momentMs()));
        return done("incident " + i.getIncidentId() + " is acknowledged by " + c.getIssuedBy()
                + (until == null ? " until it ends" : " until " + until) + ": nobody is reminded of it");
    }

    private Done close(Command c, EventContext event) {
        Incident i = openOne(c);
        String id = i.getIncidentId();
        need(!c.getReason().isBlank(), "close has a reason");
        need(
                i.getEscalated(),
                "incident " + id + " is not escalated: the loop still looks after it; allowed: one for which a person"
                        + " has been called");
        i.getDecisions().stream()
                .filter(IncidentDecision::getOpen)
                .findFirst()
                .ifPresent(d -> need(
                        false,
                        "decision " + d.getDecisionId() + " of incident " + id + " is " + d.getState() + "; allowed: an"
                                + " incident without a decision that is open"));
        need(!state.incidents.mayNotClose(), "too many incidents are closed while their patterns go on");
        state.incidents.close(
                id, c.getIssuedBy(), TenantState.cut(c.getReason()), Instant.ofEpochMilli(event.momentMs()));
        return done("incident " + id + " is closed: its patterns open no other unless they end and set on again");
    }

    private Incident openOne(Command c) {
        String id = c.getIncidentId();
        need(id != null && !id.isBlank(), "incident_id names no incident");
        Optional<Incident> open = state.incidents.open(id);
        need(open.isPresent(), "no incident " + TenantState.cut(id) + " is open: it has ended, or there was none");
        return open.get();
    }

    private static Done now(CommandResult result, Decision d) {
        String reason = d.getHistory().get(d.getHistory().size() - 1).getReason();
        return new Done(result, "decision " + d.getDecisionId() + " is " + d.getState() + ": " + reason);
    }

    private Decision asked(Command c) {
        String id = c.getDecisionId();
        need(id != null && !id.isBlank(), "decision_id names no decision");
        Decision d = state.decisions.get(id);
        EndedMemory ended = state.ended.get(id);
        need(d != null || ended != null, "no decision " + TenantState.cut(id) + " is known, or it ended long ago");
        DecisionState at = d != null ? d.getState() : ended.state();
        need(
                at == DecisionState.AWAITING_APPROVAL,
                "decision " + id + " is " + at + "; only one in AWAITING_APPROVAL can be approved or rejected");
        return d;
    }

    private static String patternType(Command c) {
        String type = c.getPatternType();
        if (type == null) {
            return Controls.ALL;
        }
        List<String> known = Arrays.stream(PatternType.values())
                .filter(t -> t != PatternType.UNKNOWN)
                .map(Enum::name)
                .toList();
        need(known.contains(type), "no pattern type " + TenantState.cut(type) + "; allowed: " + known);
        return type;
    }

    private static void need(boolean fits, String otherwise) {
        if (!fits) {
            throw new Unfit(otherwise);
        }
    }
}
