package io.aurea.window;

import io.aurea.state.Entries;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The series windows of one partition that are not closed yet, within the limits of each tenant and of all. Those whose time is
 * over take no more records; they are handed out to be closed, oldest first and in the order of their series. Not thread-safe.
 */
final class OpenWindows {
    private static final long NO_TIME = Long.MIN_VALUE;

    private final WindowSettings settings;
    private final TreeMap<Long, OpenWindow> byStart = new TreeMap<>();
    private final Map<String, Share> shares = new HashMap<>();
    /** Tenants that have as many bytes as they may. */
    private int heavyTenants;

    private final List<Accumulator> dirty = new ArrayList<>();
    private final List<byte[]> closedKeys = new ArrayList<>();
    private int count;
    private long bytes;
    private long overUntil = NO_TIME;
    private OpenWindow recent;
    /** What is left of the first window; null until it is being closed. */
    private Iterator<Accumulator> closing;

    /** What one tenant has open. */
    private static final class Share {
        private int count;
        private long bytes;
    }

    OpenWindows(WindowSettings settings) {
        this.settings = settings;
    }

    /** The time of windows that end at or before is over, epoch milliseconds. */
    void over(long endMs) {
        overUntil = endMs;
        recent = null;
    }

    /**
     * The window that takes records of this time, null if there is none. Nearly every record falls into the same window as the
     * previous one, which is cached.
     */
    OpenWindow at(long timeMs) {
        if (recent == null || timeMs < recent.startMs() || timeMs >= recent.startMs() + settings.sizeMs()) {
            recent = timeMs < overUntil ? null : byStart.get(settings.startOf(timeMs));
        }
        return recent;
    }

    void add(Accumulator a) {
        byStart.computeIfAbsent(a.windowStart(), OpenWindow::new).add(a);
        count++;
        shares.computeIfAbsent(a.series().tenant(), tenant -> new Share()).count++;
        weigh(a, a.weight());
    }

    /** @param more bytes of the series window, or fewer */
    private void weigh(Accumulator a, int more) {
        bytes += more;
        Share share = shares.get(a.series().tenant());
        boolean heavy = isHeavy(share);
        share.bytes += more;
        if (isHeavy(share) != heavy) {
            heavyTenants += heavy ? -1 : 1;
        }
    }

    private boolean isHeavy(Share share) {
        return share.bytes >= settings.limits().bytesOfTenant();
    }

    /**
     * A series window has taken a record.
     *
     * @param before its weight without it
     */
    void grown(Accumulator a, int before) {
        int more = a.weight() - before;
        if (more != 0) {
            weigh(a, more);
        }
    }

    /** Whether some tenant, or all together, have as many bytes as they may. */
    boolean isHeavy() {
        return heavyTenants > 0 || bytes >= settings.limits().bytes();
    }

    /** A record is about to be added to this series. */
    void touch(Accumulator a) {
        if (!a.dirty()) {
            dirty.add(a);
        }
    }

    /** The setting whose limit keeps a tenant from another series window; empty when there is room. */
    Optional<String> full(String tenant) {
        Share share = shares.get(tenant);
        if (share != null && share.count >= settings.limits().openOfTenant()) {
            return Optional.of(SeriesLimits.OPEN_OF_TENANT);
        }
        return count >= settings.limits().open() ? Optional.of(SeriesLimits.OPEN) : heavy(tenant);
    }

    /** The setting whose limit keeps the windows of a tenant from taking more memory; empty when there is room. */
    Optional<String> heavy(String tenant) {
        Share share = shares.get(tenant);
        if (share != null && isHeavy(share)) {
            return Optional.of(SeriesLimits.BYTES_OF_TENANT);
        }
        return bytes >= settings.limits().bytes() ? Optional.of(SeriesLimits.BYTES) : Optional.empty();
    }

    /** Why a record of the tenant is refused because of this limit, for a person. */
    String reason(String tenant, String setting) {
        SeriesLimits limits = settings.limits();
        String reached =
                switch (setting) {
                    case SeriesLimits.OPEN ->
                        "the partition already holds " + count + " open series windows; allowed: " + limits.open();
                    case SeriesLimits.BYTES ->
                        "the open series windows of the partition already take " + bytes + " bytes; allowed: "
                                + limits.bytes();
                    case SeriesLimits.OPEN_OF_TENANT ->
                        "tenant " + tenant + " already has " + shares.get(tenant).count
                                + " open series windows on the partition; allowed: " + limits.openOfTenant();
                    default ->
                        "the open series windows of tenant " + tenant + " on the partition already take "
                                + shares.get(tenant).bytes + " bytes; allowed: " + limits.bytesOfTenant();
                };
        return reached + " (" + setting + ")";
    }

    /** The next one to close of the windows that end at or before this time; null if there is none. */
    Accumulator nextDue(long endMs) {
        while (!byStart.isEmpty() && byStart.firstKey() + settings.sizeMs() <= endMs) {
            if (closing == null) {
                closing = byStart.firstEntry().getValue().inOrder().iterator();
            }
            while (closing.hasNext()) {
                Accumulator next = closing.next();
                if (!next.closed()) {
                    return next;
                }
            }
            byStart.pollFirstEntry();
            closing = null;
        }
        return null;
    }

    /** Takes out what is to be forgotten, oldest first; each is still to be closed and {@link #remove removed}. */
    List<Accumulator> take(Forgetting what) {
        List<Accumulator> taken = new ArrayList<>();
        byStart.values()
                .forEach(window ->
                        window.take(what).stream().filter(a -> !a.closed()).forEach(taken::add));
        long beingClosed = closing == null ? NO_TIME : byStart.firstKey();
        byStart.values().removeIf(window -> window.isEmpty() && window.startMs() != beingClosed);
        recent = null;
        return taken;
    }

    /** It has been closed. */
    void remove(Accumulator a) {
        if (a.stored()) {
            closedKeys.add(keyOf(a));
        }
        count--;
        weigh(a, -a.weight());
        shares.computeIfPresent(a.series().tenant(), (tenant, share) -> --share.count == 0 ? null : share);
    }

    int count() {
        return count;
    }

    /** End of the last window, epoch milliseconds; empty when none is open. */
    Optional<Long> lastEnd() {
        return byStart.isEmpty() ? Optional.empty() : Optional.of(byStart.lastKey() + settings.sizeMs());
    }

    void load(byte[] value) {
        add(Accumulator.decode(value));
    }

    void save(Entries changes) {
        closedKeys.forEach(key -> changes.put(key, null));
        closedKeys.clear();
        for (Accumulator a : dirty) {
            if (!a.closed()) {
                changes.put(keyOf(a), a.store());
            }
        }
        dirty.clear();
    }

    void saveAll(Entries all) {
        byStart.values().forEach(window -> window.series().forEach(a -> {
            if (!a.closed()) {
                all.put(keyOf(a), a.encode());
            }
        }));
    }

    private static byte[] keyOf(Accumulator a) {
        byte[] path = a.bytes().path();
        return ByteBuffer.allocate(1 + Long.BYTES + path.length)
                .put(PartitionWindows.WINDOW_KEY)
                .putLong(a.windowStart())
                .put(path)
                .array();
    }
}
