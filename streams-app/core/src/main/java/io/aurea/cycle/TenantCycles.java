package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.decision.TenantDecisions;
import io.aurea.output.LoopOutput;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.policy.PoliciesInForce;
import io.aurea.policy.PolicyException;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Command;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The cycles of the tenants of one partition of the loop.
 *
 * <p>Trends wait until the watermark of every observation partition has passed the end of their window plus grace; then
 * windows are processed oldest first, tenants by name, trends by source and name. So the output does not depend on the
 * relative progress of the partitions.
 *
 * <p>A tenant's cycles begin with its first window with data and are numbered from 1 without gaps; a window without
 * data is an idle cycle. After {@link CycleSettings#dormantAfter} idle cycles in a row the tenant is dormant: no more
 * cycles until data arrives, when the numbering continues. Changes due to time alone, a missed deadline or the end of a
 * silence, happen to dormant tenants too. {@link Orientation} interprets a cycle, and {@link TenantDecisions} acts on
 * it; outcomes and commands reach it in log order. Not thread-safe.
 */
public final class TenantCycles implements StoredState {
    static final byte WATERMARK_KEY = 'm';
    static final byte CLOSED_KEY = 'c';
    static final byte TREND_KEY = 'w';
    static final byte POLICY_KEY = 'p';
    static final byte STATUS_KEY = 's';
    static final byte ABSENCE_KEY = 'a';
    static final byte CLOSING_KEY = 'g';
    /** Of events that come from no partition of observations: outcomes, commands and policies. */
    public static final int NO_PARTITION = -1;

    static final byte FORGETTING_KEY = 'f';
    static final byte TALLY_KEY = 'n';

    private final CycleSettings settings;
    private final long size;
    private final Watermarks watermarks;
    private final OwnAbsence absence = new OwnAbsence();
    private final WaitingTrends waiting;
    private final PoliciesInForce policies = new PoliciesInForce();
    private final PartitionTenants tenants;
    private final Statuses statuses;
    private final CycledObservations cycled = new CycledObservations();
    private final Forgettings forgettings = new Forgettings();
    private final CycleClosing closing;
    private final CycleCommands commands;

    public TenantCycles(CycleSettings settings) {
        this(settings, WorkBudget.UNLIMITED, FailedWork.NONE);
    }

    /**
     * @param budget for the cycles that one watermark closes; beyond it, {@link #close} goes on
     * @param failed a cycle that is hopeless is left out, and what waited for it is refused
     */
    public TenantCycles(CycleSettings settings, WorkBudget budget, FailedWork failed) {
        this.settings = settings;
        this.size = settings.window().sizeMs();
        this.watermarks = new Watermarks(settings.partitionWaitMs(), size);
        this.waiting = new WaitingTrends(settings.window().limits().seriesOfTenant());
        this.tenants = new PartitionTenants(settings.model(), size);
        this.statuses = new Statuses((char) STATUS_KEY, settings.wallClock());
        this.closing = new CycleClosing(
                settings, watermarks, absence, waiting, policies, tenants, statuses, cycled, budget, failed);
        this.commands = new CycleCommands(settings, waiting, policies, tenants, statuses, cycled, forgettings, closing);
    }

    /** Accepts the trend of a window that observe has closed on this observation partition. */
    public void accept(int partition, Trend trend, LoopOutput out) {
        long start = trend.getWindowStart().toEpochMilli();
        if (closing.isClosed(start + size)) {
            refuse(trend, "the cycle of window " + trend.getWindowStart() + " is already closed", out);
            return;
        }
        if (!tenants.knows(trend.getTenantId())) {
            if (tenants.size() >= settings.maxTenants() && !closing.makeRoom(trend, out)) {
                refuse(
                        trend,
                        "the partition already has " + tenants.size() + " tenants; allowed: " + settings.maxTenants()
                                + " (tenants.max)",
                        out);
                return;
            }
            tenants.begin(trend.getTenantId());
        }
        Optional<WaitingTrend> first = waiting.add(partition, trend);
        if (first.isPresent()) {
            refuse(
                    trend,
                    "series " + trend.getSource() + "/" + trend.getName() + " came on the observation partitions "
                            + first.get().partition() + " and " + partition
                            + " in one window; all publishers of a key must use the same partitioner (murmur2)",
                    out);
            waiting.add(partition, ReachedLimits.anotherPartitioner(trend));
        }
    }

    private void refuse(Trend trend, String reason, LoopOutput out) {
        leaveOut(trend);
        out.deadLetter(reason);
    }

    /** The event is in no cycle, for a reason that the caller has. */
    public void leaveOut(Trend trend) {
        cycled.count(0, trend.getName().isEmpty() ? 0 : trend.getCount());
    }

    /** What became of the observations so far. */
    public OrientTally tally() {
        return cycled.tally();
    }

    /** The observation partition that time waits for; empty before the first watermark. */
    public Optional<SlowestPartition> slowest() {
        return watermarks.slowest();
    }

    /** Number of observation partitions that are not waited for any more. */
    public int leftOutPartitions() {
        return watermarks.leftOut().size();
    }

    /** Observations in trends that wait for their cycle. */
    public long waitingObservations() {
        return waiting.observations();
    }

    /** Accepts a published policy, which applies to cycles that close from now on. */
    public void accept(Policy policy, LoopOutput out) {
        try {
            policies.accept(policy);
            closing.timesChanged();
        } catch (PolicyException | IllegalArgumentException refused) {
            out.deadLetter(refused.getMessage());
        }
    }

    /** Accepts an executor's outcome of a decision. */
    public void accept(Outcome outcome, long appendTimeMs, LoopOutput out) {
        String tenant = outcome.getTenantId();
        if (tenants.decisionsOf(tenant) == null) {
            out.deadLetter("tenant " + tenant + " has no decision " + outcome.getDecisionId() + ", nor any other");
            return;
        }
        tenants.decide(tenant)
                .accept(outcome, onWallClock(appendTimeMs), policies.of(tenant).decisions(), out);
        // What time alone brings about may come at another time now.
        closing.timesChanged();
    }

    /** Accepts an operator's command and answers in the tenant's status, see {@link CycleCommands#accept}. */
    public void accept(Command command, long appendTimeMs, LoopOutput out) {
        commands.accept(command, appendTimeMs, out);
    }

    /** Accepts a command to forget, see {@link CycleCommands#forget}. */
    public Optional<Forgetting> forget(
            Command command, int partition, int partitions, long appendTimeMs, LoopOutput out) {
        return commands.forget(command, partition, partitions, appendTimeMs, out);
    }

    /** The decisions of a tenant, for reading; null before its first event. */
    public TenantDecisions decisionsOf(String tenant) {
        return tenants.decisionsOf(tenant);
    }

    /** Who calls whom, and who says so; the same list until something changes. */
    public List<KnownCall> callsOf(String tenant) {
        Orientation orientation = tenants.orientationOf(tenant);
        return orientation == null ? List.of() : orientation.calls(policies.of(tenant));
    }

    /** The policy in force for a tenant. */
    public TenantPolicy policyOf(String tenant) {
        return policies.of(tenant);
    }

    private Long onWallClock(long appendTimeMs) {
        return settings.wallClock() ? appendTimeMs : null;
    }

    /**
     * Advances time for one observation partition and closes the cycles that were waiting for it, within the budget. What
     * comes next must wait while {@link #isClosing}.
     *
     * @param appendTimeMs when the watermark was appended to the loop, epoch milliseconds
     */
    public void accept(Watermark watermark, long appendTimeMs, LoopOutput out) {
        if (isClosing()) {
            throw new IllegalStateException("the cycles of an earlier watermark are still being closed");
        }
        if (!watermarks.advance(watermark, appendTimeMs)) {
            return;
        }
        if (settings.wallClock() && watermark.getAbsentMs() != null) {
            absence.heard(watermark.getPartition(), watermark.getTime().toEpochMilli(), watermark.getAbsentMs());
        }
        Optional<Long> reached = watermarks.reached();
        if (reached.isEmpty()) {
            return;
        }
        long end = settings.window().closedEnd(reached.get());
        if (!closing.isClosed(end)) {
            closing.begin(end, appendTimeMs);
            close(out);
        }
    }

    /** Whether cycles are due that are not closed yet; see {@link #close}. */
    public boolean isClosing() {
        return closing.isUnderWay();
    }

    /** Append time of the watermark whose cycles are being closed, epoch milliseconds. */
    public long closingAppendTimeMs() {
        return closing.appendTimeMs();
    }

    /**
     * Goes on closing the cycles that are due, until the budget is spent.
     *
     * @return whether all are closed
     */
    public boolean close(LoopOutput out) {
        return closing.close(out);
    }

    /** What was being closed when an error was thrown; empty otherwise. */
    public Optional<String> beingClosed() {
        return closing.beingClosed();
    }

    /** Tenants with data, or whose data waits for a cycle. */
    public int tenants() {
        return tenants.size();
    }

    /** Tenants whose last cycle a limit has kept something out of. */
    public int limitedTenants() {
        return statuses.limitedTenants();
    }

    /** Tenants that have ended by themselves, in this life. */
    public long endedTenants() {
        return closing.endedTenants();
    }

    /**
     * Starts from the history alone: tenants that had cycles before their state was lost continue in a new epoch, as soon as
     * data arrives.
     *
     * @param lastCycleNumbers by tenant
     */
    public void begin(Map<String, Long> lastCycleNumbers) {
        lastCycleNumbers.forEach(tenants::begin);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        byte[] rest = KeyParts.rest(key, 1);
        switch (key[0]) {
            case WATERMARK_KEY -> watermarks.load(rest, value);
            case CLOSED_KEY, CLOSING_KEY -> closing.load(key, value);
            case TALLY_KEY -> cycled.load(key, value);
            case FORGETTING_KEY -> forgettings.load(key, value);
            case PartitionTenants.TENANT_KEY,
                    PartitionTenants.ORIENTATION_KEY,
                    PartitionTenants.DECISIONS_KEY,
                    EndedNumbers.KEY -> tenants.load(key, value);
            case TREND_KEY -> waiting.load(rest, value);
            case POLICY_KEY -> policies.load(rest, value);
            case ABSENCE_KEY -> absence.load(rest, value);
            case STATUS_KEY -> statuses.stored().load(key, value);
            default -> throw new IllegalArgumentException("unknown entry '" + (char) key[0] + "' in the stored cycles");
        }
    }

    @Override
    public Optional<String> tenantOf(byte[] key) {
        return switch (key[0]) {
            case PartitionTenants.TENANT_KEY,
                    PartitionTenants.ORIENTATION_KEY,
                    PartitionTenants.DECISIONS_KEY,
                    STATUS_KEY,
                    FORGETTING_KEY,
                    POLICY_KEY -> Optional.of(new String(key, 1, key.length - 1, UTF_8).split("/", 2)[0]);
            default -> Optional.empty();
        };
    }

    @Override
    public int form() {
        return isClosing() || forgettings.any() ? 2 : 1;
    }

    @Override
    public void save(Entries entries) {
        closing.save(entries);
        cycled.save(entries);
        forgettings.save(entries);
        watermarks.save(KeyParts.under(WATERMARK_KEY, entries));
        absence.save(KeyParts.under(ABSENCE_KEY, entries));
        waiting.save(KeyParts.under(TREND_KEY, entries));
        policies.save(KeyParts.under(POLICY_KEY, entries));
        tenants.save(entries);
        statuses.stored().save(entries);
    }

    @Override
    public void saveAll(Entries all) {
        watermarks.saveAll(KeyParts.under(WATERMARK_KEY, all));
        closing.saveAll(all);
        cycled.saveAll(all);
        forgettings.saveAll(all);
        absence.saveAll(KeyParts.under(ABSENCE_KEY, all));
        waiting.saveAll(KeyParts.under(TREND_KEY, all));
        policies.saveAll(KeyParts.under(POLICY_KEY, all));
        tenants.saveAll(all);
        statuses.stored().saveAll(all);
    }
}
