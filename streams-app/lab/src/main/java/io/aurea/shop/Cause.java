package io.aurea.shop;

/** Why a request failed, as the service sees it. */
enum Cause {
    /** No known reason. */
    UNKNOWN,
    /** A callee did not answer in time. */
    TIMEOUT,
    /** A callee is down. */
    REFUSED,
    /** A callee answered with an error. */
    UPSTREAM,
    /** No pooled connection was free in time. */
    POOL,
    /** No thread was free in time. */
    OVERLOAD,
    /** The database refused the statement. */
    DENIED,
    /** The release is broken. */
    DEFECT,
    /** The carrier that shipping calls answered with an error. */
    CARRIER,
    /** The instance was stopped during the request. */
    STOPPED,
    /** The database cancelled a statement that took too long. */
    STATEMENT
}
