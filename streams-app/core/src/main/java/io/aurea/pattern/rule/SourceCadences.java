package io.aurea.pattern.rule;

import io.aurea.observation.ObservationRules;
import io.aurea.pattern.ClosedCycle;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.UnobservedTime;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.StoredState;
import io.aurea.window.Forgetting;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * How regularly each source of one tenant reports.
 *
 * <p>An instance of the loop observes itself as several sources of the loop's own tenant, {@code <instance>.host} and
 * the like, of which {@code <instance>.telemetry} reports whenever any of them could. When that one is silent the
 * instance is dead, which is one fact: it is reported missing under its own name, and its other sources are not. Not
 * thread-safe.
 */
public final class SourceCadences implements StoredState {

    /** The tenant for the loop's self-observation. */
    static final String OWN_TENANT = ObservationRules.OWN_TENANT;

    private static final String SPEAKER = ".telemetry";

    private final boolean own;
    private final TreeMap<String, SourceCadence> cadences = new TreeMap<>();
    private final TreeSet<String> dirty = new TreeSet<>();

    public SourceCadences(String tenant) {
        this.own = tenant.equals(OWN_TENANT);
    }

    public Map<String, SourceCadence> all() {
        return cadences;
    }

    public void hear(ClosedCycle cycle, PatternSettings.Silence settings) {
        for (String source : cycle.late()) {
            cadences.computeIfPresent(source, (s, cadence) -> {
                dirty.add(s);
                return cadence.heardLate(cycle.windowEndMs());
            });
        }
        String heard = null;
        for (Trend t : cycle.trends()) {
            if (!t.getSource().equals(heard)) {
                heard = t.getSource();
                SourceCadence before = cadences.get(heard);
                cadences.put(
                        heard,
                        before == null
                                ? SourceCadence.begin(cycle.windowEndMs())
                                : before.heardAt(cycle.windowEndMs(), cycle.sizeMs(), settings, cycle.unheard()));
                dirty.add(heard);
            }
        }
    }

    /**
     * The source that shows whether this one could report: its instance's telemetry; null if that is itself or none.
     */
    String speakerOf(String source) {
        String instance = instanceOf(source);
        return instance == null || source.equals(instance + SPEAKER) ? null : instance + SPEAKER;
    }

    /** The name under which a source is missed: its instance's if it is the telemetry source. */
    String missedAs(String source) {
        String instance = instanceOf(source);
        return instance != null && source.equals(instance + SPEAKER) ? instance : source;
    }

    /** The instance that a source belongs to; null for none. */
    private String instanceOf(String source) {
        for (int dot = own ? source.lastIndexOf('.') : -1; dot > 0; dot = source.lastIndexOf('.', dot - 1)) {
            String instance = source.substring(0, dot);
            if (cadences.containsKey(instance + SPEAKER)) {
                return instance;
            }
        }
        return null;
    }

    /** Number of sources of an instance; 1 for a source by itself. */
    int sourcesOf(String missed) {
        if (!cadences.containsKey(missed + SPEAKER)) {
            return 1;
        }
        return (int) cadences.keySet().stream()
                .filter(source -> missed.equals(instanceOf(source)))
                .count();
    }

    /**
     * Share of the known sources that are not silent, [0, 1]; a dead instance counts once. Empty if none is known.
     *
     * @param silent whether the source or instance with this name is silent
     */
    public OptionalDouble freshness(Predicate<String> silent) {
        TreeSet<String> known = new TreeSet<>();
        for (String source : cadences.keySet()) {
            String instance = instanceOf(source);
            known.add(instance != null && silent.test(instance) ? instance : source);
        }
        return known.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(1 - (double) known.stream().filter(silent).count() / known.size());
    }

    /** When time alone, without data, next makes a source silent or forgotten, epoch milliseconds. */
    public OptionalLong nextDue(
            PatternSettings.Silence settings, long sizeMs, UnobservedTime unheard, Predicate<String> silent) {
        return cadences.entrySet().stream()
                .mapToLong(source -> {
                    SourceCadence cadence = source.getValue();
                    boolean toBeMissed = unheard.ownClock()
                            && cadence.heard() >= settings.minHeard()
                            && speakerOf(source.getKey()) == null
                            && !silent.test(missedAs(source.getKey()));
                    double limit = toBeMissed ? cadence.limitMs(sizeMs, settings) : settings.retentionMs();
                    return unheard.until(cadence.lastEndMs(), (long) Math.min(limit, settings.retentionMs()));
                })
                .min();
    }

    /** Forgets sources silent for the retention time, an instance as a whole. */
    public List<String> retire(ClosedCycle cycle, PatternSettings.Silence settings) {
        List<String> old = new ArrayList<>();
        cadences.forEach((source, cadence) -> {
            String speaker = speakerOf(source);
            boolean gone = speaker != null && cadence.lastEndMs() < cycle.windowEndMs();
            if (isOld(cadence, cycle, settings) || gone && isOld(cadences.get(speaker), cycle, settings)) {
                old.add(source);
            }
        });
        cadences.keySet().removeAll(old);
        dirty.addAll(old);
        return old;
    }

    /** @return the sources that are forgotten */
    public List<String> forget(Forgetting what) {
        List<String> gone = cadences.keySet().stream()
                .filter(source -> what.covers(source, ""))
                .toList();
        cadences.keySet().removeAll(gone);
        dirty.addAll(gone);
        return gone;
    }

    private static boolean isOld(SourceCadence cadence, ClosedCycle cycle, PatternSettings.Silence settings) {
        return cycle.unheard().unused(cadence.lastEndMs(), cycle.windowEndMs()) >= settings.retentionMs();
    }

    @Override
    public void load(byte[] key, byte[] value) {
        cadences.put(new String(key, StandardCharsets.US_ASCII), SourceCadence.CODEC.decode(value));
    }

    @Override
    public void save(Entries changes) {
        for (String source : dirty) {
            SourceCadence cadence = cadences.get(source);
            changes.put(
                    source.getBytes(StandardCharsets.US_ASCII),
                    cadence == null ? null : SourceCadence.CODEC.encode(cadence));
        }
        dirty.clear();
    }

    @Override
    public void saveAll(Entries all) {
        cadences.forEach((source, cadence) ->
                all.put(source.getBytes(StandardCharsets.US_ASCII), SourceCadence.CODEC.encode(cadence)));
    }
}
