package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.LevelAcceptance;
import io.aurea.decision.Situation;
import io.aurea.decision.TenantDecisions;
import io.aurea.output.LoopOutput;
import io.aurea.policy.PoliciesInForce;
import io.aurea.policy.PolicyException;
import io.aurea.policy.TenantPolicy;
import io.aurea.schema.Command;
import io.aurea.schema.CommandAnswer;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.window.Absence;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

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
    private static final long NONE = Long.MIN_VALUE;
    private static final Codec<Long> TIME = Codec.of(1, (ms, out) -> out.writeLong(ms), in -> in.readLong());

    private final CycleSettings settings;
    private final long size;
    private final Watermarks watermarks = new Watermarks();
    private final OwnAbsence absence = new OwnAbsence();
    private final WaitingTrends waiting = new WaitingTrends();
    private final PoliciesInForce policies = new PoliciesInForce();
    private final PartitionTenants tenants;
    private final RestingTenants resting = new RestingTenants();
    private final Statuses statuses;
    private long closedEnd = NONE;
    private boolean closedChanged;

    public TenantCycles(CycleSettings settings) {
        this.settings = settings;
        this.size = settings.window().sizeMs();
        this.tenants = new PartitionTenants(settings.model());
        this.statuses = new Statuses((char) STATUS_KEY, settings.wallClock());
    }

    /** Accepts the trend of a window that observe has closed on this observation partition. */
    public void accept(int partition, Trend trend, LoopOutput out) {
        long start = trend.getWindowStart().toEpochMilli();
        if (closedEnd != NONE && start + size <= closedEnd) {
            out.deadLetter("the cycle of window " + trend.getWindowStart() + " is already closed");
            return;
        }
        if (!tenants.knows(trend.getTenantId())) {
            if (tenants.size() >= settings.maxTenants()) {
                out.deadLetter("the partition already has " + tenants.size() + " tenants; allowed: "
                        + settings.maxTenants() + " (tenants.max)");
                return;
            }
            tenants.begin(trend.getTenantId());
        }
        Optional<WaitingTrend> first = waiting.add(partition, trend);
        if (first.isPresent()) {
            out.deadLetter(
                    "series " + trend.getSource() + "/" + trend.getName() + " came on the observation partitions "
                            + first.get().partition() + " and " + partition
                            + " in one window; all publishers of a key must use the same partitioner (murmur2)");
        }
    }

    /** Accepts a published policy, which applies to cycles that close from now on. */
    public void accept(Policy policy, LoopOutput out) {
        try {
            policies.accept(policy);
            resting.unknown();
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
        resting.unknown();
    }

    /** Accepts an operator's command, also for a tenant without data yet, and answers in the tenant's status. */
    public void accept(Command command, long appendTimeMs, LoopOutput out) {
        String tenant = command.getTenantId();
        if (tenants.decisionsOf(tenant) == null && tenants.deciding() >= settings.maxTenants()) {
            out.deadLetter("the partition already has " + tenants.deciding() + " tenants; allowed: "
                    + settings.maxTenants() + " (tenants.max)");
            return;
        }
        DecisionPolicy policy = policies.of(tenant).decisions();
        TenantDecisions own = tenants.decide(tenant);
        LevelAcceptance levels = tenants.orientationOf(tenant) == null ? c -> List.of() : tenants.orient(tenant);
        CommandAnswer answer = own.accept(command, onWallClock(appendTimeMs), policy, levels, out);
        resting.unknown();
        out.status(statuses.answered(
                tenant,
                tenants.get(tenant),
                answer,
                own.controls(),
                policy.autonomy().level()));
    }

    /** The decisions of a tenant, for reading; null before its first event. */
    public TenantDecisions decisionsOf(String tenant) {
        return tenants.decisionsOf(tenant);
    }

    /** The policy in force for a tenant. */
    public TenantPolicy policyOf(String tenant) {
        return policies.of(tenant);
    }

    private Long onWallClock(long appendTimeMs) {
        return settings.wallClock() ? appendTimeMs : null;
    }

    /**
     * Advances time for one observation partition and closes the cycles that were waiting for it.
     *
     * @param appendTimeMs when the watermark was appended to the loop, epoch milliseconds
     */
    public void accept(Watermark watermark, long appendTimeMs, LoopOutput out) {
        if (!watermarks.advance(watermark)) {
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
        if (closedEnd != NONE && end <= closedEnd) {
            return;
        }
        for (long start = nextStart(closedEnd); start != NONE && start + size <= end; start = nextStart(start + size)) {
            close(start, appendTimeMs, out);
        }
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
            tenants.dormant().forEach(name -> rest(name, previousEnd));
        }
        return resting;
    }

    private void rest(String name, long previousEnd) {
        OptionalLong due = earlier(
                tenants.orientationOf(name).due(policies.of(name), size, ownAbsence()),
                tenants.decide(name).nextDeadline());
        if (due.isPresent()) {
            // The first window that ends at or after the time, but no window twice.
            long start = -Math.floorDiv(-due.getAsLong(), size) * size - size;
            resting.until(name, Math.max(start, previousEnd));
        }
    }

    private static OptionalLong earlier(OptionalLong a, OptionalLong b) {
        return b.isEmpty() || a.isPresent() && a.getAsLong() < b.getAsLong() ? a : b;
    }

    private void close(long start, long appendTimeMs, LoopOutput out) {
        TreeSet<String> overdue = resting(start).take(start);
        Map<String, TreeMap<SeriesKey, WaitingTrend>> data = waiting.take(start);
        TreeSet<String> due = new TreeSet<>(tenants.awake());
        due.addAll(data.keySet());
        due.addAll(overdue);
        absence.close(start + size);
        Double duration = settings.wallClock() ? (appendTimeMs - (start + size)) / 1000.0 : null;
        for (String name : due) {
            Orientation orientation = tenants.orient(name);
            TenantDecisions own = tenants.decide(name);
            TenantPolicy policy = policies.of(name);
            if (tenants.awake().contains(name) || data.containsKey(name)) {
                TreeSet<String> late = new TreeSet<>();
                List<Trend> trends = trendsOf(data.get(name), late);
                Tenant tenant = tenants.get(name).next(start, trends.isEmpty(), settings.dormantAfter());
                tenants.put(name, tenant);
                Situation situation = orientation.close(
                        tenant,
                        start + size,
                        trends,
                        late,
                        duration,
                        new Actions(own.actionsSuccessful(), own.actionsExecuted()),
                        onWallClock(appendTimeMs),
                        ownAbsence(),
                        policy,
                        out);
                own.accept(situation, policy.decisions(), out);
                out.status(statuses.closed(
                        situation.cycle(),
                        tenant,
                        own.controls(),
                        policies.problemOf(name).orElse(null)));
            } else {
                orientation.rest(tenants.get(name), start, start + size, ownAbsence(), policy, out);
                own.elapsed(start + size, onWallClock(appendTimeMs), policy.decisions(), out);
            }
            resting.forget(name);
            if (tenants.get(name).dormant()) {
                rest(name, start + size);
            }
        }
    }

    private Absence ownAbsence() {
        return settings.wallClock() ? absence.all() : null;
    }

    /** @param late receives the sources reported late: those trends have no series name */
    private static List<Trend> trendsOf(Map<SeriesKey, WaitingTrend> waited, Set<String> late) {
        Collection<WaitingTrend> all = waited == null ? List.of() : waited.values();
        List<Trend> trends = new ArrayList<>(all.size());
        for (WaitingTrend w : all) {
            if (w.trend().getName().isEmpty()) {
                late.add(w.trend().getSource());
            } else {
                trends.add(w.trend());
            }
        }
        return trends;
    }

    /**
     * Starts from the history alone: tenants that had cycles before their state was lost continue in a new epoch,
     * dormant until data arrives.
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
            case CLOSED_KEY -> closedEnd = TIME.decode(value);
            case PartitionTenants.TENANT_KEY, PartitionTenants.ORIENTATION_KEY, PartitionTenants.DECISIONS_KEY ->
                tenants.load(key, value);
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
                    POLICY_KEY -> Optional.of(new String(key, 1, key.length - 1, UTF_8).split("/", 2)[0]);
            default -> Optional.empty();
        };
    }

    @Override
    public void save(Entries entries) {
        if (closedChanged) {
            entries.put(new byte[] {CLOSED_KEY}, TIME.encode(closedEnd));
            closedChanged = false;
        }
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
        if (closedEnd != NONE) {
            all.put(new byte[] {CLOSED_KEY}, TIME.encode(closedEnd));
        }
        absence.saveAll(KeyParts.under(ABSENCE_KEY, all));
        waiting.saveAll(KeyParts.under(TREND_KEY, all));
        policies.saveAll(KeyParts.under(POLICY_KEY, all));
        tenants.saveAll(all);
        statuses.stored().saveAll(all);
    }
}
