package io.aurea.window;

import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.Stored;
import io.aurea.trend.ModelSettings;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The histories of the series of one partition. A series without data for the retention time is forgotten, and beyond the
 * greatest number those that were heard longest ago. Not thread-safe.
 */
final class SeriesHistories implements Stored {
    private static final Comparator<SeriesHistory> LONGEST_AGO_FIRST =
            Comparator.comparingLong(SeriesHistory::heardAt).thenComparing(SeriesHistory::series);

    private static final byte SNAPSHOT_KEY = 's';
    private static final byte WINDOWS_KEY = 'w';

    private final ModelSettings model;
    private final WindowSettings settings;
    private final Map<SeriesId, SeriesHistory> histories = new HashMap<>();
    private final TreeSet<SeriesHistory> byLastHeard = new TreeSet<>(LONGEST_AGO_FIRST);
    private final List<SeriesHistory> dirty = new ArrayList<>();
    private final List<SeriesId> forgotten = new ArrayList<>();

    SeriesHistories(ModelSettings model, WindowSettings settings) {
        this.model = model;
        this.settings = settings;
    }

    /** Says in the trend of a closed window what it looks like against those before it. Windows come oldest first. */
    void assess(SeriesId series, Trend trend) {
        SeriesHistory history = histories.computeIfAbsent(series, s -> new SeriesHistory(s, model));
        byLastHeard.remove(history);
        if (!history.dirty()) {
            dirty.add(history);
        }
        history.assess(trend);
        byLastHeard.add(history);
    }

    /** Forgets what is too old when all windows up to this time are closed, epoch milliseconds, and what is too many. */
    void forget(long closedEndMs) {
        long oldest = closedEndMs - settings.seriesRetentionMs();
        while (!byLastHeard.isEmpty()
                && (byLastHeard.first().heardAt() < oldest || byLastHeard.size() > settings.maxSeries())) {
            SeriesId series = byLastHeard.pollFirst().series();
            histories.remove(series);
            forgotten.add(series);
        }
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String[] path = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII).split("/", 3);
        SeriesId series = new SeriesId(path[0], path[1], path[2]);
        SeriesHistory history = histories.computeIfAbsent(series, s -> new SeriesHistory(s, model));
        byLastHeard.remove(history);
        if (key[0] == SNAPSHOT_KEY) {
            history.loadSnapshot(value);
        } else {
            history.loadWindows(value);
        }
        byLastHeard.add(history);
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
            if (histories.get(series) == history) {
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
