package io.aurea.pattern.rule;

import io.aurea.pattern.life.PatternLifecycle;

/**
 * One way of reading a cycle. A rule says what it sees in this window and no more; {@link PatternLifecycle} makes onsets and ends of
 * it. What a rule cannot judge for want of data it does not mention: nothing seen is neither evidence nor calm.
 */
public interface PatternRule {

    void read(CycleView cycle, EvidenceSink out);
}
