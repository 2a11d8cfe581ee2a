package io.aurea.cycle;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.LevelAcceptance;
import io.aurea.decision.TenantDecisions;
import io.aurea.output.LoopOutput;
import io.aurea.policy.PoliciesInForce;
import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.CommandResult;
import io.aurea.window.Forgetting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Operators' commands to the tenants of one partition of the loop, and their answers. Not thread-safe. */
final class CycleCommands {
    private final CycleSettings settings;
    private final WaitingTrends waiting;
    private final PoliciesInForce policies;
    private final PartitionTenants tenants;
    private final Statuses statuses;
    private final CycledObservations cycled;
    private final Forgettings forgettings;
    private final CycleClosing closing;

    CycleCommands(
            CycleSettings settings,
            WaitingTrends waiting,
            PoliciesInForce policies,
            PartitionTenants tenants,
            Statuses statuses,
            CycledObservations cycled,
            Forgettings forgettings,
            CycleClosing closing) {
        this.settings = settings;
        this.waiting = waiting;
        this.policies = policies;
        this.tenants = tenants;
        this.statuses = statuses;
        this.cycled = cycled;
        this.forgettings = forgettings;
        this.closing = closing;
    }

    /**
     * Accepts an operator's command and answers in the tenant's status. A tenant comes into being by its data or by a policy of
     * its own; a command for one that there is not is refused.
     */
    void accept(Command command, long appendTimeMs, LoopOutput out) {
        String tenant = command.getTenantId();
        if (!isKnown(command, appendTimeMs, out)) {
            return;
        }
        DecisionPolicy policy = policies.of(tenant).decisions();
        TenantDecisions own = tenants.decide(tenant);
        LevelAcceptance levels = tenants.orientationOf(tenant) == null ? c -> List.of() : tenants.orient(tenant);
        CommandAnswer answer =
                own.accept(command, settings.wallClock() ? Long.valueOf(appendTimeMs) : null, policy, levels, out);
        closing.timesChanged();
        tell(command, answer, out);
        out.status(statuses.answered(
                tenant,
                tenants.get(tenant),
                answer,
                own.controls(),
                policy.autonomy().level()));
    }

    /** Refuses the command of a tenant that there is not. */
    private boolean isKnown(Command command, long appendTimeMs, LoopOutput out) {
        String tenant = command.getTenantId();
        Optional<String> obstacle = tenants.obstacle(tenant, policies.hasOwn(tenant), settings.maxTenants());
        obstacle.ifPresent(reason -> {
            out.deadLetter("command " + command.getKind() + ": " + reason);
            out.gone(statuses.gone(
                    tenant,
                    tenants.get(tenant),
                    answer(command, CommandResult.REFUSED, reason, appendTimeMs),
                    policies.of(tenant).decisions().autonomy().level()));
        });
        return obstacle.isEmpty();
    }

    /**
     * A command asks to forget a tenant, or series of it; then each observation partition has done so, and the loop does so too,
     * as far as it knows anything: again with each, since another may have said something of it in between. When all have, the
     * command is answered.
     *
     * @param partition of observations that has forgotten; {@link TenantCycles#NO_PARTITION} for the command itself
     * @param partitions of observations
     * @return what is not to be shown any more
     */
    Optional<Forgetting> forget(Command command, int partition, int partitions, long appendTimeMs, LoopOutput out) {
        Forgetting what = Forgetting.of(command);
        if (partition == TenantCycles.NO_PARTITION) {
            forgettings.ask(what);
            return Optional.empty();
        }
        Optional<String> refusal = forgettings.refusal(what, partition, partitions);
        if (refusal.isPresent()) {
            out.deadLetter(refusal.get());
            return Optional.empty();
        }
        long series = command.getSeriesForgotten() == null ? 0 : Math.max(0, command.getSeriesForgotten());
        OptionalLong known = forgettings.heard(what, partition, series, partitions);
        cycled.count(0, waiting.forget(what));
        if (what.isOfTenant()) {
            forgetTenant(command, what, known, appendTimeMs, out);
        } else {
            forgetSeries(command, what, known, appendTimeMs, out);
        }
        return what.isOfTenant() || known.isPresent() ? Optional.of(what) : Optional.empty();
    }

    private void forgetTenant(Command command, Forgetting what, OptionalLong known, long appendTimeMs, LoopOutput out) {
        String tenant = command.getTenantId();
        AutonomyLevel level = policies.of(tenant).decisions().autonomy().level();
        Tenant at = tenants.get(tenant);
        closing.forget(tenant, out);
        policies.forget(tenant);
        if (known.isPresent()) {
            out.gone(statuses.gone(tenant, at, forgotten(command, what, known.getAsLong(), 0, appendTimeMs), level));
        }
    }

    private void forgetSeries(Command command, Forgetting what, OptionalLong known, long appendTimeMs, LoopOutput out) {
        String tenant = what.tenant();
        long ending = tenants.orientationOf(tenant) == null
                ? 0
                : tenants.orient(tenant)
                        .forget(
                                what,
                                closing.closedUntilMs(),
                                policies.of(tenant).version(),
                                out);
        if (tenants.decisionsOf(tenant) != null) {
            tenants.decide(tenant).forget(what, policies.of(tenant).decisions(), out);
        }
        closing.timesChanged();
        if (known.isPresent() && isKnown(command, appendTimeMs, out)) {
            CommandAnswer answer = forgotten(command, what, known.getAsLong(), ending, appendTimeMs);
            tell(command, answer, out);
            out.status(statuses.answered(
                    tenant,
                    tenants.get(tenant),
                    answer,
                    tenants.decide(tenant).controls(),
                    policies.of(tenant).decisions().autonomy().level()));
        }
    }

    /** For the history: a repeated one has its place there already, and one without an id none. */
    private static void tell(Command c, CommandAnswer answer, LoopOutput out) {
        if (answer.getResult() == CommandResult.REPEATED
                || answer.getCommandId().isBlank()) {
            return;
        }
        out.answered(AnsweredCommand.newBuilder()
                .setTenantId(c.getTenantId())
                .setCommandId(answer.getCommandId())
                .setKind(answer.getKind())
                .setDecisionId(c.getDecisionId())
                .setPatternType(c.getPatternType())
                .setAutonomyLevel(c.getAutonomyLevel())
                .setDryRun(c.getDryRun())
                .setStartsAt(c.getStartsAt())
                .setEndsAt(c.getEndsAt())
                .setPatternId(c.getPatternId())
                .setSource(c.getSource())
                .setSeries(c.getSeries())
                .setIssuedBy(answer.getIssuedBy())
                .setIssuedAt(c.getIssuedAt())
                .setReason(c.getReason())
                .setAnsweredAt(answer.getAnsweredAt())
                .setResult(answer.getResult())
                .setEffect(answer.getEffect())
                .build());
    }

    private CommandAnswer forgotten(Command command, Forgetting what, long series, long ending, long appendTimeMs) {
        CommandAnswer answer = answer(command, CommandResult.DONE, what.effect(series, ending), appendTimeMs);
        answer.setSeriesForgotten(series);
        answer.setPatternsEnding(ending);
        return answer;
    }

    private CommandAnswer answer(Command command, CommandResult result, String effect, long appendTimeMs) {
        return new CommandAnswer(
                command.getCommandId(),
                command.getKind(),
                command.getIssuedBy(),
                Instant.ofEpochMilli(settings.wallClock() ? Math.max(0, appendTimeMs) : closing.closedUntilMs()),
                result,
                effect,
                null,
                null);
    }
}
