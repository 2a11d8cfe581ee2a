package io.aurea.cycle;

import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredState;
import java.util.BitSet;

/**
 * Which observation partitions have forgotten a tenant so far, until all have; a later command for the same tenant
 * replaces an earlier one. At most {@value #MOST} at once. Not thread-safe.
 */
final class Forgettings implements StoredState {
    private static final int MOST = 1_000;

    private record UnderWay(String commandId, long[] heard) {
        private static final Codec<UnderWay> CODEC = Codec.of(
                1,
                (u, out) -> {
                    out.writeUTF(u.commandId);
                    out.writeInt(u.heard.length);
                    for (long bits : u.heard) {
                        out.writeLong(bits);
                    }
                },
                in -> {
                    String commandId = in.readUTF();
                    long[] heard = new long[in.readInt()];
                    for (int i = 0; i < heard.length; i++) {
                        heard[i] = in.readLong();
                    }
                    return new UnderWay(commandId, heard);
                });
    }

    private final StoredMap<UnderWay> underWay = new StoredMap<>((char) TenantCycles.FORGETTING_KEY, UnderWay.CODEC);

    boolean any() {
        return underWay.size() > 0;
    }

    /**
     * A partition has forgotten.
     *
     * @param partitions that there are
     * @return whether all of them have
     */
    boolean heard(String tenant, String commandId, int partition, int partitions) {
        UnderWay before = underWay.get(tenant);
        BitSet heard =
                before == null || !before.commandId.equals(commandId) ? new BitSet() : BitSet.valueOf(before.heard);
        heard.set(partition);
        if (heard.cardinality() >= partitions) {
            underWay.remove(tenant);
            return true;
        }
        if (before == null && underWay.size() >= MOST) {
            underWay.remove(underWay.entries().firstKey());
        }
        underWay.put(tenant, new UnderWay(commandId, heard.toLongArray()));
        return false;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        underWay.load(key, value);
    }

    @Override
    public void save(Entries changes) {
        underWay.save(changes);
    }

    @Override
    public void saveAll(Entries all) {
        underWay.saveAll(all);
    }
}
