package io.aurea.topology;

import io.aurea.state.StoredState;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * A store whose content lives as objects of the pure core; what changed goes to the changelog once per commit.
 *
 * <p>This is the one place that leans on Kafka Streams internals. {@code StateStore.flush()} is not called in every
 * commit, whereas {@link CachedStateStore#flushCache()} is, before the producer is flushed and inside the transaction:
 * so it is the only moment at which dirty objects can be written such that they are exactly what the committed offsets
 * saw. Writing to the changelog has no public API either. {@code CrashIT}
 * kills the app twenty times in the middle of work and holds both to their word.
 *
 * <p>While nobody owns the state, in restoration and on a standby, the entries are kept as bytes; the processor that
 * calls {@link #own} turns them into objects, and a task that goes back to standby into bytes again. Confined to the
 * task's thread, as every store is.
 */
class WriteBehindStore implements StateStore, CachedStateStore<byte[], byte[]> {
    private final String name;
    private final Map<Bytes, byte[]> entries;
    private InternalProcessorContext<?, ?> context;
    private StoredState owner;
    private Runnable afterSave;
    private boolean open;

    WriteBehindStore(String name) {
        this(name, new HashMap<>());
    }

    /** @param entries empty; what holds the entries while nobody owns the state */
    WriteBehindStore(String name, Map<Bytes, byte[]> entries) {
        this.name = name;
        this.entries = entries;
    }

    /**
     * Hands the restored entries to this state and saves it from now on.
     *
     * @param afterSave called after each save, inside the commit
     */
    void own(StoredState state, Runnable afterSave) {
        clearCache();
        entries.forEach((key, value) -> state.load(key.get(), value));
        loaded();
        entries.clear();
        this.owner = state;
        this.afterSave = afterSave;
    }

    /** The owner has all of the state, and the entries still hold it too. */
    void loaded() {}

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        context = (InternalProcessorContext<?, ?>) stateStoreContext;
        owner = null;
        entries.clear();
        open = true;
        StateRestoreCallback restore = (key, value) -> put(Bytes.wrap(key), value);
        stateStoreContext.register(root, restore);
    }

    private void put(Bytes key, byte[] value) {
        if (value == null) {
            entries.remove(key);
        } else {
            entries.put(key, value);
        }
    }

    @Override
    public void flushCache() {
        if (owner == null) {
            return;
        }
        long timestamp = Math.max(0, context.currentStreamTimeMs());
        owner.save((key, value) -> context.logChange(
                name, Bytes.wrap(key), value, timestamp, new RecordHeaders(), Position.emptyPosition()));
        afterSave.run();
    }

    /** Nobody owns the state from here on, so the entries must hold it: on a standby the changelog writes to them. */
    @Override
    public void clearCache() {
        if (owner != null) {
            owner.saveAll((key, value) -> put(Bytes.wrap(key), value));
            owner = null;
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
        return false;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void close() {
        open = false;
        owner = null;
        entries.clear();
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public Position getPosition() {
        return Position.emptyPosition();
    }
}
