package io.aurea.guard;

/**
 * How one action on one target went lately.
 *
 * @param dispatchedAtMs last dispatch, epoch milliseconds; {@link Long#MIN_VALUE} when there was none
 * @param inVain consecutive dispatches, up to the last one, that did not help
 */
public record ActionRecord(long dispatchedAtMs, int inVain) {
    public static final ActionRecord NONE = new ActionRecord(Long.MIN_VALUE, 0);
}
