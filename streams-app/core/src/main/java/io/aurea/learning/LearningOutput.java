package io.aurea.learning;

import io.aurea.schema.BrainEntry;
import io.aurea.schema.Learning;

/** Receives learn's output, in the order in which to write it. */
public interface LearningOutput {

    void learning(Learning learning);

    void brain(BrainEntry entry);

    /** A tombstone: a tenant's brain forgets the entry with this key. */
    void forget(String tenant, String brainKey);
}
