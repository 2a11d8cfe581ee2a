package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aurea.state.EntryParts;
import io.aurea.state.KeyParts;
import io.aurea.view.TenantHistory;
import io.aurea.view.TenantView;
import io.aurea.view.Views;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.kafka.common.utils.Bytes;

/**
 * The store of {@link Views}, which other threads may read.
 *
 * <p>What a commit has saved of the owner's state is held back until the processor calls {@link #publish} after the
 * commit: so nobody sees what an aborted transaction rolls back. A copy, on a standby or during restoration, is read
 * from its entries.
 */
final class ViewStore extends WriteBehindStore implements TenantViews {

    /** The part of the owner's state that is shown. */
    private static final class PublishedView {
        private final Map<String, TenantView> views = new ConcurrentHashMap<>();
        private volatile OptionalLong asOfMs = OptionalLong.empty();
    }

    private final ConcurrentNavigableMap<Bytes, byte[]> entries;
    private final Map<String, TenantView> saved = new HashMap<>();
    private OptionalLong savedAsOfMs = OptionalLong.empty();
    private long savedSettled;
    private Views views;
    /** Null while nobody owns the state. */
    private volatile PublishedView published;

    ViewStore(String name) {
        this(name, new ConcurrentSkipListMap<>());
    }

    private ViewStore(String name, ConcurrentNavigableMap<Bytes, byte[]> entries) {
        super(name, entries);
        this.entries = entries;
    }

    /** Hands the restored entries to these views and saves them from now on. */
    void own(Views state) {
        views = state;
        own(state, this::saved);
    }

    @Override
    void loaded() {
        saved();
        PublishedView restored = new PublishedView();
        publishTo(restored);
        published = restored;
    }

    /** A commit has saved the views, and is not over yet. */
    void saved() {
        views.publish(saved::put);
        savedAsOfMs = views.asOfMs();
        savedSettled = views.settled();
    }

    /**
     * Shows what the last commit saved; call it after that commit.
     *
     * @return whether everything is shown now
     */
    boolean publish() {
        publishTo(published);
        return savedSettled == views.settled();
    }

    private void publishTo(PublishedView to) {
        saved.forEach((tenant, view) -> to.views.compute(tenant, (name, before) -> view));
        saved.clear();
        to.asOfMs = savedAsOfMs;
    }

    @Override
    public void clearCache() {
        super.clearCache();
        disown();
    }

    @Override
    public void close() {
        super.close();
        disown();
    }

    private void disown() {
        published = null;
        saved.clear();
    }

    @Override
    public boolean owned() {
        return published != null;
    }

    @Override
    public Optional<TenantView> view(String tenant) {
        PublishedView now = published;
        if (now != null) {
            return Optional.ofNullable(now.views.get(tenant));
        }
        TenantHistory history = new TenantHistory(tenant);
        byte[] prefix = Views.prefix(tenant);
        boolean found = false;
        for (Map.Entry<Bytes, byte[]> e :
                entries.tailMap(Bytes.wrap(prefix), true).entrySet()) {
            byte[] key = e.getKey().get();
            if (!beginsWith(key, prefix)) {
                break;
            }
            found = true;
            load(history, KeyParts.rest(key, prefix.length), key, e.getValue());
        }
        return found ? Optional.of(history.view()) : Optional.empty();
    }

    /** An entry whose parts are being replaced at this moment is left out. */
    private void load(TenantHistory history, byte[] name, byte[] key, byte[] stored) {
        byte[] whole;
        try {
            whole = EntryParts.joined(key, stored, part -> entries.get(Bytes.wrap(part)));
        } catch (IllegalArgumentException incomplete) {
            return;
        }
        history.load(name, whole);
    }

    private static boolean beginsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    @Override
    public List<String> tenants() {
        PublishedView now = published;
        if (now != null) {
            return List.copyOf(new TreeSet<>(now.views.keySet()));
        }
        TreeSet<String> tenants = new TreeSet<>();
        Bytes at = entries.ceilingKey(Bytes.wrap(new byte[] {Views.TENANT_KEY}));
        while (at != null && at.get()[0] == Views.TENANT_KEY) {
            byte[] key = at.get();
            int end = 1;
            while (key[end] != Views.END_OF_TENANT) {
                end++;
            }
            tenants.add(new String(key, 1, end - 1, UTF_8));
            byte[] beyond = Arrays.copyOf(key, end + 1);
            beyond[end]++;
            at = entries.ceilingKey(Bytes.wrap(beyond));
        }
        return List.copyOf(tenants);
    }

    @Override
    public OptionalLong asOfMs() {
        PublishedView now = published;
        if (now != null) {
            return now.asOfMs;
        }
        byte[] stored = entries.get(Bytes.wrap(new byte[] {Views.AS_OF_KEY}));
        return stored == null ? OptionalLong.empty() : OptionalLong.of(Views.asOfMs(stored));
    }
}
