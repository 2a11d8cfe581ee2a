package io.aurea.pattern;

import io.aurea.schema.PatternType;
import java.util.Set;
import java.util.function.Supplier;

/** Where rules put what they see in a window. At most one reading a window for each pattern and member. */
interface Readings {

    /**
     * Evidence for a pattern.
     *
     * @param member which of the things watched for the pattern shows it, e.g. a series; unique within the pattern
     * @param history windows that the judgement of what is usual rests on, [0, ..)
     */
    void present(PatternKey pattern, String member, long history, Evidence evidence);

    /** The member has data and shows no evidence. */
    void absent(PatternKey pattern, String member);

    /** The pattern is over at once, whatever it showed before; nothing if it is not on. */
    void end(PatternKey pattern, String reason);

    /** Whether the pattern is on. What keeps it so may be weaker than what set it on. */
    boolean on(PatternKey pattern);

    /** Whether a pattern of one of these types is on, or showed evidence in this window so far. */
    boolean shows(Set<PatternType> types);

    default void read(PatternKey pattern, String member, long history, boolean shown, Supplier<Evidence> evidence) {
        if (shown) {
            present(pattern, member, history, evidence.get());
        } else {
            absent(pattern, member);
        }
    }
}
