package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.decision.TenantDecisions;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import io.aurea.trend.ModelSettings;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The tenants of one partition of the loop: where each is in its cycles, what these mean and what was decided. A tenant has
 * decisions before its first cycle when a command comes before its data. Not thread-safe.
 */
final class PartitionTenants implements StoredState {
    static final byte TENANT_KEY = 't';
    static final byte ORIENTATION_KEY = 'o';
    static final byte DECISIONS_KEY = 'd';

    private final ModelSettings model;
    /** Of a window, milliseconds. */
    private final long size;

    private final TreeMap<String, Tenant> tenants = new TreeMap<>();
    private final TreeMap<String, Orientation> orientations = new TreeMap<>();
    private final TreeMap<String, TenantDecisions> decisions = new TreeMap<>();
    private final TreeSet<String> awake = new TreeSet<>();
    private final TreeSet<String> moved = new TreeSet<>();
    private final TreeSet<String> oriented = new TreeSet<>();
    private final TreeSet<String> decided = new TreeSet<>();
    /** Dormant ones by their last data, those heard longest ago first. */
    private final TreeSet<Resting> longestAgoFirst =
            new TreeSet<>(Comparator.comparingLong(Resting::lastDataMs).thenComparing(Resting::name));

    /** Keys of stored entries whose tenant is gone. */
    private final TreeSet<ByteBuffer> removed = new TreeSet<>();

    private final EndedNumbers ended = new EndedNumbers();

    private record Resting(long lastDataMs, String name) {}

    PartitionTenants(ModelSettings model, long size) {
        this.model = model;
        this.size = size;
    }

    /** Tenants with cycles, or with trends that wait for the first one. */
    int size() {
        return tenants.size();
    }

    boolean knows(String name) {
        return tenants.containsKey(name);
    }

    /** Where a tenant is. Its numbers go on where its own entry could not be read: its decisions know the last one. */
    Tenant get(String name) {
        Tenant tenant = tenants.get(name);
        return tenant != null
                ? tenant
                : Tenant.after(
                        decisions.containsKey(name) ? decisions.get(name).cycleNumber() : ended.lastNumber(name));
    }

    /** Nothing of it is left but the number that another one of its name goes on from. */
    void remove(String name) {
        ended.put(name, get(name).cycleNumber());
        forgetEntries(under(ORIENTATION_KEY, name, this::remember), orientations.remove(name));
        forgetEntries(under(DECISIONS_KEY, name, this::remember), decisions.remove(name));
        Tenant tenant = tenants.remove(name);
        if (tenant != null) {
            remember(keyOf(name), null);
            longestAgoFirst.remove(new Resting(tenant.lastDataMs(size), name));
        }
        awake.remove(name);
        moved.remove(name);
        oriented.remove(name);
        decided.remove(name);
    }

    /** Those that may have been stored: all that it holds, and what it has removed since the last time. */
    private static void forgetEntries(Entries keys, StoredState of) {
        if (of != null) {
            of.save(keys);
            of.saveAll(keys);
        }
    }

    private void remember(byte[] key, byte[] value) {
        removed.add(ByteBuffer.wrap(key));
    }

    /** Dormant ones, those whose last data is oldest first, then by name. */
    Stream<String> longestAgoFirst() {
        return longestAgoFirst.stream().map(Resting::name);
    }

    /** A tenant has its first data. */
    void begin(String name) {
        put(name, get(name));
    }

    /** A tenant of a life whose state was lost ended with this cycle. */
    void begin(String name, long lastCycleNumber) {
        ended.put(name, lastCycleNumber);
    }

    void put(String name, Tenant tenant) {
        know(name, tenant);
        moved.add(name);
    }

    private void know(String name, Tenant tenant) {
        Tenant before = tenants.put(name, tenant);
        if (before != null && before.dormant()) {
            longestAgoFirst.remove(new Resting(before.lastDataMs(size), name));
        }
        if (tenant.dormant()) {
            awake.remove(name);
            longestAgoFirst.add(new Resting(tenant.lastDataMs(size), name));
        } else {
            awake.add(name);
        }
    }

    /** Those with a cycle in every window, by name. */
    Set<String> awake() {
        return Collections.unmodifiableSet(awake);
    }

    /** Those who have had cycles and rest, by name. */
    List<String> dormant() {
        return orientations.keySet().stream()
                .filter(name -> knows(name) && get(name).dormant())
                .toList();
    }

    /** Null before the first cycle. */
    Orientation orientationOf(String name) {
        return orientations.get(name);
    }

    /** To be changed: it is saved next time. */
    Orientation orient(String name) {
        oriented.add(name);
        return orientation(name);
    }

    private Orientation orientation(String name) {
        return orientations.computeIfAbsent(name, n -> new Orientation(n, model));
    }

    /** Why nothing can be decided for a tenant; empty where it can. */
    Optional<String> obstacle(String name, boolean hasPolicy, int maxTenants) {
        if (decisions.containsKey(name)) {
            return Optional.empty();
        }
        if (!tenants.containsKey(name) && !hasPolicy) {
            return Optional.of(
                    "there is no tenant " + name + ": no data has come of it, and no policy of its own is published");
        }
        return decisions.size() < maxTenants
                ? Optional.empty()
                : Optional.of("the partition already has " + decisions.size() + " tenants; allowed: " + maxTenants
                        + " (tenants.max)");
    }

    /** Null where nothing has come of the tenant yet. */
    TenantDecisions decisionsOf(String name) {
        return decisions.get(name);
    }

    /** To be changed: they are saved next time. */
    TenantDecisions decide(String name) {
        decided.add(name);
        return decisions(name);
    }

    private TenantDecisions decisions(String name) {
        return decisions.computeIfAbsent(name, TenantDecisions::new);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key[0] == EndedNumbers.KEY) {
            ended.load(key, value);
            return;
        }
        String[] name = new String(key, 1, key.length - 1, UTF_8).split("/", 2);
        byte[] own = KeyParts.rest(key, Math.min(key.length, 2 + name[0].getBytes(UTF_8).length));
        switch (key[0]) {
            case TENANT_KEY -> know(name[0], Tenant.CODEC.decode(value));
            case ORIENTATION_KEY -> orientation(name[0]).load(own, value);
            default -> decisions(name[0]).load(own, value);
        }
    }

    @Override
    public void save(Entries entries) {
        removed.forEach(key -> entries.put(key.array(), null));
        removed.clear();
        ended.save(entries);
        moved.forEach(name -> saveTenant(name, entries));
        moved.clear();
        oriented.forEach(name -> orientations.get(name).save(under(ORIENTATION_KEY, name, entries)));
        oriented.clear();
        decided.forEach(name -> decisions.get(name).save(under(DECISIONS_KEY, name, entries)));
        decided.clear();
    }

    @Override
    public void saveAll(Entries all) {
        ended.saveAll(all);
        tenants.keySet().forEach(name -> saveTenant(name, all));
        orientations.forEach((name, orientation) -> orientation.saveAll(under(ORIENTATION_KEY, name, all)));
        decisions.forEach((name, own) -> own.saveAll(under(DECISIONS_KEY, name, all)));
    }

    private void saveTenant(String name, Entries entries) {
        entries.put(keyOf(name), Tenant.CODEC.encode(tenants.get(name)));
    }

    private static byte[] keyOf(String name) {
        return ((char) TENANT_KEY + name).getBytes(UTF_8);
    }

    /** A tenant's name holds no slash. */
    private static Entries under(byte letter, String name, Entries whole) {
        return KeyParts.under(((char) letter + name + '/').getBytes(UTF_8), whole);
    }
}
