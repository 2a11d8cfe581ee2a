package io.aurea.cycle;

import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.Situation;
import io.aurea.decision.TenantDecisions;
import io.aurea.output.LoopOutput;
import io.aurea.policy.PoliciesInForce;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Absence;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Closes the cycles that are due, window by window, oldest first, and in each the tenants by name; in pieces, and what comes of
 * them does not show where they were cut. Not thread-safe.
 */
final class CycleClosing implements StoredState {
    private static final long NONE = Long.MIN_VALUE;
    /** A tenant without data for so long makes room for another one, milliseconds. */
    private static final long YIELDS_AFTER_MS = 86_400_000;

    private static final Codec<Long> TIME = Codec.of(1, (ms, out) -> out.writeLong(ms), in -> in.readLong());

    private final CycleSettings settings;
    private final long size;
    private final Watermarks watermarks;
    private final OwnAbsence absence;
    private final WaitingTrends waiting;
    private final PoliciesInForce policies;
    private final PartitionTenants tenants;
    private final Statuses statuses;
    private final CycledObservations tally;
    private final WorkBudget budget;
    private final FailedWork failed;
    private final RestingTenants resting = new RestingTenants();
    private String beingClosed;
    private long endedTenants;
    private long closedEnd = NONE;
    private boolean closedChanged;
    /** Null while no cycle is due. */
    private ClosingCycles closing;

    private boolean closingStored;
    /** Tenants whose cycle of the window that is being closed is still due; null between two windows. */
    private Iterator<String> remaining;

    /** The rest is shared with {@link TenantCycles}, which feeds it. */
    CycleClosing(
            CycleSettings settings,
            Watermarks watermarks,
            OwnAbsence absence,
            WaitingTrends waiting,
            PoliciesInForce policies,
            PartitionTenants tenants,
            Statuses statuses,
            CycledObservations tally,
            WorkBudget budget,
            FailedWork failed) {
        this.settings = settings;
        this.size = settings.window().sizeMs();
        this.watermarks = watermarks;
        this.absence = absence;
        this.waiting = waiting;
        this.policies = policies;
        this.tenants = tenants;
        this.statuses = statuses;
        this.tally = tally;
        this.budget = budget;
        this.failed = failed;
    }

    /** Whether the cycles of windows that end then are closed. */
    boolean isClosed(long endMs) {
        return closedEnd != NONE && endMs <= closedEnd;
    }

    /** Cycles of windows that end at or before are due; none is under way. */
    void begin(long endMs, long appendTimeMs) {
        closing = ClosingCycles.until(endMs, appendTimeMs);
    }

    boolean isUnderWay() {
        return closing != null;
    }

    /** Append time of the watermark whose cycles are being closed, epoch milliseconds. */
    long appendTimeMs() {
        return closing.appendTimeMs();
    }

    /** Until when cycles are closed, epoch milliseconds; 0 before the first. */
    long closedUntilMs() {
        return closedEnd == NONE ? 0 : closedEnd;
    }

    /** Tenants that have ended by themselves, in this life. */
    long endedTenants() {
        return endedTenants;
    }

    /** Nothing of the tenant is left, but its policy. */
    void forget(String name, LoopOutput out) {
        TenantDecisions own = tenants.decisionsOf(name);
        if (own != null) {
            own.forgetBrain(out);
        }
        tenants.remove(name);
        statuses.forget(name);
        resting.forget(name);
    }

    /**
     * Ends the tenant that has been without data longest, if it has been so for a day, to make room for another one.
     *
     * @return whether there is room
     */
    boolean makeRoom(Trend of, LoopOutput out) {
        long now = of.getWindowEnd().toEpochMilli();
        Optional<String> longest = tenants.longestAgoFirst()
                .takeWhile(name -> tenants.get(name).lastDataMs(size) <= now - YIELDS_AFTER_MS)
                .filter(name -> mayEnd(name) && !waiting.any(name))
                .findFirst();
        longest.ifPresent(name -> end(name, now, "another one needed its place (tenants.max)", out));
        return longest.isPresent();
    }

    /** What a person has set, and what is not decided yet, must not vanish by itself. */
    private boolean mayEnd(String name) {
        TenantDecisions own = tenants.decisionsOf(name);
        return own == null || own.mayEnd();
    }

