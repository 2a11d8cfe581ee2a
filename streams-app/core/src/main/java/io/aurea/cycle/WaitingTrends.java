package io.aurea.cycle;

import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Trends of windows that some observation partitions have not passed yet, by window, tenant and series. Of the series beyond the
 * most that a cycle judges only a sum is kept. Reports, which are trends without a series, are added up. Not thread-safe.
 */
final class WaitingTrends implements StoredState {
    /** In the place of source and name, the key of the sum. */
    private static final String SUM = "/";

    private static final class WaitingCycle {
        private final TreeMap<SeriesKey, WaitingTrend> trends = new TreeMap<>();
        private UnjudgedSeries unjudged = UnjudgedSeries.NONE;
    }

    private final int mostSeries;
    private final TreeMap<Long, TreeMap<String, WaitingCycle>> windows = new TreeMap<>();
    /** By key, changes since the last save, and null for what was removed. */
    private final Map<ByteBuffer, Supplier<byte[]>> changes = new LinkedHashMap<>();

    private long observations;

    /** @param mostSeries that a cycle judges, [1, ..) */
    WaitingTrends(int mostSeries) {
        this.mostSeries = mostSeries;
    }

    /** Adds a trend, unless there is one for its series and window already, which is then returned. */
    Optional<WaitingTrend> add(int partition, Trend trend) {
        long start = trend.getWindowStart().toEpochMilli();
        WaitingCycle cycle = cycle(start, trend.getTenantId());
        SeriesKey series = new SeriesKey(trend.getSource(), trend.getName());
        WaitingTrend first = cycle.trends.get(series);
        boolean report = trend.getName().isEmpty();
        if (first != null && !report) {
            return Optional.of(first);
        }
        if (first != null) {
            trend.setCount(trend.getCount() + first.trend().getCount());
        }
        if (!report) {
            observations += trend.getCount();
        }
        if (!report && cycle.trends.size() >= mostSeries) {
            cycle.unjudged = cycle.unjudged.plus(trend);
            changes.put(keyOf(start, trend.getTenantId(), SUM), () -> UnjudgedSeries.CODEC.encode(cycle.unjudged));
        } else {
            WaitingTrend arrived = new WaitingTrend(partition, trend);
            cycle.trends.put(series, arrived);
            changes.put(keyOf(trend), () -> WaitingTrend.CODEC.encode(arrived));
        }
        return Optional.empty();
    }

    private WaitingCycle cycle(long start, String tenant) {
        return windows.computeIfAbsent(start, s -> new TreeMap<>()).computeIfAbsent(tenant, t -> new WaitingCycle());
    }

    /** Observations in the trends that wait. */
    long observations() {
        return observations;
    }

    /** Start of the oldest waiting window, epoch milliseconds. */
    OptionalLong firstStart() {
        return windows.isEmpty() ? OptionalLong.empty() : OptionalLong.of(windows.firstKey());
    }

    /** The tenants with trends of this window. */
    Set<String> tenants(long start) {
        TreeMap<String, WaitingCycle> window = windows.get(start);
        return window == null ? Set.of() : Collections.unmodifiableSet(window.keySet());
    }

    /** Removes what waits for a tenant's cycle of a window, and returns it. */
    CycleInput take(long start, String tenant) {
        List<Trend> trends = new ArrayList<>();
        TreeSet<String> late = new TreeSet<>();
        ReachedLimits limits = new ReachedLimits();
        WaitingCycle cycle = remove(start, tenant);
        for (WaitingTrend waited : cycle.trends.values()) {
            Trend trend = waited.trend();
            if (!isReport(trend)) {
                trends.add(trend);
            } else if (!limits.add(trend)) {
                late.add(trend.getSource());
            }
            gone(trend);
        }
        if (cycle.unjudged.series() > 0) {
            observations -= cycle.unjudged.observations();
            changes.put(keyOf(start, tenant, SUM), null);
        }
        return new CycleInput(trends, late, cycle.unjudged, limits);
    }

