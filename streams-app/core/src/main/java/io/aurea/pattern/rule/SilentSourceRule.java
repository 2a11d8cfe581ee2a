package io.aurea.pattern.rule;

import io.aurea.pattern.EndReason;
import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.pattern.UnobservedTime;
import io.aurea.schema.PatternType;
import java.util.Map;

/**
 * SILENT_SOURCE: a source has not reported for longer than usual, see {@link SourceCadence}, while somebody was
 * listening, see {@link UnobservedTime}. Ends when it reports again, or as retired when it is forgotten after a long
 * silence. A dead instance of the loop is one such source, see {@link SourceCadences}.
 *
 * <p>Confidence is 1 - limit / silence / 2, so 0.5 at the limit and towards 1 with time. Impact is 0.5: what is not
 * seen may or may not be well.
 */
public final class SilentSourceRule implements PatternRule {
    private static final double IMPACT = 0.5;

    @Override
    public void read(CycleView cycle, EvidenceSink out) {
        PatternSettings.Silence settings = cycle.settings().silence();
        UnobservedTime unheard = cycle.cycle().unheard();
        for (Map.Entry<String, SourceCadence> source : cycle.cadences().all().entrySet()) {
            SourceCadence cadence = source.getValue();
            String missed = cycle.cadences().missedAs(source.getKey());
            String speaker = cycle.cadences().speakerOf(source.getKey());
            PatternKey key = PatternKey.of(PatternType.SILENT_SOURCE, missed);
            if (unheard.unused(cadence.lastEndMs(), cycle.endMs()) >= settings.retentionMs()) {
                out.end(key, EndReason.RETIRED);
            } else if (cadence.heard() >= settings.minHeard() && couldSpeak(speaker, cycle)) {
                long silence = unheard.silence(cadence.lastEndMs(), cycle.endMs());
                double limit = cadence.limitMs(cycle.cycle().sizeMs(), settings);
                out.read(
                        key,
                        "",
                        cadence.heard(),
                        silence >= limit,
                        () -> evidence(missed, cycle.cadences().sourcesOf(missed), silence, limit));
            }
        }
    }

    /** Without its instance, a source is neither silent nor heard. */
    private static boolean couldSpeak(String speaker, CycleView cycle) {
        return speaker == null || cycle.cadences().all().get(speaker).lastEndMs() == cycle.endMs();
    }

    private static Evidence evidence(String missed, int sources, long silenceMs, double limitMs) {
        return new Evidence(
                1 - limitMs / silenceMs / 2,
                IMPACT,
                "Nothing came from " + missed + (sources > 1 ? ", an instance with " + sources + " sources," : "")
                        + " for " + ReadableNumbers.number(silenceMs / 1000.0) + " s; usual is at least every "
                        + ReadableNumbers.number(limitMs / 1000) + " s",
                ReadableNumbers.data(
                        "silence_s", ReadableNumbers.number(silenceMs / 1000.0),
                        "limit_s", ReadableNumbers.number(limitMs / 1000)));
    }
}
