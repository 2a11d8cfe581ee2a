package io.aurea.pattern.rule;

import io.aurea.pattern.Evidence;
import io.aurea.pattern.PatternKey;
import io.aurea.schema.PatternType;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;

/** Where rules put what they see in a window. At most one reading a window for each pattern and member. */
public interface EvidenceSink {

    /**
     * Evidence for a pattern.
     *
     * @param member which of the things watched for the pattern shows it, e.g. a series; unique within the pattern
     * @param history windows that the judgement of what is usual rests on, [0, ..)
     */
    void present(PatternKey pattern, String member, long history, Evidence evidence);

    /** The member has data and shows no evidence. */
    default void absent(PatternKey pattern, String member) {
        absent(pattern, member, 1);
    }

    /**
     * The member has data and shows no evidence.
     *
     * @param calmWindows windows with data, this one included, that it is now known not to have shown any, [1, ..)
     */
    void absent(PatternKey pattern, String member, long calmWindows);

    /** What is usual for the member was set to what it is now; over is what it showed since before that. */
    void accepted(PatternKey pattern, String member, Instant at);

    /** The pattern is over at once, whatever it showed before; nothing if it is not on. */
    void end(PatternKey pattern, String reason);

    /** Whether the member keeps the pattern on. What does may be weaker than what set it on. */
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
