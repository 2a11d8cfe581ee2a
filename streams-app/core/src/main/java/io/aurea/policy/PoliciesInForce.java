package io.aurea.policy;

import io.aurea.schema.Policy;
import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** The published policies: the latest of each tenant with its own, and the latest for all others. Not thread-safe. */
public final class PoliciesInForce implements StoredState {

    /** Every tenant without a policy of its own. */
    public static final String EVERY_TENANT = "*";

    private record Published(long version, String body) {
        private static final Codec<Published> CODEC = Codec.of(
                1,
                (p, out) -> {
                    out.writeLong(p.version);
                    byte[] text = p.body.getBytes(StandardCharsets.UTF_8);
                    out.writeInt(text.length);
                    out.write(text);
                },
                in -> new Published(in.readLong(), new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8)));
    }

    private final TreeMap<String, Published> published = new TreeMap<>();
    private final Map<String, TenantPolicy> parsed = new HashMap<>();
    private final Map<String, String> problems = new HashMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();

    /**
     * Accepts a published policy, which is in force at once.
     *
     * @throws PolicyException if its body is not a valid policy; the previous one stays in force
     * @throws IllegalArgumentException if it is not newer than the one in force
     */
    public void accept(Policy policy) {
        String tenant = policy.getTenantId();
        Published before = published.get(tenant);
        if (policy.getVersion() < 1 || before != null && policy.getVersion() <= before.version()) {
            throw new IllegalArgumentException("the policy of " + tenant + " has version " + policy.getVersion()
                    + "; allowed: " + (before == null ? 1 : before.version() + 1) + " and more");
        }
        parsed.put(tenant, PolicyFile.parse(policy.getBody(), policy.getVersion()));
        published.put(tenant, new Published(policy.getVersion(), policy.getBody()));
        problems.remove(tenant);
        dirty.add(tenant);
    }

    /** Whether a policy has been published for this tenant alone. */
    public boolean hasOwn(String tenant) {
        return published.containsKey(tenant);
    }

    /** Nothing is left of the tenant's own. */
    public void forget(String tenant) {
        parsed.remove(tenant);
        problems.remove(tenant);
        if (published.remove(tenant) != null) {
            dirty.add(tenant);
        }
    }

    /**
     * The tenant's own, else the one for every tenant, else the built-in one. If one was stored by another release and
     * cannot be read by this one, the next is in force, see {@link #problemOf}.
     */
    public TenantPolicy of(String tenant) {
        TenantPolicy own = parsed.get(tenant);
        return own != null ? own : parsed.getOrDefault(EVERY_TENANT, TenantPolicy.BUILT_IN);
    }

    /** Why the policy that should be in force for a tenant is not, for a person. */
    public Optional<String> problemOf(String tenant) {
        boolean own = published.containsKey(tenant) || problems.containsKey(tenant);
        return Optional.ofNullable(problems.get(own ? tenant : EVERY_TENANT));
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String tenant = new String(key, StandardCharsets.UTF_8);
        Published stored;
        try {
            stored = Published.CODEC.decode(value);
        } catch (RuntimeException damaged) {
            problems.put(tenant, "the stored policy of " + tenant + " cannot be read: " + damaged.getMessage());
            throw damaged;
        }
        published.put(tenant, stored);
        try {
            parsed.put(tenant, PolicyFile.parse(stored.body(), stored.version()));
        } catch (PolicyException e) {
            problems.put(
                    tenant,
                    "version " + stored.version() + " of the policy of " + tenant
                            + " was accepted by another release and cannot be read by this one: " + e.getMessage());
        }
    }

    @Override
    public void save(Entries changes) {
        dirty.forEach(tenant -> put(tenant, published.get(tenant), changes));
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        published.forEach((tenant, policy) -> put(tenant, policy, all));
    }

    private static void put(String tenant, Published policy, Entries to) {
        to.put(tenant.getBytes(StandardCharsets.UTF_8), policy == null ? null : Published.CODEC.encode(policy));
    }
}
