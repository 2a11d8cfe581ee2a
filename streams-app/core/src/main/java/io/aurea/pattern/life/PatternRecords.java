package io.aurea.pattern.life;

import io.aurea.schema.Pattern;
import java.util.TreeMap;

/** Pattern records with sorted maps: Avro reads and copies them into hash maps, whose order would show in the bytes. */
final class PatternRecords {
    private PatternRecords() {}

    /** An unshared copy. */
    static Pattern copy(Pattern pattern) {
        return sorted(Pattern.newBuilder(pattern).build());
    }

    /**
     * As 0.1.0 can read it: without its incident, which is set again whenever it is published. An instance that takes over in a
     * rolling upgrade, or after going back, would know nothing of the pattern otherwise.
     */
    static Pattern ofTheRelease(Pattern pattern) {
        return pattern.getIncidentId() == null
                ? pattern
                : Pattern.newBuilder(pattern).setIncidentId(null).build();
    }

    /** The same record, with its maps sorted. */
    static Pattern sorted(Pattern pattern) {
        pattern.setPatternData(new TreeMap<>(pattern.getPatternData()));
        pattern.setSuspects(new TreeMap<>(pattern.getSuspects()));
        return pattern;
    }
}
