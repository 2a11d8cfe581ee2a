package io.aurea.guard;

import static io.aurea.fixture.DecisionTenant.cure;
import static org.assertj.core.api.Assertions.assertThat;

import io.aurea.autonomy.AutonomyLevel;
import io.aurea.autonomy.AutonomySettings;
import io.aurea.decision.DecisionPolicy;
import io.aurea.fixture.DecisionTenant;
import io.aurea.rule.Rule;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Decision;
import io.aurea.schema.DecisionState;
import io.aurea.schema.IncidentDenial;
import io.aurea.schema.OutcomeStatus;
import io.aurea.schema.PatternType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The harm that each guard prevents: the same story with all guards and without that one. */
class GuardHarmTest {
    private static final Set<String> SHOWN = new TreeSet<>();
    private static final GuardSettings WIDE =
            new GuardSettings(10, 0.5, 3, 2, 86_400_000, 32, 14_400_000, 120_000, 4, 3_600_000);

    /** Dispatches in the story with all guards. */
    private List<Decision> guarded;

    /** Dispatches without the guard under test. */
    private List<Decision> unguarded;

    private DecisionTenant last;

    private void tell(String without, AutonomyLevel level, Consumer<DecisionTenant> story, Rule... rules) {
        SHOWN.add(without);
        AutonomySettings autonomy = AutonomySettings.DEFAULTS.at(level);
        DecisionPolicy all = DecisionTenant.policy(autonomy, WIDE, rules);
        List<Guard> fewer = new Guards(WIDE)
                .inOrder().stream().filter(g -> !g.name().equals(without)).toList();
        assertThat(fewer).hasSize(new Guards(WIDE).inOrder().size() - 1);
        unguarded = dispatches(
                story,
                new DecisionPolicy(
                        all.version(),
                        all.changes(),
                        all.autonomy(),
                        all.rules(),
                        all.guardSettings(),
                        new Guards(fewer),
                        all.weights(),
                        all.learning(),
                        all.heal(),
                        all.remind()));
        guarded = dispatches(story, all);
    }

    private List<Decision> dispatches(Consumer<DecisionTenant> story, DecisionPolicy policy) {
        last = new DecisionTenant(policy);
        story.accept(last);
        return last.out.decisions().stream()
                .filter(d -> d.getState() == DecisionState.DISPATCHED)
                .toList();
    }

    private long guardedIn(DecisionState state) {
        return last.out.decisions().stream().filter(d -> d.getState() == state).count();
    }

    /** The guard prevents the only dispatch, and the incident tells so. */
    private void preventsTheOnlyOneAndSaysSo(String guard) {
        preventsTheOnlyOne();
        assertThat(last.decisions.incidents()).singleElement().satisfies(i -> assertThat(i.getDenials())
                .extracting(IncidentDenial::getGuard)
                .contains(guard));
    }

    /** The guard prevents the only dispatch, and instead a decision ends in each of these states. */
    private void preventsTheOnlyOne(DecisionState... instead) {
        assertThat(unguarded).hasSize(1);
        assertThat(guarded).isEmpty();
        for (DecisionState state : instead) {
            assertThat(guardedIn(state)).isOne();
        }
    }

    private static void slow(DecisionTenant t, int cycles) {
        t.slow("cart");
        t.cycles(cycles);
    }

    /** A fault that no action cures. */
    private static void incurable(DecisionTenant t, int cycles) {
        t.slow("cart");
        for (int i = 0; i < cycles; i++) {
            t.cycle();
            answer(t, OutcomeStatus.FAILED);
        }
    }

    private static void answer(DecisionTenant t, OutcomeStatus status) {
        for (Decision d : t.decisions.open()) {
            if (d.getState() == DecisionState.DISPATCHED) {
                t.outcome(d.getDecisionId(), status);
            }
        }
    }