    private void end(String name, long nowMs, String reason, LoopOutput out) {
        TenantDecisions own = tenants.decide(name);
        Tenant tenant = tenants.get(name);
        String why = "ended: no data since " + Instant.ofEpochMilli(Math.max(0, tenant.lastDataMs(size))) + ", and "
                + reason + "; data begins it anew";
        DecisionPolicy policy = policies.of(name).decisions();
        own.end(why, policy, out);
        out.ended(statuses.ended(name, tenant, own.controls(), policy.autonomy().level(), why));
        if (!name.equals(TenantDecisions.OWN_TENANT)) {
            out.observation(TenantDecisions.endedEvent(name, nowMs, why));
        }
        forget(name, out);
        endedTenants++;
    }

    /** What time alone brings about may come at another time now. */
    void timesChanged() {
        resting.unknown();
    }

    /**
     * Closes cycles that are due, window by window, oldest first, and tenants by name, until the budget is spent.
     *
     * @return whether all are closed
     */
    boolean close(LoopOutput out) {
        budget.begin();
        try {
            return closeDue(out);
        } finally {
            budget.end();
        }
    }

    private boolean closeDue(LoopOutput out) {
        while (closing != null) {
            if (!closing.inWindow() && !beginWindow()) {
                closed(closing.end());
                closing = null;
                return true;
            }
            if (remaining == null) {
                remaining = due(closing.start()).iterator();
            }
            while (remaining.hasNext()) {
                String name = remaining.next();
                beingClosed = name;
                int trends = failed.any() && failed.isHopeless(nameOf(name))
                        ? leaveOut(name, out)
                        : close(name, closing.start(), closing.appendTimeMs(), out);
                beingClosed = null;
                closing = closing.after(name);
                if (budget.spend(1 + trends)) {
                    return false;
                }
            }
            remaining = null;
            closed(closing.start() + size);
            closing = closing.between();
        }
        return true;
    }

    private String nameOf(String tenant) {
        return "the cycle of tenant " + tenant + " of window " + Instant.ofEpochMilli(closing.start());
    }

    /** What was being closed when an error was thrown; empty otherwise. */
    Optional<String> beingClosed() {
        return Optional.ofNullable(beingClosed).map(this::nameOf);
    }

    private int leaveOut(String name, LoopOutput out) {
        CycleInput input = waiting.take(closing.start(), name);
        tally.count(0, input.observations());
        // Whoever rests has to be asked anew until when.
        resting.unknown();
        out.deadLetter(nameOf(name) + " is left out, with " + input.observations() + " observations");
        return input.trends().size();
    }

    /** Goes to the next window with something to do; false if that is not due yet. */
    private boolean beginWindow() {
        long start = nextStart(closedEnd);
        if (start == NONE || start + size > closing.end()) {
            return false;
        }
        absence.close(start + size, watermarks.leftOut().keySet());
        closing = closing.in(start);
        return true;
    }

    private void closed(long end) {
        closedEnd = end;
        closedChanged = true;
    }

    /** The next window with something to do: the very next while any tenant is not dormant. */
    private long nextStart(long previousEnd) {
        if (!tenants.awake().isEmpty()) {
            return previousEnd;
        }
        long withData = waiting.firstStart().orElse(NONE);
        OptionalLong due = resting(previousEnd).firstStart();
        return due.isPresent() && (withData == NONE || due.getAsLong() < withData) ? due.getAsLong() : withData;
    }

    /** The resting tenants, recomputed only after a restart and after a new policy. */
    private RestingTenants resting(long previousEnd) {
        if (!resting.isKnown()) {
            resting.begin();
            tenants.dormant()
                    .forEach(name ->
                            rest(name, closing != null && closing.isPast(name) ? previousEnd + size : previousEnd));
        }
        return resting;
    }

    private void rest(String name, long previousEnd) {
        OptionalLong due = earlier(
                tenants.orientationOf(name).due(policies.of(name), size, ownAbsence()),
                earlier(tenants.decide(name).nextDeadline(), end(name)));
        if (due.isPresent()) {
            // The first window that ends at or after the time, but no window twice.
            long start = -Math.floorDiv(-due.getAsLong(), size) * size - size;
            resting.until(name, Math.max(start, previousEnd));
        }
    }

