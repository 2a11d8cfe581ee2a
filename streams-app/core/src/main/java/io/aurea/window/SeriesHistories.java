package io.aurea.window;

import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.trend.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The histories of the series of one partition. A series without data for the retention time is forgotten. So are, beyond the
 * maximum number of a tenant, those of its own heard longest ago, and beyond that of the partition, those of the tenant with the
 * most: nobody's models make room for another's names. Not thread-safe.
 */
final class SeriesHistories implements StoredState {
    private static final Comparator<SeriesHistory> LONGEST_AGO_FIRST =
            Comparator.comparingLong(SeriesHistory::heardAt).thenComparing(SeriesHistory::series);

    private static final byte SNAPSHOT_KEY = 's';
    private static final byte WINDOWS_KEY = 'w';

    private final ModelSettings model;
    private final WindowSettings settings;
    /** By tenant, each in order of the last data: windows are closed oldest first, and series within a window in their order. */
    private final TreeMap<String, LinkedHashMap<SeriesId, SeriesHistory>> tenants = new TreeMap<>();

    private int size;
    /** Whether entries still have to be sorted, since they are loaded in any order. */
    private boolean loaded;

    private final List<SeriesHistory> dirty = new ArrayList<>();
    private final List<SeriesId> forgotten = new ArrayList<>();

    SeriesHistories(ModelSettings model, WindowSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /**
     * Adds to the trend of a closed window how it compares with earlier ones. Windows come oldest first.
     *
     * @param counter the values of a COUNTER's window
     */
    void assess(SeriesId series, Trend trend, Optional<CounterValues> counter) {
        order();
        SeriesHistory history = history(series);
        if (!history.dirty()) {
            dirty.add(history);
        }
        history.assess(trend, counter);
    }

    private SeriesHistory history(SeriesId series) {
        return tenants.computeIfAbsent(series.tenant(), t -> new LinkedHashMap<>(16, 0.75f, true))
                .computeIfAbsent(series, s -> {
                    size++;
                    return new SeriesHistory(s, model);
                });
    }

    /** Forgets a series, which begins anew. */
    void drop(SeriesId series) {
        order();
        LinkedHashMap<SeriesId, SeriesHistory> histories = tenants.get(series.tenant());
        SeriesHistory history = histories == null ? null : histories.remove(series);
        if (history != null) {
            size--;
            history.forget();
            forgotten.add(series);
        }
    }

    /**
     * Forgets the series of a tenant, or some of them.
     *
     * @return these
     */
    List<SeriesId> forget(Forgetting what) {
        LinkedHashMap<SeriesId, SeriesHistory> histories = tenants.get(what.tenant());
        if (histories == null) {
            return List.of();
        }
        List<SeriesId> known = new ArrayList<>();
        for (SeriesHistory history : List.copyOf(histories.values())) {
            if (what.covers(history.series())) {
                histories.remove(history.series());
                size--;
                history.forget();
                forgotten.add(history.series());
                known.add(history.series());
            }
        }
        if (histories.isEmpty()) {
            tenants.remove(what.tenant());
        }
        return known;
    }

    /**
     * Forgets series that are too old or too many.
     *
     * @param oldest a series without a window since then is too old, epoch milliseconds
     * @param tooMany receives the tenant and the setting for each series that a limit has cost
     */
    void forget(long oldest, BiConsumer<String, String> tooMany) {
        order();
        int mostOfTenant = settings.limits().seriesOfTenant();
        tenants.forEach((tenant, histories) -> {
            Iterator<SeriesHistory> longestAgoFirst = histories.values().iterator();
            while (longestAgoFirst.hasNext()) {
                SeriesHistory history = longestAgoFirst.next();
                boolean old = history.heardAt() < oldest;
                if (!old && histories.size() <= mostOfTenant) {
                    return;
                }
                forget(history, longestAgoFirst);
                if (!old) {
                    tooMany.accept(tenant, SeriesLimits.SERIES_OF_TENANT);
                }
            }
        });
        tenants.values().removeIf(LinkedHashMap::isEmpty);
        if (size > settings.limits().series()) {
            forgetOfTheLargest(tooMany);
        }
    }

    private void forgetOfTheLargest(BiConsumer<String, String> tooMany) {
        PriorityQueue<String> largestFirst = new PriorityQueue<>(
                Comparator.comparing((String tenant) -> -tenants.get(tenant).size())
                        .thenComparing(Comparator.naturalOrder()));
        largestFirst.addAll(tenants.keySet());
        while (size > settings.limits().series()) {
            String largest = largestFirst.remove();
            Iterator<SeriesHistory> longestAgoFirst =
                    tenants.get(largest).values().iterator();
            forget(longestAgoFirst.next(), longestAgoFirst);
            tooMany.accept(largest, SeriesLimits.SERIES);
            largestFirst.add(largest);
        }
        tenants.values().removeIf(LinkedHashMap::isEmpty);
    }

    private void forget(SeriesHistory history, Iterator<SeriesHistory> at) {
        at.remove();
        size--;
        history.forget();
        forgotten.add(history.series());
    }

    private void order() {
        if (loaded) {
            tenants.values().forEach(histories -> {
                List<SeriesHistory> all = new ArrayList<>(histories.values());
                all.sort(LONGEST_AGO_FIRST);
                histories.clear();
                all.forEach(history -> histories.put(history.series(), history));
            });
            loaded = false;
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String[] path = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII).split("/", 3);
        SeriesHistory history = history(new SeriesId(path[0], path[1], path[2]));
        if (key[0] == SNAPSHOT_KEY) {
            history.loadSnapshot(value);
        } else {
            history.loadWindows(value);
        }
        loaded = true;
    }

    @Override
    public void save(Entries changes) {
        for (SeriesId series : forgotten) {
            changes.put(keyOf(SNAPSHOT_KEY, series), null);
            changes.put(keyOf(WINDOWS_KEY, series), null);
        }
        forgotten.clear();
        for (SeriesHistory history : dirty) {
            SeriesId series = history.series();
            if (!history.forgotten()) {
                history.save(keyOf(SNAPSHOT_KEY, series), keyOf(WINDOWS_KEY, series), changes);
            }
        }
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        tenants.values()
                .forEach(histories -> histories.forEach(
                        (series, history) -> all.put(keyOf(SNAPSHOT_KEY, series), history.snapshot())));
    }

    private static byte[] keyOf(byte kind, SeriesId series) {
        return ((char) kind + series.tenant() + '/' + series.source() + '/' + series.name())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
