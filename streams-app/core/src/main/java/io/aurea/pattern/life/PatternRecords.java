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

    /** The same record, with its maps sorted. */
    static Pattern sorted(Pattern pattern) {
        pattern.setPatternData(new TreeMap<>(pattern.getPatternData()));
        pattern.setSuspects(new TreeMap<>(pattern.getSuspects()));
        return pattern;
    }
}
