package io.aurea.cycle;

import io.aurea.state.Entries;
import io.aurea.state.StoredState;

/** Counts what becomes of observations, see {@link OrientTally}. Not thread-safe. */
final class CycledObservations implements StoredState {
    private static final byte[] KEY = {TenantCycles.TALLY_KEY};

    private OrientTally tally = OrientTally.NONE;
    private boolean changed;

    void count(long cycled, long refused) {
        if (cycled > 0 || refused > 0) {
            tally = tally.plus(new OrientTally(cycled, refused));
            changed = true;
        }
    }

    OrientTally tally() {
        return tally;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        tally = OrientTally.CODEC.decode(value);
    }

    @Override
    public void save(Entries changes) {
        if (changed) {
            changes.put(KEY, OrientTally.CODEC.encode(tally));
            changed = false;
        }
    }

    @Override
    public void saveAll(Entries all) {
        if (!tally.equals(OrientTally.NONE)) {
            all.put(KEY, OrientTally.CODEC.encode(tally));
        }
    }
}
