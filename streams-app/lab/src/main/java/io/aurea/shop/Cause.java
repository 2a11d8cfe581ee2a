package io.aurea.shop;

/** Why a request of one service failed, as that service sees it. */
enum Cause {
    /** No known reason. */
    UNKNOWN,
    /** A callee did not answer in time. */
    TIMEOUT,
    /** A callee is down. */
    REFUSED,
    /** A callee answered with an error. */
    UPSTREAM,
    /** No connection of the pool was free in time. */
    POOL,
    /** No thread was free in time. */
    OVERLOAD,
    /** The database refused the statement. */
    DENIED,
    /** The release is broken. */
    DEFECT,
    /** The carrier, whom shipping asks, answered with an error. */
    CARRIER,
    /** The instance was stopped under the request. */
    STOPPED,
    /** The database gave up a statement that took too long. */
    STATEMENT
}