    @Test
    void shouldNotRestartAServiceWithEveryCycle() {
        tell(
                "cooldown",
                AutonomyLevel.AUTONOMOUS,
                t -> incurable(t, 30),
                cure("restart")
                        .attempts(100)
                        .prior(0.99, 1000)
                        .cooldown(Duration.ofMinutes(1))
                        .build());
        assertThat(unguarded).as("until trust is lost").hasSizeGreaterThan(15);
        assertThat(guarded).hasSize(3);
        assertThat(guarded)
                .extracting(d -> (d.getCreatedAt().toEpochMilli() - DecisionTenant.START_MS) / 1000)
                .as("a minute, then twice as long")
                .containsExactly(12L, 72L, 192L);
    }

    @Test
    void shouldNotActForEverOnAFaultThatNoActionCures() {
        tell(
                "attempts",
                AutonomyLevel.AUTONOMOUS,
                t -> incurable(t, 60),
                cure("restart")
                        .attempts(2)
                        .prior(0.99, 1000)
                        .cooldown(Duration.ZERO)
                        .build());
        assertThat(unguarded).as("until trust is lost").hasSizeGreaterThan(15);
        assertThat(guarded).hasSize(2);
        assertThat(guardedIn(DecisionState.ESCALATED)).isOne();
    }

    @Test
    void shouldNotLayTwoHandsOnOneTarget() {
        tell(
                "one_action_per_target",
                AutonomyLevel.AUTONOMOUS,
                t -> {
                    t.slow("cart");
                    t.on(PatternType.FAILURE_RESOURCE, "web", "latency");
                    t.level("web", "latency", 150);
                    t.cycle();
                },
                cure("restart").target("db").build(),
                cure("roll_back").on(PatternType.FAILURE_RESOURCE).target("db").build());
        assertThat(unguarded).extracting(Decision::getTarget).containsExactly("db", "db");
        assertThat(guarded).hasSize(1);
    }

    @Test
    void shouldNotRestartHalfTheFleetAtOnce() {
        tell(
                "concurrency",
                AutonomyLevel.AUTONOMOUS,
                t -> {
                    for (int i = 0; i < 20; i++) {
                        t.slow("s" + i);
                    }
                    t.cycle();
                },
                cure("restart").build());
        assertThat(unguarded).hasSize(20);
        assertThat(guarded).hasSize(10);
    }

