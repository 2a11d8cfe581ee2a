package io.aurea.pattern.rule;

import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * The beginning and the last windows of one tenant's series about databases. Each is forgotten after the retention time
 * without attempts. Not thread-safe.
 */
public final class DatabaseHistories implements StoredState {
    private final TreeMap<String, DatabaseAttempts> databases = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();

    /** By {@link DatabaseConnectionRule#key}. */
    public Map<String, DatabaseAttempts> bySeries() {
        return databases;
    }

    /** Adds the windows of the series about databases, before the rules run. */
    public void remember(ClosedCycle cycle, PatternSettings.Failure settings) {
        for (Trend t : cycle.trends()) {
            if ((t.getKind() == ObservationKind.OPERATION || t.getKind() == ObservationKind.HEALTH)
                    && t.getAttempts() > 0) {
                String key = DatabaseConnectionRule.key(t);
                if (databases.containsKey(key) || DatabaseAttempts.beginsWith(t, settings.databases())) {
                    databases
                            .computeIfAbsent(key, k -> DatabaseAttempts.before(t))
                            .add(t, settings.databases());
                    dirty.add(key);
                }
            }
        }
    }

    /** Forgets the series whose last attempts were at or before this time. */
    public void retire(long beforeMs) {
        remove((series, attempts) -> attempts.lastMs() <= beforeMs);
    }

    public void forget(Forgetting what) {
        remove((series, attempts) -> what.covers(series));
    }

    private void remove(BiPredicate<String, DatabaseAttempts> which) {
        databases.entrySet().removeIf(series -> {
            boolean gone = which.test(series.getKey(), series.getValue());
            if (gone) {
                dirty.add(series.getKey());
            }
            return gone;
        });
    }

    @Override
    public void load(byte[] key, byte[] value) {
        databases.put(new String(key, StandardCharsets.US_ASCII), DatabaseAttempts.decode(value));
    }

    @Override
    public void save(Entries changes) {
        for (String series : dirty) {
            DatabaseAttempts attempts = databases.get(series);
            changes.put(series.getBytes(StandardCharsets.US_ASCII), attempts == null ? null : attempts.encode());
        }
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        databases.forEach((series, attempts) -> all.put(series.getBytes(StandardCharsets.US_ASCII), attempts.encode()));
    }
}
