package io.aurea.view;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.decision.DecisionPolicy;
import io.aurea.decision.TenantDecisions;
import io.aurea.pattern.origin.KnownCall;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * The histories of the tenants of one partition of the loop, fed with the output of orient, decide and learn.
 *
 * <p>An entry's key is {@code t}, the tenant, a slash and the key within the tenant's history; {@code a} is the append
 * time of the last event. A tenant's name has no slash. Not thread-safe.
 */
public final class Views implements StoredState {
    private static final Codec<Long> TIME = Codec.of(1, (ms, out) -> out.writeLong(ms), in -> in.readLong());

    /** The first byte of a tenant's keys. */
    public static final byte TENANT_KEY = 't';

    /** The key of the append time of the last event. */
    public static final byte AS_OF_KEY = 'a';

    /** Ends a tenant's name in a key. */
    public static final byte END_OF_TENANT = '/';

    private final long trendBytes;
    private final boolean wallClock;
    private final TreeMap<String, TenantHistory> tenants = new TreeMap<>();
    private final TreeSet<String> touched = new TreeSet<>();
    private final TreeSet<String> unsaved = new TreeSet<>();
    /** Keys of stored entries whose tenant is gone. */
    private final TreeSet<ByteBuffer> removed = new TreeSet<>();

    private final TreeSet<String> unpublished = new TreeSet<>();
    private long asOfMs = Long.MIN_VALUE;
    private long settled;
    private long savedAsOfMs = Long.MIN_VALUE;

    /**
     * @param trendBytes approximate limit for the trends of all tenants; each has an equal share
     * @param wallClock whether event time is the time of day
     */
    public Views(long trendBytes, boolean wallClock) {
        this.trendBytes = trendBytes;
        this.wallClock = wallClock;
    }

    public void trend(Trend t) {
        of(t.getTenantId()).trend(t);
    }

    public void pattern(Pattern p) {
        of(p.getTenantId()).pattern(p);
    }

    public void goal(Goal g) {
        of(g.getTenantId()).goal(g);
    }

    public void incident(Incident i) {
        of(i.getTenantId()).incident(i);
    }

    public void cycle(CycleMetrics c) {
        of(c.getTenantId()).cycle(c);
    }

    public void status(Status s) {
        of(s.getTenantId()).status(s);
    }

    public void decision(Decision d) {
        of(d.getTenantId()).decision(d);
    }

    public void learning(Learning l) {
        of(l.getTenantId()).learning(l);
    }

    public void brain(BrainEntry entry) {
        of(entry.getTenantId()).brain(entry.getCategory());
    }

    /** Marks a tenant to settle although nothing was written, as after a command. */
    public void touch(String tenant) {
        touched.add(tenant);
    }

    /** Nothing of the tenant is shown any more. */
    public void forget(String tenant) {
        TenantHistory history = tenants.remove(tenant);
        touched.remove(tenant);
        unsaved.remove(tenant);
        if (history != null) {
            Entries keys = KeyParts.under(prefix(tenant), (key, value) -> removed.add(ByteBuffer.wrap(key)));
            history.save(keys);
            history.saveAll(keys);
            unpublished.add(tenant);
        }
    }

    /** Nothing of it is shown any more. */
    public void forget(Forgetting what) {
        if (what.isOfTenant()) {
            forget(what.tenant());
        } else if (tenants.containsKey(what.tenant())) {
            of(what.tenant()).forget(what);
        }
    }

    private TenantHistory of(String tenant) {
        touched.add(tenant);
        return tenants.computeIfAbsent(tenant, TenantHistory::new);
    }

    /** Access to a tenant's decisions and policy. */
    public interface Loop {
        /** Null when the tenant has none. */
        TenantDecisions decisionsOf(String tenant);

        DecisionPolicy policyOf(String tenant);

        /** Who calls whom; the same list until something changes. */
        List<KnownCall> callsOf(String tenant);
    }

    /**
     * Called after an event.
     *
     * @param appendTimeMs when it was appended to the loop, epoch milliseconds
     */
    public void settle(long appendTimeMs, Loop loop) {
        settled++;
        asOfMs = Math.max(asOfMs, appendTimeMs);
        for (String tenant : touched) {
            TenantDecisions decisions = loop.decisionsOf(tenant);
            if (decisions != null) {
                TenantHistory history = tenants.computeIfAbsent(tenant, TenantHistory::new);
                history.settle(decisions, loop.policyOf(tenant), wallClock);
                history.calls(loop.callsOf(tenant));
                history.limitTrends(trendBytes / tenants.size());
                unsaved.add(tenant);
                unpublished.add(tenant);
            }
        }
        touched.clear();
    }

    /** Passes on the view of each tenant that has changed since the last call; null where there is none any more. */
    public void publish(BiConsumer<String, TenantView> to) {
        unpublished.forEach(tenant -> to.accept(
                tenant, tenants.containsKey(tenant) ? tenants.get(tenant).view() : null));
        unpublished.clear();
    }

    /** When the last event was appended to the loop, epoch milliseconds; empty before the first. */
    public OptionalLong asOfMs() {
        return asOfMs == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(asOfMs);
    }

    /** Number of events processed in this life. */
    public long settled() {
        return settled;
    }

    /** The append time stored under {@link #AS_OF_KEY}. */
    public static long asOfMs(byte[] stored) {
        return TIME.decode(stored);
    }

    /** Prefix of a tenant's keys. */
    public static byte[] prefix(String tenant) {
        byte[] name = tenant.getBytes(UTF_8);
        return ByteBuffer.allocate(2 + name.length)
                .put(TENANT_KEY)
                .put(name)
                .put(END_OF_TENANT)
                .array();
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key[0] == AS_OF_KEY) {
            asOfMs = asOfMs(value);
            savedAsOfMs = asOfMs;
            return;
        }
        int end = 1;
        while (key[end] != END_OF_TENANT) {
            end++;
        }
        String tenant = new String(key, 1, end - 1, UTF_8);
        tenants.computeIfAbsent(tenant, TenantHistory::new).load(KeyParts.rest(key, end + 1), value);
        unpublished.add(tenant);
    }

    @Override
    public Optional<String> tenantOf(byte[] key) {
        return key[0] == TENANT_KEY
                ? Optional.of(new String(key, 1, key.length - 1, UTF_8).split("/", 2)[0])
                : Optional.empty();
    }

    @Override
    public void save(Entries changes) {
        removed.forEach(key -> changes.put(key.array(), null));
        removed.clear();
        unsaved.forEach(tenant -> tenants.get(tenant).save(KeyParts.under(prefix(tenant), changes)));
        unsaved.clear();
        if (asOfMs != savedAsOfMs) {
            saveAsOf(changes);
            savedAsOfMs = asOfMs;
        }
    }

    @Override
    public void saveAll(Entries all) {
        tenants.forEach((tenant, history) -> history.saveAll(KeyParts.under(prefix(tenant), all)));
        if (asOfMs != Long.MIN_VALUE) {
            saveAsOf(all);
        }
    }

    private void saveAsOf(Entries to) {
        to.put(new byte[] {AS_OF_KEY}, TIME.encode(asOfMs));
    }
}