    @Test
    void shouldDoNothingAndCallAPersonOnceWhenMostIsDown() {
        tell(
                "blast_radius",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    for (int i = 0; i < 5; i++) {
                        t.health("s" + i, i == 0);
                        t.slow("s" + i);
                    }
                    t.silence("cart");
                    t.cycles(3);
                },
                cure("restart").build());
        assertThat(unguarded).hasSize(5);
        assertThat(guarded).isEmpty();
        assertThat(guardedIn(DecisionState.ESCALATED)).isOne();
        assertThat(last.decisions.incidents())
                .hasSize(5)
                .filteredOn(
                        i -> i.getDenials().stream().anyMatch(d -> d.getGuard().equals("blast_radius")))
                .hasSize(5);
    }

    @Test
    void shouldNotTakeNoTargetForEveryTarget() {
        tell(
                "named_target",
                AutonomyLevel.AUTONOMOUS,
                t -> {
                    t.on(PatternType.INCREASING_LATENCY, "cart", "");
                    t.cycle();
                },
                cure("erase").target("{series}").build());
        assertThat(unguarded).extracting(Decision::getTarget).containsExactly("");
        assertThat(guarded).isEmpty();
    }

    @Test
    void shouldNotDoWhatCannotBeUndoneWithoutAPerson() {
        tell(
                "reversible_only",
                AutonomyLevel.AUTONOMOUS,
                t -> slow(t, 1),
                cure("fail_over").reversible(false).build());
        preventsTheOnlyOne(DecisionState.AWAITING_APPROVAL);
    }

    @Test
    void shouldNotDoAloneWhatHasMostlyFailed() {
        tell(
                "confidence",
                AutonomyLevel.AUTONOMOUS,
                t -> slow(t, 1),
                cure("restart").prior(0.3, 10).build());
        preventsTheOnlyOne(DecisionState.AWAITING_APPROVAL);
    }

    @Test
    void shouldNotActWhereItWasToldToAsk() {
        tell(
                "approval",
                AutonomyLevel.AUTONOMOUS,
                t -> slow(t, 1),
                cure("restart").approvalBelow(100).build());
        preventsTheOnlyOne(DecisionState.AWAITING_APPROVAL);
    }

    @Test
    void shouldNotActOnATargetWhoseLastActionMayStillBeUnderWay() {
        tell(
                "settle",
                AutonomyLevel.AUTONOMOUS,
                t -> slow(t, 8),
                cure("restart").settle(Duration.ofMinutes(5)).build(),
                cure("roll_back").settle(Duration.ofMinutes(5)).build());
        assertThat(unguarded)
                .as("the second in the cycle in which the first timed out")
                .hasSize(2);
        assertThat(guarded).hasSize(1);
    }

    @Test
    void shouldNotWorkAgainstThePeopleWhoDoMaintenance() {
        tell(
                "maintenance",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    t.command(CommandKind.MAINTENANCE, c -> {
                        c.setStartsAt(Instant.ofEpochMilli(t.endMs()));
                        c.setEndsAt(Instant.ofEpochMilli(t.endMs() + 600_000));
                    });
                    slow(t, 5);
                },
                cure("restart").build());
        preventsTheOnlyOneAndSaysSo("maintenance");
    }

    @Test
    void shouldHoldStillWhenTold() {
        tell(
                "pause",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    t.command(CommandKind.PAUSE, c -> c.setPatternType("INCREASING_LATENCY"));
                    slow(t, 5);
                },
                cure("restart").build());
        preventsTheOnlyOneAndSaysSo("pause");
    }

    @Test
    void shouldOnlyShowWhatItWouldDoInADryRunWhichIsTheDefaultOnTheDataClock() {
        tell(
                "dry_run",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    t.dataClock = true;
                    slow(t, 5);
                },
                cure("restart").build());
        preventsTheOnlyOne(DecisionState.SUPPRESSED);
        assertThat(last.out.last().getDryRun()).isTrue();
    }

    @Test
    void shouldNotCarryOutTheActionsOfAnHourAgo() {
        tell(
                "stale_evidence",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    t.lagMs = 3_600_000;
                    slow(t, 5);
                },
                cure("restart").build());
        preventsTheOnlyOne();
    }

    @Test
    void shouldNotActOnWhatItNoLongerSees() {
        tell(
                "data",
                AutonomyLevel.FULL_AUTO,
                t -> {
                    t.health("web", true);
                    t.slow("cart");
                    t.silence("cart");
                    t.cycles(5);
                },
                cure("restart").build());
        preventsTheOnlyOne();
    }

    @Test
    void shouldNotHideAChronicFaultBehindARowOfCures() {
        tell(
                "flapping",
                AutonomyLevel.AUTONOMOUS,
                t -> {
                    for (int i = 0; i < 8; i++) {
                        t.slow("cart");
                        t.cycle();
                        answer(t, OutcomeStatus.SUCCEEDED);
                        t.well("cart");
                        t.cycles(6);
                    }
                },
                cure("restart").build());
        assertThat(unguarded).hasSize(8);
        assertThat(guarded).hasSize(3);
        assertThat(guardedIn(DecisionState.VERIFIED)).isEqualTo(3);
        assertThat(last.out.incidents()).anySatisfy(i -> assertThat(i.getDenials())
                .extracting(IncidentDenial::getGuard)
                .contains("flapping"));
    }

    @Test
    void shouldNotGiveItselfMoreToSay() {
        tell(
                "own_autonomy",
                AutonomyLevel.FULL_AUTO,
                t -> slow(t, 1),
                cure("Set-Autonomy").build());
        preventsTheOnlyOne();
    }

    @AfterAll
    static void shouldHaveShownEveryGuard() {
        assertThat(SHOWN)
                .containsExactlyInAnyOrderElementsOf(new Guards(GuardSettings.DEFAULTS)
                        .inOrder().stream().map(Guard::name).toList());
    }
}