    /** When it ends for want of data, epoch milliseconds; empty while it may not. */
    private OptionalLong end(String name) {
        return mayEnd(name)
                ? OptionalLong.of(tenants.get(name).lastDataMs(size) + settings.idleEndMs())
                : OptionalLong.empty();
    }

    private static OptionalLong earlier(OptionalLong a, OptionalLong b) {
        return b.isEmpty() || a.isPresent() && a.getAsLong() < b.getAsLong() ? a : b;
    }

    /** The tenants for which there is still something to do in this window, by name. */
    private TreeSet<String> due(long start) {
        TreeSet<String> due = new TreeSet<>(resting(start).take(start));
        due.addAll(tenants.awake());
        due.addAll(waiting.tenants(start));
        due.removeIf(closing::isPast);
        return due;
    }

    /** @return the number of trends that were waiting for it */
    private int close(String name, long start, long appendTimeMs, LoopOutput out) {
        CycleInput input = waiting.take(start, name);
        Orientation orientation = tenants.orient(name);
        TenantDecisions own = tenants.decide(name);
        TenantPolicy policy = policies.of(name);
        if (tenants.awake().contains(name) || !input.isSilent()) {
            Tenant tenant = tenants.get(name).next(start, input.isEmpty(), settings.dormantAfter());
            tenants.put(name, tenant);
            Situation situation = orientation.close(
                    tenant,
                    start + size,
                    input,
                    settings.wallClock() ? (appendTimeMs - (start + size)) / 1000.0 : null,
                    new Actions(own.actionsSuccessful(), own.actionsExecuted()),
                    onWallClock(appendTimeMs),
                    ownAbsence(),
                    policy,
                    out);
            tally.count(situation.cycle().getObservationsCount(), 0);
            own.accept(situation, policy.decisions(), out);
            orientation.joined(situation.changed());
            if (tenant.dormant()) {
                own.rest(onWallClock(appendTimeMs), policy.decisions(), out);
            }
            List<String> limits = input.limits()
                    .sentences(
                            input.unjudged(),
                            orientation.refusedPatterns(),
                            orientation.refusedCalls(),
                            own.displaced(),
                            own.tooCostly(),
                            watermarks.leftOut());
            if (!limits.isEmpty() && !statuses.limited(name) && !name.equals(TenantDecisions.OWN_TENANT)) {
                out.observation(TenantDecisions.limitEvent(name, start + size, limits.get(0)));
            }
            out.status(statuses.closed(
                    situation.cycle(),
                    tenant,
                    own.controls(),
                    policies.problemOf(name).orElse(null),
                    limits));
        } else {
            orientation.rest(tenants.get(name), start, start + size, ownAbsence(), policy, out);
            own.elapsed(start + size, onWallClock(appendTimeMs), policy.decisions(), out);
            OptionalLong end = end(name);
            if (end.isPresent() && end.getAsLong() <= start + size) {
                end(name, start + size, "that is longer than tenant.idle.end.ms", out);
                return input.trends().size();
            }
        }
        resting.forget(name);
        if (tenants.get(name).dormant()) {
            rest(name, start + size);
        }
        return input.trends().size();
    }

    private Absence ownAbsence() {
        return settings.wallClock() ? absence.all() : null;
    }

    private Long onWallClock(long appendTimeMs) {
        return settings.wallClock() ? appendTimeMs : null;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key[0] == TenantCycles.CLOSED_KEY) {
            closedEnd = TIME.decode(value);
        } else {
            closing = ClosingCycles.CODEC.decode(value);
            closingStored = true;
        }
    }

    @Override
    public void save(Entries changes) {
        if (closedChanged) {
            changes.put(new byte[] {TenantCycles.CLOSED_KEY}, TIME.encode(closedEnd));
            closedChanged = false;
        }
        if (closing != null || closingStored) {
            changes.put(
                    new byte[] {TenantCycles.CLOSING_KEY},
                    closing == null ? null : ClosingCycles.CODEC.encode(closing));
            closingStored = closing != null;
        }
    }

    @Override
    public void saveAll(Entries all) {
        if (closedEnd != NONE) {
            all.put(new byte[] {TenantCycles.CLOSED_KEY}, TIME.encode(closedEnd));
        }
        if (closing != null) {
            all.put(new byte[] {TenantCycles.CLOSING_KEY}, ClosingCycles.CODEC.encode(closing));
        }
    }
}
