package io.aurea.pattern.rule;

import io.aurea.window.Wilson;

/**
 * What share of attempts failed when they were first seen. Trouble that was there from the beginning is not new: it is as it
 * began, which says nothing of whether it is bad. A value: changes make a new one.
 *
 * @param windows with attempts that this is of, [0, {@value #WINDOWS}]
 * @param attempts in them
 * @param failures of those
 */
record InitialShare(int windows, long attempts, long failures) {

    /** Windows with attempts after which the beginning is over. */
    static final int WINDOWS = 10;

    static final InitialShare NONE = new InitialShare(0, 0, 0);

    /**
     * The same, and one window more, unless it is over. A window that is worse ends it, and so does one that is better, which
     * takes its place: what has been well since is ill anew.
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
     * Whether so many failures are what there was in the beginning: the 95 % intervals of the shares touch, or there was
     * nothing before. The windows that are compared need not lie behind the beginning, but the last of them must not be
     * part of it yet.
     *
     * @param ofAttempts [1, ..)
     */
    boolean explains(long failed, long ofAttempts) {
        return attempts == 0
                || Wilson.of(failed, ofAttempts).low()
                        <= Wilson.of(failures, attempts).high();
    }
}
