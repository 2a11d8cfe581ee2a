package io.aurea.topology;

import io.aurea.cycle.TenantCycles;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.state.StoredState;
import java.util.Optional;

/** What the store of orient holds: the cycles, and the records that wait until they are closed. */
record OrientState(TenantCycles cycles, WaitingRecords waiting) implements StoredState {
    /** None of the cycles' keys begins so. */
    static final byte WAITING_KEY = 'q';

    @Override
    public void load(byte[] key, byte[] value) {
        if (key[0] == WAITING_KEY) {
            waiting.load(KeyParts.rest(key, 1), value);
        } else {
            cycles.load(key, value);
        }
    }

    @Override
    public Optional<String> tenantOf(byte[] key) {
        return key[0] == WAITING_KEY ? Optional.empty() : cycles.tenantOf(key);
    }

    @Override
    public int form() {
        return Math.max(cycles.form(), waiting.form());
    }

    @Override
    public void save(Entries changes) {
        cycles.save(changes);
        waiting.save(KeyParts.under(WAITING_KEY, changes));
    }

    @Override
    public void saveAll(Entries all) {
        cycles.saveAll(all);
        waiting.saveAll(KeyParts.under(WAITING_KEY, all));
    }
}
