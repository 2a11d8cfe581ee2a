package io.aurea.topology;

import io.aurea.state.EntryParts;
import io.aurea.state.StoredState;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store whose content lives as objects of the pure core; changes go to the changelog once per commit.
 *
 * <p>This is the one place that relies on Kafka Streams internals. {@code StateStore.flush()} is not called in every
 * commit, whereas {@link CachedStateStore#flushCache()} is, before the producer is flushed and inside the transaction:
 * so it is the only moment at which dirty objects can be written exactly as of the committed offsets. Writing to the
 * changelog has no public API either. {@code FlushContractIT} asks both of each version of Kafka that is offered, and
 * {@code CrashIT} tests them by killing the app twenty times in the middle of work.
 *
 * <p>While nobody owns the state, during restoration and on a standby, entries are bytes; the processor that calls
 * {@link #own} turns them into objects, and a task that goes back to standby into bytes again. Confined to the task's
 * thread, like every store.
 */
class WriteBehindStore implements StateStore, CachedStateStore<byte[], byte[]> {
    /** The highest form of a state that this release knows; one in a higher form is a newer release's. */
    private static final byte FORM = 2;

    /** Holds the form's number; no state has a key that begins so. */
    static final Bytes STATE_KEY = Bytes.wrap(new byte[] {0});

    /** Commits are due each commit interval; this many may be missed in any case. */
    private static final int MISSED_COMMITS = 10;

    /** There is no commit while a group rebalances. In this many transaction timeouts it ends, or the transaction does. */
    private static final int TRANSACTIONS = 2;

    private static final long TRANSACTION_TIMEOUT_MS_DEFAULT = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(WriteBehindStore.class);

    private final String name;
    private final Map<Bytes, byte[]> entries;
    private final Map<Bytes, byte[]> setAside = new HashMap<>();
    private StateStoreContext context;
    private StoredState owner;
    private Runnable afterSave;
    private boolean open;
    private Sensor unreadable;
    private final EntryParts parts = new EntryParts();
    /** The form that is stored; 0 before the first commit. */
    private byte form;

    private boolean dirty;
    private long chances;
    private long allowed = MISSED_COMMITS;

    WriteBehindStore(String name) {
        this(name, new HashMap<>());
    }

    /** @param entries empty; holds the entries while nobody owns the state */
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
        parts.clear();
        requireReadable(entries.remove(STATE_KEY));
        setAside.clear();
        entries.forEach((key, value) -> {
            if (!EntryParts.isPart(key.get())) {
                load(state, key, value);
            }
        });
        loaded();
        entries.clear();
        this.owner = state;
        this.afterSave = afterSave;
    }

    private void requireReadable(byte[] stored) {
        form = stored != null && stored.length == 1 ? stored[0] : 0;
        if (form > FORM) {
            throw new StreamsException("store " + name + " was written by a newer release, whose state is number "
                    + form + "; allowed: up to " + FORM + "; go back to that release, or see docs/UPGRADING.md");
        }
    }

    /**
     * An unreadable entry stays in the changelog until something else is saved under its key; the tenant continues
     * without it. A task that never starts again would serve nobody.
     */
    private void load(StoredState state, Bytes key, byte[] value) {
        try {
            state.load(key.get(), parts.join(key.get(), value, part -> entries.get(Bytes.wrap(part))));
        } catch (RuntimeException cause) {
            setAside.put(key, value);
            unreadable.record();
            LOG.error(
                    "an entry of store {}, task {}, of tenant {} is set aside, key {}: {}",
                    name,
                    context.taskId(),
                    state.tenantOf(key.get()).orElse("(none)"),
                    printable(key.get()),
                    cause.toString());
        }
    }

    /** Whether no commit has saved anything yet: at the first start, or after a loss of the changelog. */
    boolean isNew() {
        return form == 0;
    }

    /** Number of entries that could not be read when the state was taken over. */
    int setAside() {
        return setAside.size();
    }

    /**
     * Stops the task if this store has changed and no commit has saved it for so long that none will. Wall-clock
     * punctuation runs between two commits and never within one, so each run had its chance.
     */
    void guard(ProcessorContext<?, ?> processor) {
        long interval =
                Math.max(1, new StreamsConfig(processor.appConfigs()).getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG));
        allowed = Math.max(MISSED_COMMITS, TRANSACTIONS * transactionTimeoutMs(processor.appConfigs()) / interval);
        processor.schedule(Duration.ofMillis(interval), PunctuationType.WALL_CLOCK_TIME, now -> commitIsDue());
    }

    private static long transactionTimeoutMs(Map<String, Object> configs) {
        String key = ProducerConfig.TRANSACTION_TIMEOUT_CONFIG;
        Object given = configs.getOrDefault(StreamsConfig.producerPrefix(key), configs.get(key));
        return given == null ? TRANSACTION_TIMEOUT_MS_DEFAULT : Long.parseLong(given.toString());
    }

    /** The state has changed, so the next commit must save it; see {@link #guard}. */
    void changed() {
        if (!dirty) {
            dirty = true;
            chances = 0;
        }
    }

    /** A commit interval has passed; called by the schedule of {@link #guard}, between two commits. */
    void commitIsDue() {
        if (dirty && ++chances > allowed) {
            throw new StreamsException("store " + name + " has changed and was not asked to save itself for "
                    + allowed
                    + " commit intervals: this version of Kafka Streams does not call flushCache in a commit,"
                    + " and offsets would be committed without their state");
        }
    }

    private static String printable(byte[] key) {
        StringBuilder text = new StringBuilder();
        for (byte b : key) {
            text.append(b >= ' ' && b < 127 ? String.valueOf((char) b) : String.format("\\x%02x", b));
        }
        return text.length() <= 300 ? text.toString() : text.substring(0, 300) + "...";
    }

    /** Called when the owner has all of the state, while the entries still hold it too. */
    void loaded() {}

    @Override
    public void init(StateStoreContext stateStoreContext, StateStore root) {
        context = stateStoreContext;
        owner = null;
        // Of a task that starts over after a death, what was not saved is gone.
        dirty = false;
        parts.clear();
        entries.clear();
        open = true;
        stateStoreContext.register(root, (StateRestoreCallback) this::put);
        unreadable =
                stateStoreContext.metrics().addRateTotalSensor("store", name, "set-aside", Sensor.RecordingLevel.INFO);
    }

    private void put(byte[] key, byte[] value) {
        if (value == null) {
            entries.remove(Bytes.wrap(key));
        } else {
            entries.put(Bytes.wrap(key), value);
        }
    }

    @Override
    public void flushCache() {
        dirty = false;
        if (owner == null) {
            return;
        }
        owner.save((key, value) -> parts.split(key, value, this::log));
        byte now = currentForm();
        if (now != form) {
            log(STATE_KEY.get(), new byte[] {now});
            form = now;
        }
        afterSave.run();
    }

    private byte currentForm() {
        return (byte) Math.max(owner.form(), parts.any() ? FORM : 1);
    }

    private void log(byte[] key, byte[] value) {
        InternalProcessorContext<?, ?> internal = (InternalProcessorContext<?, ?>) context;
        long timestamp = RecordTime.of(internal.currentStreamTimeMs(), internal.currentSystemTimeMs());
        internal.logChange(name, Bytes.wrap(key), value, timestamp, new RecordHeaders(), Position.emptyPosition());
    }

    /** From here on nobody owns the state, so the entries must hold it: on a standby the changelog writes to them. */
    @Override
    public void clearCache() {
        if (owner != null) {
            entries.putAll(setAside);
            owner.saveAll((key, value) -> parts.split(key, value, this::put));
            put(STATE_KEY.get(), new byte[] {currentForm()});
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
