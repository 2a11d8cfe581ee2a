package io.aurea.learning;

import io.aurea.schema.BrainEntry;
import io.aurea.schema.Learning;

/** Where learn puts what it finds. Called in the order in which it shall be written. */
public interface LearningOutput {

    void learning(Learning learning);

    void brain(BrainEntry entry);

    /** The brain of a tenant forgets the entry of this key: a tombstone. */
    void forget(String tenant, String brainKey);
}