    private static boolean isReport(Trend trend) {
        return trend.getName().isEmpty();
    }

    private void gone(Trend trend) {
        if (!isReport(trend)) {
            observations -= trend.getCount();
        }
        ByteBuffer key = keyOf(trend);
        // A trend that was added and removed between two saves was never stored; a report may have changed since.
        if (changes.remove(key) == null || isReport(trend)) {
            changes.put(key, null);
        }
    }

    /**
     * Removes what waits for cycles of a tenant, or of some of its series; sums are of no series.
     *
     * @return the number of observations in it
     */
    long forget(Forgetting what) {
        long before = observations;
        for (long start : List.copyOf(windows.keySet())) {
            if (what.isOfTenant()) {
                take(start, what.tenant());
            } else {
                forget(start, what);
            }
        }
        return before - observations;
    }

    private void forget(long start, Forgetting what) {
        WaitingCycle cycle = windows.get(start).get(what.tenant());
        if (cycle == null) {
            return;
        }
        List<WaitingTrend> forgotten = cycle.trends.entrySet().stream()
                .filter(e -> what.covers(e.getKey().source(), e.getKey().name()))
                .map(Map.Entry::getValue)
                .toList();
        for (WaitingTrend waited : forgotten) {
            cycle.trends.remove(
                    new SeriesKey(waited.trend().getSource(), waited.trend().getName()));
            gone(waited.trend());
        }
        if (cycle.trends.isEmpty() && cycle.unjudged.series() == 0) {
            remove(start, what.tenant());
        }
    }

    boolean any(String tenant) {
        return windows.values().stream().anyMatch(window -> window.containsKey(tenant));
    }

    private WaitingCycle remove(long start, String tenant) {
        TreeMap<String, WaitingCycle> window = windows.get(start);
        WaitingCycle removed = window == null ? null : window.remove(tenant);
        if (window != null && window.isEmpty()) {
            windows.remove(start);
        }
        return removed == null ? new WaitingCycle() : removed;
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String[] path = new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8).split("/", 2);
        long start = ByteBuffer.wrap(key).getLong();
        if (path[1].equals(SUM)) {
            UnjudgedSeries sum = UnjudgedSeries.CODEC.decode(value);
            cycle(start, path[0]).unjudged = sum;
            observations += sum.observations();
            return;
        }
        WaitingTrend waiting = WaitingTrend.CODEC.decode(value);
        Trend trend = waiting.trend();
        if (!keyOf(trend).equals(ByteBuffer.wrap(key))) {
            throw new IllegalArgumentException("the trend of " + trend.getTenantId() + '/' + trend.getSource() + '/'
                    + trend.getName() + " is stored under the key of another one");
        }
        cycle(start, path[0]).trends.put(new SeriesKey(trend.getSource(), trend.getName()), waiting);
        if (!trend.getName().isEmpty()) {
            observations += trend.getCount();
        }
    }

    @Override
    public void save(Entries entries) {
        changes.forEach((key, encoded) -> entries.put(key.array(), encoded == null ? null : encoded.get()));
        changes.clear();
    }

    @Override
    public void saveAll(Entries all) {
        windows.forEach((start, window) -> window.forEach((tenant, cycle) -> {
            cycle.trends
                    .values()
                    .forEach(waiting -> all.put(keyOf(waiting.trend()).array(), WaitingTrend.CODEC.encode(waiting)));
            if (cycle.unjudged.series() > 0) {
                all.put(keyOf(start, tenant, SUM).array(), UnjudgedSeries.CODEC.encode(cycle.unjudged));
            }
        }));
    }

    private static ByteBuffer keyOf(Trend t) {
        return keyOf(t.getWindowStart().toEpochMilli(), t.getTenantId(), t.getSource() + '/' + t.getName());
    }

    private static ByteBuffer keyOf(long start, String tenant, String series) {
        byte[] name = (tenant + '/' + series).getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(start)
                .put(name)
                .rewind();
    }
}
