package io.aurea.cycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.policy.PoliciesInForce;
import io.aurea.state.PartitionedEntries;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The stored cycles when the number of partitions of the loop and of observations changes. No trend may be waiting for its cycle.
 * What is a tenant's goes where the tenant goes; the policy for all and the loop's own absence are known to every partition, and
 * so is the time that every observation partition has reached.
 */
public final class CyclesRepartition {
    private static final byte[] CLOSED = {TenantCycles.CLOSED_KEY};
    private static final int ALL = -1;

    private CyclesRepartition() {}

    /**
     * The entries by their new partitions.
     *
     * @param partitionOf of a tenant
     * @throws IllegalStateException if a trend waits, or the partitions have closed different cycles
     */
    public static PartitionedEntries of(PartitionedEntries before, int count, ToIntFunction<String> partitionOf) {
        long waiting = before.count(TenantCycles.TREND_KEY);
        if (waiting > 0) {
            throw new IllegalStateException(waiting
                    + " trends wait for their cycle; allowed: none, see `aurea drain` and `aurea send --close`");
        }
        if (before.count(TenantCycles.CLOSING_KEY) > 0) {
            throw new IllegalStateException("cycles are due and not closed yet; allowed: none, see `aurea drain`");
        }
        PartitionedEntries after = new PartitionedEntries(count);
        for (byte letter : new byte[] {
            PartitionTenants.TENANT_KEY,
            PartitionTenants.ORIENTATION_KEY,
            PartitionTenants.DECISIONS_KEY,
            TenantCycles.STATUS_KEY
        }) {
            after.place(letter, before, key -> partitionOf.applyAsInt(tenantOf(key)));
        }
        placePolicies(before, after, partitionOf);
        placeClosedEnd(before, after);
        placeWatermarks(before, after);
        placeAbsences(before, after);
        placeTally(before, after);
        placeEnded(before, after);
        return after;
    }

    private static void placePolicies(
            PartitionedEntries before, PartitionedEntries after, ToIntFunction<String> partitionOf) {
        for (int p = 0; p < before.count(); p++) {
            before.forEach(p, (key, value) -> {
                if (key[0] != TenantCycles.POLICY_KEY) {
                    return;
                }
                String tenant = tenantOf(key);
                if (tenant.equals(PoliciesInForce.EVERY_TENANT)) {
                    after.putAll(key, value);
                } else {
                    after.put(partitionOf.applyAsInt(tenant), key, value);
                }
            });
        }
    }

    private static void placeClosedEnd(PartitionedEntries before, PartitionedEntries after) {
        byte[] closed = before.get(0, CLOSED);
        for (int p = 1; p < before.count(); p++) {
            if (!Arrays.equals(closed, before.get(p, CLOSED))) {
                throw new IllegalStateException(
                        "the partitions of the loop have closed different cycles; allowed: the same,"
                                + " see `aurea drain`");
            }
        }
        after.putAll(CLOSED, closed);
    }

    private static void placeWatermarks(PartitionedEntries before, PartitionedEntries after) {
        Watermarks heard = new Watermarks(Long.MAX_VALUE, 0);
        before.forEach(0, (key, value) -> {
            if (key[0] == TenantCycles.WATERMARK_KEY) {
                heard.load(Arrays.copyOfRange(key, 1, key.length), value);
            }
        });
        Optional<Long> reached = heard.reached();
        if (reached.isEmpty()) {
            return;
        }
        Watermarks all = Watermarks.at(reached.get(), after.count());
        for (int p = 0; p < after.count(); p++) {
            int to = p;
            all.saveAll((key, value) -> after.put(to, under(TenantCycles.WATERMARK_KEY, key), value));
        }
    }

    /** Each new partition of observations goes on with the clock of an old one, see {@code WindowsRepartition}. */
    private static void placeAbsences(PartitionedEntries before, PartitionedEntries after) {
        after.putAll(absence(ALL), before.get(0, absence(ALL)));
        for (int observed = 0; observed < after.count(); observed++) {
            after.putAll(absence(observed), before.get(0, absence(observed % before.count())));
        }
    }

    /** The first new partition has the tally of all. */
    private static void placeTally(PartitionedEntries before, PartitionedEntries after) {
        byte[] key = {TenantCycles.TALLY_KEY};
        OrientTally all = OrientTally.NONE;
        for (int p = 0; p < before.count(); p++) {
            byte[] tally = before.get(p, key);
            all = tally == null ? all : all.plus(OrientTally.CODEC.decode(tally));
        }
        after.put(0, key, all.equals(OrientTally.NONE) ? null : OrientTally.CODEC.encode(all));
    }

    /** Every new partition knows from where the tenants of all old ones would go on. */
    private static void placeEnded(PartitionedEntries before, PartitionedEntries after) {
        for (int p = 0; p < before.count(); p++) {
            before.forEach(p, (key, value) -> {
                if (key[0] == EndedNumbers.KEY) {
                    byte[] other = after.get(0, key);
                    after.putAll(key, other == null ? value : EndedNumbers.later(value, other));
                }
            });
        }
    }

    private static byte[] absence(int partition) {
        return under(
                TenantCycles.ABSENCE_KEY,
                ByteBuffer.allocate(Integer.BYTES).putInt(partition).array());
    }

    private static byte[] under(byte letter, byte[] key) {
        return ByteBuffer.allocate(1 + key.length).put(letter).put(key).array();
    }

    private static String tenantOf(byte[] key) {
        return new String(key, 1, key.length - 1, UTF_8).split("/", 2)[0];
    }
}
