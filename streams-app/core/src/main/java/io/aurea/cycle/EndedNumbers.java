package io.aurea.cycle;

import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.Epoch;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredState;
import java.util.Locale;

/**
 * From which number a tenant goes on whose like has ended, was forgotten, or has lost its state: what is told of the earlier one in
 * topics, tables and executors must not be taken for the new one's. Kept by a hash of the name, which nobody can read from it;
 * where two names share one, the later begins in a later epoch than it had to. At most {@value #MOST} entries. Not thread-safe.
 */
final class EndedNumbers implements StoredState {
    /** No other entry of the cycles begins so. */
    static final byte KEY = 'z';

    private static final int MOST = 65_536;
    private static final Codec<Long> NUMBER = Codec.of(1, (n, out) -> out.writeLong(n), in -> in.readLong());

    private final StoredMap<Long> lastBefore = new StoredMap<>((char) KEY, NUMBER);

    /** The number before the first of a new tenant of this name; 0 if there has been none before. */
    long lastNumber(String tenant) {
        return lastBefore.getOrDefault(bucket(tenant), 0L);
    }

    /** A tenant has ended after this cycle. */
    void put(String tenant, long lastCycleNumber) {
        long next = Epoch.within(lastCycleNumber) == 0 ? lastCycleNumber : Epoch.after(lastCycleNumber);
        if (next > lastNumber(tenant)) {
            lastBefore.put(bucket(tenant), next);
        }
    }

    /** That of two stored numbers that is the later one. */
    static byte[] later(byte[] one, byte[] other) {
        return NUMBER.decode(one) >= NUMBER.decode(other) ? one : other;
    }

    private static String bucket(String tenant) {
        int hash = tenant.hashCode() * 0x9E3779B9;
        return String.format(Locale.ROOT, "%04x", hash >>> 16 & MOST - 1);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        lastBefore.load(key, value);
    }

    @Override
    public void save(Entries changes) {
        lastBefore.save(changes);
    }

    @Override
    public void saveAll(Entries all) {
        lastBefore.saveAll(all);
    }
}
