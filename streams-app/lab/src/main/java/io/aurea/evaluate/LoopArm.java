package io.aurea.evaluate;

import io.aurea.cycle.CycleSettings;
import io.aurea.cycle.WholeLoop;
import io.aurea.output.LoopOutput;
import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionType;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.shop.ActionKind;
import io.aurea.shop.ShopAction;
import io.aurea.window.WindowSettings;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The loop itself, in process: observe on one partition, orient, decide and learn, in the settings of {@code aurea up}.
 * An alarm is a technical decision that was dispatched, submitted for approval or escalated, even if it only asks
 * somebody to look; an action is one that was dispatched and that the shop knows.
 */
final class LoopArm implements Arm {
    private static final WindowSettings WINDOW = new WindowSettings(Trial.CYCLE_MS, Trial.GRACE_MS, 60_000, 100_000);
    private static final CycleSettings CYCLES = new CycleSettings(WINDOW, 30, 10, true);
    /** Decisions on services; the other types are business decisions. */
    private static final Set<DecisionType> TECHNICAL = EnumSet.of(DecisionType.technical, DecisionType.emergency);
    /** Cycles between two commits; changed state accumulates in between. */
    private static final int COMMIT_EVERY = 32;

    private final String name;
    private final Collected collected = new Collected();
    private final List<Observation> own = new ArrayList<>();
    private final WholeLoop loop = new WholeLoop(CYCLES, new Output());

    /**
     * @param policy published before the first observation, as YAML
     * @param autonomy level set by command at the beginning
     */
    LoopArm(String name, String policy, int autonomy) {
        this.name = name;
        loop.accept(Policy.newBuilder()
                .setTenantId(Trial.TENANT)
                .setVersion(1)
                .setBody(policy)
                .build());
        loop.accept(
                Command.newBuilder()
                        .setTenantId(Trial.TENANT)
                        .setCommandId("autonomy")
                        .setKind(CommandKind.AUTONOMY)
                        .setAutonomyLevel(autonomy)
                        .setIssuedBy("operator")
                        .setReason("the level of the evaluation")
                        .build(),
                0);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ArmTurn cycle(ObservedCycle cycle) {
        for (Command command : cycle.commands()) {
            loop.accept(command, cycle.endMs());
        }
        for (Outcome outcome : cycle.outcomes()) {
            // An executor answers when it is done, not at the end of the cycle.
            loop.accept(outcome, outcome.getFinishedAt().toEpochMilli());
        }
        List<Observation> observations = new ArrayList<>(own);
        own.clear();
        observations.addAll(cycle.observations());
        for (Observation o : observations) {
            loop.accept(o, o.getObservedAt().toEpochMilli());
        }
        loop.tick(cycle.endMs() + Trial.GRACE_MS);
        if (cycle.endMs() / Trial.CYCLE_MS % COMMIT_EVERY == 0) {
            loop.commit();
        }
        return collected.take();
    }

    /** Output since the last cycle. */
    private static final class Collected {
        private final List<Alarm> alarms = new ArrayList<>();
        private final List<ShopAction> actions = new ArrayList<>();

        ArmTurn take() {
            ArmTurn turn = new ArmTurn(List.copyOf(alarms), List.copyOf(actions));
            alarms.clear();
            actions.clear();
            return turn;
        }

        void add(Decision d) {
            boolean technical = TECHNICAL.contains(d.getDecisionType());
            String source = d.getTarget();
            switch (d.getState()) {
                case DISPATCHED -> {
                    if (technical) {
                        alarms.add(new Alarm(source, d.getRule()));
                    }
                    if (!d.getDryRun() && ActionKind.of(d.getAction()).isPresent()) {
                        actions.add(new ShopAction(d.getDecisionId(), d.getAction(), source));
                    }
                }
                case AWAITING_APPROVAL, ESCALATED -> {
                    if (technical) {
                        alarms.add(new Alarm(source, d.getRule()));
                    }
                }
                default -> {}
            }
        }
    }

    /** The loop's output, of which only decisions matter to the shop. */
    private final class Output implements LoopOutput {
        @Override
        public void decision(Decision decision) {
            // The loop also observes itself, under a tenant of its own.
            if (decision.getTenantId().equals(Trial.TENANT)) {
                collected.add(decision);
            }
        }

        @Override
        public void observation(Observation observation) {
            own.add(observation);
        }

        @Override
        public void deadLetter(String reason) {
            // Outcomes after their deadline: the decision is TIMED_OUT, as with any slow executor.
        }
    }
}
