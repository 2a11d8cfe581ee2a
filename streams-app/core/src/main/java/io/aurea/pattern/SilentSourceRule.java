package io.aurea.pattern;

import io.aurea.schema.PatternType;
import java.util.Map;

/**
 * SILENT_SOURCE: nothing came from a source for longer than it is used to, see {@link Rhythm}, while somebody could hear it,
 * see {@link Unheard}. Ends when it is heard, or as retired when it has been silent for so long that it is forgotten. An
 * instance of the loop that is gone is one such source, see {@link Rhythms}.
 *
 * <p>Confidence is 1 - limit / silence / 2, so 0.5 at the limit and towards 1 with time. Impact is 0.5: what is not seen
 * may be well or not.
 */
final class SilentSourceRule implements PatternRule {
    private static final double IMPACT = 0.5;

    @Override
    public void read(CycleView cycle, Readings out) {
        PatternSettings.Silence settings = cycle.settings().silence();
        Unheard unheard = cycle.cycle().unheard();
        for (Map.Entry<String, Rhythm> source : cycle.rhythms().all().entrySet()) {
            Rhythm rhythm = source.getValue();
            String missed = cycle.rhythms().missedAs(source.getKey());
            String speaker = cycle.rhythms().speakerOf(source.getKey());
            PatternKey key = PatternKey.of(PatternType.SILENT_SOURCE, missed);
            if (unheard.unused(rhythm.lastEndMs(), cycle.endMs()) >= settings.retentionMs()) {
                out.end(key, "retired");
            } else if (rhythm.heard() >= settings.minHeard() && couldSpeak(speaker, cycle)) {
                long silence = unheard.silence(rhythm.lastEndMs(), cycle.endMs());
                double limit = rhythm.limitMs(cycle.cycle().sizeMs(), settings);
                out.read(
                        key,
                        "",
                        rhythm.heard(),
                        silence >= limit,
                        () -> evidence(missed, cycle.rhythms().sourcesOf(missed), silence, limit));
            }
        }
    }

    /** Without its instance a source is neither silent nor heard. */
    private static boolean couldSpeak(String speaker, CycleView cycle) {
        return speaker == null || cycle.rhythms().all().get(speaker).lastEndMs() == cycle.endMs();
    }

    private static Evidence evidence(String missed, int sources, long silenceMs, double limitMs) {
        return new Evidence(
                1 - limitMs / silenceMs / 2,
                IMPACT,
                "Nothing came from " + missed + (sources > 1 ? ", an instance with " + sources + " sources," : "")
                        + " for " + Words.number(silenceMs / 1000.0) + " s; usual is at least every "
                        + Words.number(limitMs / 1000) + " s",
                Words.data(
                        "silence_s", Words.number(silenceMs / 1000.0),
                        "limit_s", Words.number(limitMs / 1000)));
    }
}
