/**
 * Decide: from what orient knows of a tenant to decisions, and from outcomes and commands to what becomes of them.
 *
 * <pre>
 *                     guards deny
 *   PROPOSED ------------------------------> SUPPRESSED -----> ESCALATED   (too much is down: a person is called)
 *    |    |                                      ^
 *    |    | a person is to be asked              | approved, but now guards deny
 *    |    v                                      |
 *    |  AWAITING_APPROVAL -----------------------+
 *    |    |         |  \
 *    |    |         |   `--- a person says no -----------> REJECTED
 *    |    |         `------- no answer by the deadline,
 *    |    |                  or the symptom went --------> EXPIRED ----.
 *    |    | approved, guards allow                            ^        |
 *    v    v                                                   |        |
 *   DISPATCHED ----- the executor skipped it -----------------'        |
 *    |    |    `---- no outcome by the deadline ---------> TIMED_OUT --|  nothing is left to try:
 *    |    `--------- outcome FAILED ---------------------> FAILED -----|  a person is called
 *    v                                                                 |
 *   SUCCEEDED ------ the symptom stays,                                |
 *    |  |  |         or it cannot be told -----------> INEFFECTIVE ------+---> ESCALATED
 *    |  |  `-------- the symptom was accepted as usual -> EXPIRED
 *    |  `----------- the symptom was gone before the action can have worked -> RECOVERED_BEFORE
 *    `-------------- the symptom is gone, the metric back -> VERIFIED
 * </pre>
 *
 * A decision that only informs ends as SUCCEEDED: there is nothing to judge. Only VERIFIED, and INEFFECTIVE if judged
 * by the symptom, teach: they move the belief in the action, the bar of its rule and the test of the loop's level.
 * After FAILED, TIMED_OUT, INEFFECTIVE and EXPIRED the next action is a new decision with {@code retry_of} and {@code
 * attempt}.
 *
 * <p>Times. Deadlines are event time: a cycle whose window ends at or after one has passed it. Times that are compared
 * with somebody's clock, {@code valid_until} and the age of evidence, count from the append time in the loop where
 * event time is the time of day.
 */
package io.aurea.decision;
