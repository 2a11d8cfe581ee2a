package io.aurea.pattern.rule;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** Receives the rules' readings of a window. At most one reading per window, pattern and member. */
public interface EvidenceSink {

    /**
     * Evidence for a pattern.
     *
     * @param member what shows it, e.g. a series; unique within the pattern
     * @param history windows that the reference rests on, [0, ..)
     */
    void present(PatternKey pattern, String member, long history, Evidence evidence);

    /** The member has data and shows no evidence. */
    default void absent(PatternKey pattern, String member) {
        absent(pattern, member, 1);
    }

    /**
     * The member has data and shows no evidence.
     *
     * @param calmWindows windows with data, including this one, now known to have shown none, [1, ..)
     */
    void absent(PatternKey pattern, String member, long calmWindows);

    /** The member's current state was accepted as usual, which ends what it has shown since before that. */
    void accepted(PatternKey pattern, String member, Instant at);

    /** Ends the pattern at once, whatever it showed before; does nothing if it is not on. */
    void end(PatternKey pattern, String reason);

    /** Whether the member keeps the pattern on, which takes less than setting it on. */
    boolean firing(PatternKey pattern, String member);

    /** Whether a pattern of one of these types is on, or showed evidence in this window so far. */
    boolean shows(Set<PatternType> types, Set<PatternKey> except);

    default void read(PatternKey pattern, String member, long history, boolean shown, Supplier<Evidence> evidence) {
        if (shown) {
            present(pattern, member, history, evidence.get());
        } else {
            absent(pattern, member);
        }
    }
}
