package io.aurea.pattern.rule;

import io.aurea.window.Wilson;

/**
 * The share of attempts that failed at the beginning. Trouble that was there from the beginning is not new, which says
 * nothing about whether it is bad. Immutable.
 *
 * @param windows with attempts that it covers, [0, {@value #WINDOWS}]
 * @param attempts in them
 * @param failures of those
 */
record InitialShare(int windows, long attempts, long failures) {

    /** Length of the beginning, in windows with attempts. */
    static final int WINDOWS = 10;

    static final InitialShare NONE = new InitialShare(0, 0, 0);

    /**
     * Adds a window, unless the beginning is over. A worse window ends it, and so does a better one, which replaces it:
     * trouble after a good time is new.
     *
     * @param moreAttempts [1, ..)
     */
    InitialShare with(long moreAttempts, long moreFailures) {
        if (windows == WINDOWS) {
            return this;
        }
        if (!explains(moreFailures, moreAttempts)) {
            return new InitialShare(WINDOWS, attempts, failures);
        }
        if (attempts > 0
                && Wilson.of(moreFailures, moreAttempts).high()
                        < Wilson.of(failures, attempts).low()) {
            return new InitialShare(WINDOWS, moreAttempts, moreFailures);
        }
        return new InitialShare(windows + 1, attempts + moreAttempts, failures + moreFailures);
    }

    /**
     * Whether these failures are as in the beginning: the 95 % intervals of the shares touch, or there was nothing
     * before. The windows compared may overlap with the beginning, but it must not include the last of them yet.
     *
     * @param ofAttempts [1, ..)
     */
    boolean explains(long failed, long ofAttempts) {
        return attempts == 0
                || Wilson.of(failed, ofAttempts).low()
                        <= Wilson.of(failures, attempts).high();
    }
}
