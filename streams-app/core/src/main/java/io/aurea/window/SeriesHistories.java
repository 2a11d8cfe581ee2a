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

/**
 * The histories of the series of one partition. A series without data for the retention time is forgotten, and beyond
 * the maximum number those heard longest ago. Not thread-safe.
 */
final class SeriesHistories implements StoredState {
    private static final Comparator<SeriesHistory> LONGEST_AGO_FIRST =
            Comparator.comparingLong(SeriesHistory::heardAt).thenComparing(SeriesHistory::series);

    private static final byte SNAPSHOT_KEY = 's';
    private static final byte WINDOWS_KEY = 'w';

    private final ModelSettings model;
    private final WindowSettings settings;
    /** In order of the last data: windows are closed oldest first, and series within a window in their order. */
    private final LinkedHashMap<SeriesId, SeriesHistory> histories = new LinkedHashMap<>(16, 0.75f, true);
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
        SeriesHistory history = histories.computeIfAbsent(series, s -> new SeriesHistory(s, model));
        if (!history.dirty()) {
            dirty.add(history);
        }
        history.assess(trend, counter);
    }

    /**
     * Forgets series that are too old or too many.
     *
     * @param oldest a series without a window since then is too old, epoch milliseconds
     */
    void forget(long oldest) {
        order();
        Iterator<SeriesHistory> longestAgoFirst = histories.values().iterator();
        while (longestAgoFirst.hasNext()) {
            SeriesHistory history = longestAgoFirst.next();
            if (history.heardAt() >= oldest && histories.size() <= settings.maxSeries()) {
                return;
            }
            longestAgoFirst.remove();
            history.forget();
            forgotten.add(history.series());
        }
    }

    private void order() {
        if (loaded) {
            List<SeriesHistory> all = new ArrayList<>(histories.values());
            all.sort(LONGEST_AGO_FIRST);
            histories.clear();
            all.forEach(history -> histories.put(history.series(), history));
            loaded = false;
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String[] path = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII).split("/", 3);
        SeriesHistory history = histories.computeIfAbsent(
                new SeriesId(path[0], path[1], path[2]), series -> new SeriesHistory(series, model));
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
        histories.forEach((series, history) -> all.put(keyOf(SNAPSHOT_KEY, series), history.snapshot()));
    }

    private static byte[] keyOf(byte kind, SeriesId series) {
        return ((char) kind + series.tenant() + '/' + series.source() + '/' + series.name())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
