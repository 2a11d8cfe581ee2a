package io.aurea.pattern.life;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.pattern.PatternSettings;
import io.aurea.pattern.ReadableNumbers;
import io.aurea.pattern.rule.EvidenceSink;
import io.aurea.schema.PatternType;

/**
 * FLAPPING of a source or series: one of its patterns began to fire repeatedly, see {@link PatternLifecycle}. Such a
 * pattern has no onsets of its own until it is steady; this one stands in for them. Confidence is 1, since it was
 * counted; impact is that of the pattern.
 */
final class FlappingRule {

    private FlappingRule() {}

    static void read(PatternLifecycle life, PatternSettings.Flapping settings, EvidenceSink out) {
        PatternKey of = life.key();
        out.read(
                new PatternKey(PatternType.FLAPPING, of.source(), of.series()),
                of.id(),
                0,
                life.flapping(),
                () -> new Evidence(
                        1,
                        life.latest() == null ? 0 : life.latest().getImpactScore(),
                        of.id() + " changed at least " + settings.changes() + " times within " + settings.windows()
                                + " windows",
                        ReadableNumbers.data("pattern", of.id())));
    }
}
