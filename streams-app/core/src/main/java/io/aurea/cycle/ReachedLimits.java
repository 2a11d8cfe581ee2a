package io.aurea.cycle;

import io.aurea.rule.RuleBook;
import io.aurea.schema.Trend;
import io.aurea.window.LateSources;
import io.aurea.window.SeriesLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the limits of a tenant, and a publisher that places keys its own way, have kept out of one cycle. Immutable once it is in
 * a {@link CycleInput}.
 *
 * @param counts how often, by the name of the setting
 */
record ReachedLimits(SortedMap<String, Long> counts) {
    /** Not a setting of ours, but of the publisher. */
    static final String PARTITIONER = "partitioner";

    ReachedLimits() {
        this(new TreeMap<>());
    }

    /** A report that this trend came from a publisher with another partitioner than the one before. */
    static Trend anotherPartitioner(Trend refused) {
        return LateSources.trend(
                LateSources.limit(refused.getTenantId(), PARTITIONER),
                refused.getCount(),
                refused.getWindowStart().toEpochMilli(),
                refused.getWindowEnd().toEpochMilli());
    }

    /** @return whether the trend reports a limit, and no source */
    boolean add(Trend report) {
        Optional<String> setting = LateSources.limitOf(report.getSource());
        setting.ifPresent(of -> counts.merge(of, report.getCount(), Long::sum));
        return setting.isPresent();
    }

    /** Observations that were in time and are in no cycle. */
    long refused() {
        return counts.getOrDefault(SeriesLimits.OPEN, 0L)
                + counts.getOrDefault(SeriesLimits.OPEN_OF_TENANT, 0L)
                + counts.getOrDefault(SeriesLimits.BYTES, 0L)
                + counts.getOrDefault(SeriesLimits.BYTES_OF_TENANT, 0L)
                + counts.getOrDefault(PARTITIONER, 0L);
    }

    /**
     * A sentence about each, for a person.
     *
     * @param patterns how often none could begin
     * @param calls how often one was seen that was not learned
     * @param displaced entries of the brain that made room for others
     * @param rules whose conditions exceeded their budget
     * @param leftOut how long observation partitions have stood still that are not waited for any more, milliseconds
     */
    List<String> sentences(
            UnjudgedSeries unjudged,
            long patterns,
            long calls,
            long displaced,
            List<String> rules,
            SortedMap<Integer, Long> leftOut) {
        List<String> all = new ArrayList<>();
        for (Map.Entry<String, Long> reached : counts.entrySet()) {
            long count = reached.getValue();
            all.add(
                    switch (reached.getKey()) {
                        case PARTITIONER ->
                            count
                                    + " observations came on another partition than the rest of their series; publishers of"
                                    + " one key must agree on murmur2, as Java's do: librdkafka with"
                                    + " partitioner=murmur2_random, KafkaJS from 2.0 on";
                        case SeriesLimits.SERIES, SeriesLimits.SERIES_OF_TENANT ->
                            count + " series lost their history and begin anew (" + reached.getKey() + ")";
                        default -> count + " observations were refused (" + reached.getKey() + ")";
                    });
        }
        if (unjudged.series() > 0) {
            all.add(unjudged.series() + " series are counted and not judged (" + SeriesLimits.SERIES_OF_TENANT + ")");
        }
        if (patterns > 0) {
            all.add(patterns
                    + " times no pattern could begin: as many are active as may be (max_identities of the policy)");
        }
        if (calls > 0) {
            all.add(calls
                    + " times a call was seen and not learned: as many are known as may be (max_calls of the policy)");
        }
        if (displaced > 0) {
            all.add(displaced
                    + " entries of the brain made room for others before their time (brain_entries of the policy)");
        }
        if (!leftOut.isEmpty()) {
            int first = leftOut.firstKey();
            all.add("partition " + first + " of aurea.observations"
                    + (leftOut.size() == 1 ? " has" : " and " + (leftOut.size() - 1) + " others have")
                    + " stood still for " + leftOut.get(first) / 60_000
                    + " minutes; what is in them is in no cycle until they go on (partition.wait.max.ms)");
        }
        for (String rule : rules) {
            all.add("rule " + rule + " was left out: its condition took more than " + RuleBook.MAX_ITERATIONS
                    + " steps");
        }
        return all;
    }
}
