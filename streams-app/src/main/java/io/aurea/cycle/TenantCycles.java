package io.aurea.cycle;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.state.Entries;
import io.aurea.state.Stored;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The cycles of the tenants of one partition of the loop.
 *
 * <p>Trends wait until the watermark of every observation partition has passed the end of their window plus grace; then
 * windows are worked off oldest first, tenants by name, trends by source and name. What comes out therefore does not
 * depend on how the partitions ran relative to each other.
 *
 * <p>A tenant's cycles begin with its first window with data and are numbered from 1 without gaps; a window without data
 * is an idle cycle. After {@link CycleSettings#dormantAfter} idle cycles in a row the tenant is dormant: no more cycles
 * until data comes, when the numbers go on. Not thread-safe.
 */
public final class TenantCycles implements Stored {
    private static final byte WATERMARK_KEY = 'm';
    private static final byte CLOSED_KEY = 'c';
    private static final byte TENANT_KEY = 't';
    private static final byte TREND_KEY = 'w';
    private static final long NONE = Long.MIN_VALUE;

    private final CycleSettings settings;
    private final long size;
    private final Watermarks watermarks = new Watermarks();
    private final TreeMap<String, Tenant> tenants = new TreeMap<>();
    private final TreeMap<Long, TreeMap<String, TreeMap<SeriesKey, WaitingTrend>>> waiting = new TreeMap<>();
    private final Map<ByteBuffer, byte[]> changes = new LinkedHashMap<>();
    private final TreeSet<String> awake = new TreeSet<>();
    private long closedEnd = NONE;

    public TenantCycles(CycleSettings settings) {
        this.settings = settings;
        this.size = settings.window().sizeMs();
    }

    /** Takes the trend of a window that observe has closed on this observation partition. */
    public void accept(int partition, Trend trend, OrientOutput out) {
        long start = trend.getWindowStart().toEpochMilli();
        if (closedEnd != NONE && start + size <= closedEnd) {
            out.deadLetter("the cycle of window " + trend.getWindowStart() + " is closed already");
            return;
        }
        SeriesKey series = new SeriesKey(trend.getSource(), trend.getName());
        Map<SeriesKey, WaitingTrend> window = waiting.computeIfAbsent(start, s -> new TreeMap<>())
                .computeIfAbsent(trend.getTenantId(), t -> new TreeMap<>());
        WaitingTrend first = window.get(series);
        if (first != null) {
            out.deadLetter("series " + series.source() + "/" + series.name() + " came on the observation partitions "
                    + first.partition() + " and " + partition
                    + " in one window; all publishers of a key must use the same partitioner (murmur2)");
            return;
        }
        WaitingTrend arrived = new WaitingTrend(partition, trend);
        window.put(series, arrived);
        change(trendKey(trend), arrived.encode());
    }

    /**
     * Moves time on for one observation partition and closes the cycles that were waiting for it.
     *
     * @param appendTimeMs when the watermark was appended to the loop, epoch milliseconds
     */
    public void accept(Watermark watermark, long appendTimeMs, OrientOutput out) {
        if (!watermarks.advance(watermark)) {
            return;
        }
        change(watermarkKey(watermark.getPartition()), encode(watermark));
        Optional<Long> reached = watermarks.reached();
        if (reached.isEmpty()) {
            return;
        }
        long end = settings.window().closedEnd(reached.get());
        if (closedEnd != NONE && end <= closedEnd) {
            return;
        }
        for (long start = nextStart(closedEnd); start != NONE && start + size <= end; start = nextStart(start + size)) {
            close(start, appendTimeMs, out);
        }
        closedEnd = end;
        change(
                new byte[] {CLOSED_KEY},
                ByteBuffer.allocate(Long.BYTES).putLong(end).array());
    }

    /** The next window in which something is to be done: the very next while a tenant is awake, else the next with data. */
    private long nextStart(long previousEnd) {
        long withData = waiting.isEmpty() ? NONE : waiting.firstKey();
        return awake.isEmpty() ? withData : previousEnd;
    }

    private void close(long start, long appendTimeMs, OrientOutput out) {
        TreeMap<String, TreeMap<SeriesKey, WaitingTrend>> data = waiting.remove(start);
        TreeSet<String> due = new TreeSet<>(awake);
        if (data != null) {
            due.addAll(data.keySet());
        }
        Double duration = settings.wallClock() ? (appendTimeMs - (start + size)) / 1000.0 : null;
        for (String name : due) {
            Map<SeriesKey, WaitingTrend> trends = data == null ? null : data.get(name);
            close(name, start, trends == null ? List.of() : trends.values(), duration, out);
        }
    }

    private void close(
            String name, long start, Collection<WaitingTrend> waitingTrends, Double duration, OrientOutput out) {
        List<Trend> trends = new ArrayList<>(waitingTrends.size());
        for (WaitingTrend t : waitingTrends) {
            trends.add(t.trend());
            change(trendKey(t.trend()), null);
            out.trend(t.trend());
        }
        Tenant tenant = tenants.getOrDefault(name, Tenant.NEW).next(start, trends.isEmpty(), settings.dormantAfter());
        put(name, tenant);
        change(tenantKey(name), tenant.encode());
        CycleMetrics cycle = CycleReport.of(name, tenant, start + size, trends, duration);
        out.cycle(cycle);
        out.status(CycleReport.status(cycle, tenant));
    }

    private void put(String name, Tenant tenant) {
        tenants.put(name, tenant);
        if (tenant.dormant()) {
            awake.remove(name);
        } else {
            awake.add(name);
        }
    }

    private void change(byte[] key, byte[] value) {
        changes.put(ByteBuffer.wrap(key), value);
    }

    @Override
    public void load(byte[] key, byte[] value) {
        switch (key[0]) {
            case WATERMARK_KEY -> {
                ByteBuffer in = ByteBuffer.wrap(value);
                watermarks.advance(in.getInt(), in.getInt(), in.getLong());
            }
            case CLOSED_KEY -> closedEnd = ByteBuffer.wrap(value).getLong();
            case TENANT_KEY -> put(new String(key, 1, key.length - 1, StandardCharsets.UTF_8), Tenant.decode(value));
            case TREND_KEY -> {
                WaitingTrend t = WaitingTrend.decode(value);
                waiting.computeIfAbsent(t.trend().getWindowStart().toEpochMilli(), s -> new TreeMap<>())
                        .computeIfAbsent(t.trend().getTenantId(), n -> new TreeMap<>())
                        .put(new SeriesKey(t.trend().getSource(), t.trend().getName()), t);
            }
            default -> throw new IllegalArgumentException("unknown entry '" + (char) key[0] + "' in the stored cycles");
        }
    }

    @Override
    public void save(Entries entries) {
        changes.forEach((key, value) -> entries.put(key.array(), value));
        changes.clear();
    }

    @Override
    public void saveAll(Entries all) {
        watermarks
                .times()
                .forEach((partition, time) ->
                        all.put(watermarkKey(partition), encode(partition, watermarks.partitionCount(), time)));
        if (closedEnd != NONE) {
            all.put(
                    new byte[] {CLOSED_KEY},
                    ByteBuffer.allocate(Long.BYTES).putLong(closedEnd).array());
        }
        tenants.forEach((name, tenant) -> all.put(tenantKey(name), tenant.encode()));
        waiting.values().forEach(window -> window.values()
                .forEach(series -> series.values().forEach(t -> all.put(trendKey(t.trend()), t.encode()))));
    }

    private static byte[] encode(Watermark w) {
        return encode(w.getPartition(), w.getPartitionCount(), w.getTime().toEpochMilli());
    }

    private static byte[] encode(int partition, int partitionCount, long timeMs) {
        return ByteBuffer.allocate(2 * Integer.BYTES + Long.BYTES)
                .putInt(partition)
                .putInt(partitionCount)
                .putLong(timeMs)
                .array();
    }

    private static byte[] watermarkKey(int partition) {
        return ByteBuffer.allocate(1 + Integer.BYTES)
                .put(WATERMARK_KEY)
                .putInt(partition)
                .array();
    }

    private static byte[] tenantKey(String name) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + text.length).put(TENANT_KEY).put(text).array();
    }

    private static byte[] trendKey(Trend t) {
        byte[] name = (t.getTenantId() + '/' + t.getSource() + '/' + t.getName()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(1 + Long.BYTES + name.length)
                .put(TREND_KEY)
                .putLong(t.getWindowStart().toEpochMilli())
                .put(name)
                .array();
    }
}
