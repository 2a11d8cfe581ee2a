package io.aurea.cycle;

import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Trends of windows that some observation partitions have not passed yet, by window, tenant and series. */
final class WaitingTrends implements StoredState {
    private final TreeMap<Long, TreeMap<String, TreeMap<SeriesKey, WaitingTrend>>> windows = new TreeMap<>();
    /** By key, additions since the last save, and null for stored trends that were removed. */
    private final Map<ByteBuffer, WaitingTrend> changes = new LinkedHashMap<>();

    /** Adds a trend, unless there is one for its series and window already, which is then returned. */
    Optional<WaitingTrend> add(int partition, Trend trend) {
        Map<SeriesKey, WaitingTrend> window = windowOf(trend);
        SeriesKey series = new SeriesKey(trend.getSource(), trend.getName());
        WaitingTrend first = window.get(series);
        if (first != null) {
            return Optional.of(first);
        }
        WaitingTrend arrived = new WaitingTrend(partition, trend);
        window.put(series, arrived);
        changes.put(ByteBuffer.wrap(keyOf(trend)), arrived);
        return Optional.empty();
    }

    private Map<SeriesKey, WaitingTrend> windowOf(Trend trend) {
        return windows.computeIfAbsent(trend.getWindowStart().toEpochMilli(), s -> new TreeMap<>())
                .computeIfAbsent(trend.getTenantId(), t -> new TreeMap<>());
    }

    /** Start of the oldest waiting window, epoch milliseconds. */
    OptionalLong firstStart() {
        return windows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(windows.firstKey());
    }

    /** Removes and returns the trends of a window, by tenant and series. */
    Map<String, TreeMap<SeriesKey, WaitingTrend>> take(long start) {
        Map<String, TreeMap<SeriesKey, WaitingTrend>> window = windows.remove(start);
        if (window == null) {
            return Map.of();
        }
        window.values().forEach(series -> series.values().forEach(this::gone));
        return window;
    }

    /** A trend added and removed between two saves was never stored. */
    private void gone(WaitingTrend waited) {
        ByteBuffer key = ByteBuffer.wrap(keyOf(waited.trend()));
        if (changes.remove(key) == null) {
            changes.put(key, null);
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        WaitingTrend waiting = WaitingTrend.CODEC.decode(value);
        Trend trend = waiting.trend();
        windowOf(trend).put(new SeriesKey(trend.getSource(), trend.getName()), waiting);
    }

    @Override
    public void save(Entries entries) {
        changes.forEach((key, waiting) ->
                entries.put(key.array(), waiting == null ? null : WaitingTrend.CODEC.encode(waiting)));
        changes.clear();
    }

    @Override
    public void saveAll(Entries all) {
        windows.values().forEach(window -> window.values().forEach(series -> series.values()
                .forEach(t -> all.put(keyOf(t.trend()), WaitingTrend.CODEC.encode(t)))));
    }

    private static byte[] keyOf(Trend t) {
        byte[] name = (t.getTenantId() + '/' + t.getSource() + '/' + t.getName()).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(t.getWindowStart().toEpochMilli())
                .put(name)
                .array();
    }
}
