package io.aurea.pattern;

/**
 * What shows a pattern.
 *
 * @param source of the series
 * @param series empty for all series of the source that have attempts
 * @param attempts whether it is the attempts of the series that show it, and not its level
 */
public record PatternMember(String source, String series, boolean attempts) {

    /** @param member as rules name it: nothing for the series of the pattern, attempts, a series, or source/series */
    static PatternMember of(PatternKey pattern, String member) {
        if (member.isEmpty()) {
            return new PatternMember(pattern.source(), pattern.series(), false);
        }
        if (member.equals("attempts")) {
            return new PatternMember(pattern.source(), "", true);
        }
        int slash = member.indexOf('/');
        return slash < 0
                ? new PatternMember(pattern.source(), member, false)
                : new PatternMember(member.substring(0, slash), member.substring(slash + 1), false);
    }
}
