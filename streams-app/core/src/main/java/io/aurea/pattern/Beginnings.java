package io.aurea.pattern;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How the sources of one tenant began, its own attempts under the empty name; and, of the series that tell of a database,
 * how they went on. Both are forgotten when there were no attempts for the retention time. Not thread-safe.
 */
final class Beginnings implements StoredState {
    private static final byte SOURCE_KEY = 's';
    private static final byte DATABASE_KEY = 'd';

    private final TreeMap<String, SourceBeginning> sources = new TreeMap<>();
    private final TreeMap<String, DatabaseAttempts> databases = new TreeMap<>();
    private final TreeSet<String> dirtySources = new TreeSet<>();
    private final TreeSet<String> dirtyDatabases = new TreeSet<>();

    Map<String, SourceBeginning> sources() {
        return sources;
    }

    /** By {@link DatabaseConnectionRule#key}. */
    Map<String, DatabaseAttempts> databases() {
        return databases;
    }

    /** Takes the windows of the series that tell of a database, before the rules look at them. */
    void remember(ClosedCycle cycle, PatternSettings.Failure settings) {
        for (Trend t : cycle.trends()) {
            if ((t.getKind() == ObservationKind.OPERATION || t.getKind() == ObservationKind.HEALTH)
                    && t.getAttempts() > 0) {
                String key = DatabaseConnectionRule.key(t);
                if (databases.containsKey(key) || DatabaseAttempts.beginsWith(t, settings.databases())) {
                    databases
                            .computeIfAbsent(key, k -> DatabaseAttempts.before(t))
                            .add(t, settings.databases());
                    dirtyDatabases.add(key);
                }
            }
        }
    }

    /** Takes the window of every source, after the rules have compared it with those before. */
    void settle(ClosedCycle cycle, Map<String, AttemptHistory> histories) {
        histories.forEach((source, run) -> {
            SourceBeginning before = sources.getOrDefault(source, SourceBeginning.NONE);
            if (run.lastMs() == cycle.windowEndMs() && !before.isOver()) {
                sources.put(source, before.with(run.last(1).get(0)));
                dirtySources.add(source);
            }
        });
    }

    /** Forgets the sources without attempts, and the series whose last ones were at or before this time. */
    void retire(Map<String, AttemptHistory> histories, long beforeMs) {
        sources.keySet().removeIf(source -> {
            boolean old = !histories.containsKey(source);
            if (old) {
                dirtySources.add(source);
            }
            return old;
        });
        databases.entrySet().removeIf(series -> {
            boolean old = series.getValue().lastMs() <= beforeMs;
            if (old) {
                dirtyDatabases.add(series.getKey());
            }
            return old;
        });
    }

    @Override
    public void load(byte[] key, byte[] value) {
        String name = new String(key, 1, key.length - 1, StandardCharsets.US_ASCII);
        if (key[0] == SOURCE_KEY) {
            sources.put(name, SourceBeginning.decode(value));
        } else {
            databases.put(name, DatabaseAttempts.decode(value));
        }
    }

    @Override
    public void save(Entries changes) {
        for (String source : dirtySources) {
            SourceBeginning beginning = sources.get(source);
            changes.put(key(SOURCE_KEY, source), beginning == null ? null : beginning.encode());
        }
        dirtySources.clear();
        for (String series : dirtyDatabases) {
            DatabaseAttempts attempts = databases.get(series);
            changes.put(key(DATABASE_KEY, series), attempts == null ? null : attempts.encode());
        }
        dirtyDatabases.clear();
    }

    @Override
    public void saveAll(Entries all) {
        sources.forEach((source, beginning) -> all.put(key(SOURCE_KEY, source), beginning.encode()));
        databases.forEach((series, attempts) -> all.put(key(DATABASE_KEY, series), attempts.encode()));
    }

    private static byte[] key(byte kind, String name) {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(1 + text.length).put(kind).put(text).array();
    }
}
