package io.aurea.cycle;

import io.aurea.state.Codec;
import io.aurea.state.Entries;
import io.aurea.state.StoredMap;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is to be forgotten, and which observation partitions have done so, until all have; a later command for the same tenant or
 * series replaces an earlier one. What no command has asked for is not forgotten, whatever comes by way of the
 * observations, which many may write. At most {@value #MOST} at once. Not thread-safe.
 */
final class Forgettings implements StoredState {
    private static final int MOST = 1_000;

    /** @param series how many the partitions that were heard have known of it */
    private record UnderWay(String commandId, long series, long[] heard) {
        private static final Codec<UnderWay> CODEC = Codec.of(
                1,
                (u, out) -> {
                    out.writeUTF(u.commandId);
                    out.writeLong(u.series);
                    out.writeInt(u.heard.length);
                    for (long bits : u.heard) {
                        out.writeLong(bits);
                    }
                },
                in -> {
                    String commandId = in.readUTF();
                    long series = in.readLong();
                    int words = in.readInt();
                    if (words < 0 || words > in.available() / Long.BYTES) {
                        throw new IllegalArgumentException(
                                words + " words are to follow, and there are " + in.available() + " bytes");
                    }
                    long[] heard = new long[words];
                    for (int i = 0; i < heard.length; i++) {
                        heard[i] = in.readLong();
                    }
                    return new UnderWay(commandId, series, heard);
                });
    }

    private final StoredMap<UnderWay> underWay = new StoredMap<>((char) TenantCycles.FORGETTING_KEY, UnderWay.CODEC);

    boolean any() {
        return underWay.size() > 0;
    }

    /** A command has come that asks for it. */
    void ask(Forgetting what) {
        if (underWay.get(what.path()) == null && underWay.size() >= MOST) {
            underWay.remove(underWay.entries().firstKey());
        }
        underWay.put(what.path(), new UnderWay(what.commandId(), 0, new long[0]));
    }

    /** Why a partition cannot have forgotten that; empty where this command has asked for it, and not every partition has done so. */
    Optional<String> refusal(Forgetting what, int partition, int partitions) {
        UnderWay at = underWay.get(what.path());
        if (at != null && at.commandId.equals(what.commandId()) && partition >= 0 && partition < partitions) {
            return Optional.empty();
        }
        return Optional.of("partition " + partition + " of aurea.observations has forgotten " + what.path()
                + " for command '" + what.commandId() + "'; allowed: a command that is under way, and partitions 0 to "
                + (partitions - 1));
    }

    /**
     * A partition has forgotten what this command asked for, and nothing speaks against it, see {@link #refusal}.
     *
     * @param series how many it knew, 0 or more; counted once
     * @param partitions that there are
     * @return how many all of them knew; empty until all have been heard
     */
    OptionalLong heard(Forgetting what, int partition, long series, int partitions) {
        UnderWay at = underWay.get(what.path());
        BitSet heard = BitSet.valueOf(at.heard);
        long known = heard.get(partition) ? at.series : at.series + series;
        heard.set(partition);
        if (heard.cardinality() >= partitions) {
            underWay.remove(what.path());
            return OptionalLong.of(known);
        }
        underWay.put(what.path(), new UnderWay(what.commandId(), known, heard.toLongArray()));
        return OptionalLong.empty();
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
