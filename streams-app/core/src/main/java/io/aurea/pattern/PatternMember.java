package io.aurea.pattern;

/**
 * Something that shows a pattern.
 *
 * @param source of the series
 * @param series empty for all series of the source
 * @param level whether the level of the series shows it
 * @param failures whether the share of failing attempts shows it
 */
public record PatternMember(String source, String series, boolean level, boolean failures) {
    private static final String ATTEMPTS = "attempts";

    /** @param member its name in the rules: empty for the pattern's own series, attempts, a series, or source/series */
    public static PatternMember of(PatternKey pattern, String member) {
        String series = member.isEmpty() ? pattern.series() : member.equals(ATTEMPTS) ? "" : member;
        return switch (pattern.type()) {
            case FAILURE_TIMEOUT,
                    FAILURE_PERMISSION,
                    FAILURE_DATABASE,
                    FAILURE_NETWORK,
                    FAILURE_DEPENDENCY,
                    FAILURE_RESOURCE,
                    FAILURE_VALIDATION -> new PatternMember(pattern.source(), "", false, true);
            case DATABASE_CONNECTION_ISSUES -> new PatternMember(pattern.source(), series, false, true);
            case DECLINING_SUCCESS_RATE ->
                new PatternMember(pattern.source(), series, !series.isEmpty(), series.isEmpty());
            case FRONTEND_HEALTH_DEGRADATION -> new PatternMember(pattern.source(), series, true, true);
            default -> {
                int slash = series.indexOf('/');
                yield slash < 0
                        ? new PatternMember(pattern.source(), series, true, false)
                        : new PatternMember(series.substring(0, slash), series.substring(slash + 1), true, false);
            }
        };
    }
}
