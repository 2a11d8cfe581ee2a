package io.aurea.evaluate;

import io.aurea.schema.Command;
import io.aurea.schema.CommandKind;
import io.aurea.schema.Observation;
import io.aurea.schema.Outcome;
import io.aurea.schema.OutcomeStatus;
import io.aurea.shop.ActionResult;
import io.aurea.shop.Fault;
import io.aurea.shop.Shop;
import io.aurea.shop.ShopAction;
import io.aurea.shop.ShopParameters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** One arm on one timeline: the shop second by second, the arm cycle by cycle. Used once; not thread-safe. */
final class Trial {
    static final String TENANT = "demo-shop";
    static final long CYCLE_MS = 10_000;
    /** How long a cycle waits for stragglers, and with it every arm that sees only observations. */
    static final long GRACE_MS = 2_000;

    private static final long PLANNED_RESTART_MS = 300_000;
    private static final long DAY_MS = 86_400_000;

    private final Arm arm;
    private final Timeline timeline;
    private final Shop shop;
    private final Referee referee;
    private final AlarmBook alarms;
    private final Map<Integer, Long> healedMs = new HashMap<>();
    private final Map<Integer, Long> failedBefore = new HashMap<>();
    private final List<Observation> observations = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Command> commands = new ArrayList<>();
    private final List<ShopAction> asked = new ArrayList<>();
    private long actAtMs = Long.MAX_VALUE;
    private int struck;
    private Fault current;
    private long lastHealedMs = Long.MIN_VALUE;
    private long quietCycles;

    /** @param autonomy the arm's autonomy level, 0 to 100 */
    Trial(ShopParameters parameters, Timeline timeline, Arm arm, int autonomy) {
        this.arm = arm;
        this.timeline = timeline;
        this.shop = new Shop(parameters, TENANT, timeline.seed(), timeline.startMs());
        this.referee = new Referee(parameters, autonomy, timeline.maintenances());
        this.alarms = new AlarmBook(timeline.maintenances());
    }

    ArmScore run() {
        while (shop.nowMs() < timeline.endMs()) {
            long now = shop.nowMs();
            events(now);
            if (now >= actAtMs) {
                act();
            }
            shop.second(observations::add);
            healed(shop.nowMs());
            shop.results().forEach(result -> outcomes.add(outcome(result)));
            if (shop.nowMs() % CYCLE_MS == 0) {
                cycle(shop.nowMs());
            }
        }
        return score();
    }

    private void events(long now) {
        List<Fault> faults = timeline.faults();
        if (struck < faults.size() && now >= faults.get(struck).onsetMs()) {
            current = faults.get(struck);
            struck++;
            failedBefore.put(current.number(), shop.failedRequests());
            shop.strike(current);
        }
        for (Timeline.PlannedWork m : timeline.maintenances()) {
            if (now == Math.max(timeline.startMs(), m.startMs() - Timeline.PlannedWork.NOTICE_MS)) {
                commands.add(notice(m, now));
            } else if (now == m.startMs() + PLANNED_RESTART_MS) {
                shop.maintain();
            }
        }
    }

    private void healed(long now) {
        if (current != null && !shop.unhealed().contains(current)) {
            healedMs.put(current.number(), Math.min(now, current.endMs()));
            lastHealedMs = now;
            current = null;
        }
    }

    private void cycle(long end) {
        Arm.ArmTurn turn = arm.cycle(
                new Arm.ObservedCycle(end - CYCLE_MS, end, observations, List.copyOf(outcomes), List.copyOf(commands)));
        observations.clear();
        outcomes.clear();
        commands.clear();
        turn.alarms().forEach(alarm -> alarms.alarm(alarm, end, current, lastHealedMs));
        if (current == null && !alarms.aftermath(end, lastHealedMs)) {
            quietCycles++;
        }
        asked.addAll(turn.actions());
        if (!arm.waitsForStragglers()) {
            act();
        } else if (!asked.isEmpty()) {
            actAtMs = end + GRACE_MS;
        }
    }

    private void act() {
        for (ShopAction action : asked) {
            referee.judge(action, shop);
            shop.request(action);
        }
        asked.clear();
        actAtMs = Long.MAX_VALUE;
    }

    private static Outcome outcome(ActionResult result) {
        return new Outcome(
                TENANT,
                result.action().id(),
                result.succeeded() ? OutcomeStatus.SUCCEEDED : OutcomeStatus.FAILED,
                "shop",
                Instant.ofEpochMilli(result.startedMs()),
                Instant.ofEpochMilli(result.finishedMs()),
                result.succeeded() ? result.message() : null,
                result.succeeded() ? null : result.message(),
                Map.of());
    }

    private static Command notice(Timeline.PlannedWork m, long now) {
        return Command.newBuilder()
                .setTenantId(TENANT)
                .setCommandId("maintenance-" + m.startMs())
                .setKind(CommandKind.MAINTENANCE)
                .setStartsAt(Instant.ofEpochMilli(m.startMs()))
                .setEndsAt(Instant.ofEpochMilli(m.endMs()))
                .setIssuedBy("operator")
                .setIssuedAt(Instant.ofEpochMilli(now))
                .setReason("planned restart of the database")
                .build();
    }

    private ArmScore score() {
        List<ArmScore.FaultScore> faults = new ArrayList<>();
        for (Fault fault : timeline.faults()) {
            faults.add(score(fault));
        }
        Map<String, Long> broken = new TreeMap<>();
        referee.broken().forEach((limit, count) -> broken.put(limit.name().toLowerCase(Locale.ROOT), count));
        return new ArmScore(
                arm.name(),
                timeline.days(),
                (double) quietCycles * CYCLE_MS / DAY_MS,
                faults,
                alarms.falseAlarms(),
                shop.requests(),
                shop.failedRequests(),
                referee.count(Referee.Worth.RIGHT),
                referee.count(Referee.Worth.WASTED),
                referee.count(Referee.Worth.HARMFUL),
                referee.count(Referee.Worth.BUSINESS),
                referee.unsafe(),
                broken);
    }

    private ArmScore.FaultScore score(Fault fault) {
        long healed = healedMs.get(fault.number());
        Long found = alarms.found(fault.number());
        long failedUntil = failedBefore.getOrDefault(fault.number() + 1, shop.failedRequests());
        return new ArmScore.FaultScore(
                fault.kind(),
                fault.target().source(),
                found == null ? null : (found - fault.onsetMs()) / 1_000.0,
                alarms.located(fault.number()),
                (healed - fault.onsetMs()) / 1_000.0,
                healed < fault.endMs(),
                failedUntil - failedBefore.get(fault.number()));
    }
}
