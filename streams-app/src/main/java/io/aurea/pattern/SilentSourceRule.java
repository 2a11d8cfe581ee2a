package io.aurea.pattern;

import io.aurea.schema.PatternType;
import java.util.Map;

/**
 * SILENT_SOURCE: nothing came from a source for longer than it is used to, see {@link Rhythm}. Ends when it is heard, or
 * as retired when it has been silent for so long that it is forgotten.
 *
 * <p>Confidence is 1 - limit / silence / 2, so 0.5 at the limit and towards 1 with time. Impact is 0.5: what is not seen
 * may be well or not.
 */
final class SilentSourceRule implements PatternRule {
    private static final double IMPACT = 0.5;

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Silence settings = cycle.settings().silence();
        for (Map.Entry<String, Rhythm> source : cycle.rhythms().entrySet()) {
            PatternKey key = PatternKey.of(PatternType.SILENT_SOURCE, source.getKey());
            Rhythm rhythm = source.getValue();
            long silence = cycle.endMs() - rhythm.lastEndMs();
            double limit = rhythm.limitMs(cycle.cycle().sizeMs(), settings);
            if (silence >= settings.retentionMs()) {
                out.end(key, "retired");
            } else if (rhythm.heard() >= settings.minHeard()) {
                out.read(key, "", rhythm.heard(), silence >= limit, () -> evidence(source.getKey(), silence, limit));
            }
        }
    }

    private static Evidence evidence(String source, long silenceMs, double limitMs) {
        return new Evidence(
                1 - limitMs / silenceMs / 2,
                IMPACT,
                "Nothing came from " + source + " for " + Words.number(silenceMs / 1000.0)
                        + " s; usual is at least every " + Words.number(limitMs / 1000) + " s",
                Words.data(
                        "silence_s", Words.number(silenceMs / 1000.0),
                        "limit_s", Words.number(limitMs / 1000)));
    }
}
