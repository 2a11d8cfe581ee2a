package io.aurea.pattern.rule;

import io.aurea.pattern.life.PatternLifecycle;

/**
 * One way of reading a cycle. A rule reports only what it sees in this window; {@link PatternLifecycle} turns that into
 * onsets and ends. A rule reports nothing where it lacks data: no data is neither evidence nor calm.
 */
public interface PatternRule {

    void read(CycleView cycle, EvidenceSink out);
}
