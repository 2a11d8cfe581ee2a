package io.aurea.change;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.LastBySeries;
import io.aurea.state.StoredMap;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last change of each EVENT series of a tenant, as far as it is no older than a day. Not thread-safe. */
public final class RecentChanges {
    private final LastBySeries<KnownChange> last;

    /** @param letter of its entries */
    public RecentChanges(char letter) {
        last = new LastBySeries<>(letter, KnownChange.CODEC, KnownChange::atMs);
    }

    public StoredMap<?> stored() {
        return last.stored();
    }

    /** Adds the changes of a window, and forgets those that are too old at its end. */
    public void observe(List<Trend> trends, List<ChangeRule> rules, long windowEndMs) {
        for (Trend t : trends) {
            if (t.getKind() == ObservationKind.EVENT) {
                ChangeRule.kindOf(t.getName(), t.getChange(), rules)
                        .ifPresent(kind -> last.put(t.getSource() + '/' + t.getName(), KnownChange.of(t, kind)));
            }
        }
        last.expire(windowEndMs);
    }

    /** All of them, in the order of their series. */
    public Collection<KnownChange> all() {
        return last.entries().values();
    }

    /** The last one of each source. */
    public Map<String, KnownChange> bySource() {
        Map<String, KnownChange> newest = new TreeMap<>();
        all().forEach(c -> newest.merge(c.source(), c, (a, b) -> b.atMs() > a.atMs() ? b : a));
        return newest;
    }

    /** Seconds since the last change of each source, as source and as source/kind. */
    public Map<String, Double> ages(long nowMs) {
        Map<String, Double> ages = new TreeMap<>();
        for (KnownChange c : all()) {
            double age = Math.max(0, nowMs - c.atMs()) / 1000.0;
            ages.merge(c.source(), age, Math::min);
            ages.merge(c.source() + '/' + c.kind().text(), age, Math::min);
        }
        return ages;
    }
}
