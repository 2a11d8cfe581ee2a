package io.aurea.pattern.origin;

import io.aurea.schema.Pattern;
import io.aurea.schema.PatternType;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The likely origin among the sources with related onsets.
 *
 * <p>For each source s: strength e(s) = 1 - the product of (1 - confidence x impact) over its patterns. Evidence at a
 * dependency explains s, so own(s) = e(s) x (1 - the greatest e among all direct and indirect dependencies of s). A
 * later onset makes an origin less likely: own(s) is halved for each cycle between the first of all onsets and the
 * first of s. The score is own(s) divided by the sum of own; the highest wins, ties go to the first by name. Scores of all
 * sources add up to 1.
 *
 * <p>The idea that an anomaly belongs to the deepest anomalous service of a call graph is from M. Kim, R. Sumbaly, S.
 * Shah, Root cause detection in a service-oriented architecture (MonitorRank), SIGMETRICS 2013; here without the random
 * walk, whose result a person cannot check.
 */
public record Suspects(TreeMap<String, Double> scores) {
    /** Most sources that are named, those with the highest scores: a record has to stay small. */
    private static final int MOST = 20;

    private static final Set<PatternType> NO_TROUBLE =
            EnumSet.of(PatternType.CONSISTENT_HIGH_PERFORMANCE, PatternType.SUCCESS, PatternType.FLAPPING);

    /**
     * One onset at a source.
     *
     * @param weight confidence x impact, [0, 1]
     */
    public record Sign(String source, double weight, long onsetMs) {
        public static Sign of(Pattern pattern) {
            return new Sign(
                    pattern.getSource(),
                    pattern.getConfidence() * pattern.getImpactScore(),
                    pattern.getOnsetAt().toEpochMilli());
        }
    }

    /** Whether a pattern says that something is wrong with a source. */
    public static boolean concerns(Pattern pattern) {
        return pattern.getSource() != null && !NO_TROUBLE.contains(pattern.getPatternType());
    }

    public static Suspects of(Collection<Sign> related, CallGraph graph, long cycleMs) {
        TreeMap<String, Double> doubt = new TreeMap<>();
        TreeMap<String, Long> first = new TreeMap<>();
        for (Sign sign : related) {
            doubt.merge(sign.source(), 1 - sign.weight(), (a, b) -> a * b);
            first.merge(sign.source(), sign.onsetMs(), Math::min);
        }
        long earliest = first.values().stream().mapToLong(Long::longValue).min().orElse(0);
        TreeMap<String, Double> own = new TreeMap<>();
        double sum = 0;
        for (Map.Entry<String, Double> d : doubt.entrySet()) {
            double explained = 0;
            for (String dependency : graph.dependenciesOf(d.getKey())) {
                if (!dependency.equals(d.getKey())) {
                    explained = Math.max(explained, 1 - doubt.getOrDefault(dependency, 1.0));
                }
            }
            long cyclesBehind = (first.get(d.getKey()) - earliest) / cycleMs;
            double score = (1 - d.getValue()) * (1 - explained) * StrictMath.pow(0.5, cyclesBehind);
            own.put(d.getKey(), score);
            sum += score;
        }
        if (sum > 0) {
            double total = sum;
            own.replaceAll((source, score) -> score / total);
        }
        return new Suspects(own);
    }

    /**
     * The same where sources have been changed, each of which is likelier for it by up to twice.
     *
     * @param changed how likely it is that the change has caused it, by source, [0, 1]
     */
    public Suspects changed(Map<String, Double> changed) {
        TreeMap<String, Double> likelier = new TreeMap<>(scores);
        likelier.replaceAll((source, score) -> score * (1 + changed.getOrDefault(source, 0.0)));
        double sum = likelier.values().stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 0) {
            likelier.replaceAll((source, score) -> score / sum);
        }
        return new Suspects(likelier);
    }

    /** The sources with the highest scores, by name. */
    public TreeMap<String, Double> named() {
        TreeMap<String, Double> named = new TreeMap<>();
        scores.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST)
                .forEach(score -> named.put(score.getKey(), score.getValue()));
        return named;
    }

    public Optional<String> likeliest() {
        String best = null;
        for (Map.Entry<String, Double> s : scores.entrySet()) {
            if (best == null || s.getValue() > scores.get(best)) {
                best = s.getKey();
            }
        }
        return scores.size() < 2 ? Optional.empty() : Optional.of(best);
    }
}
