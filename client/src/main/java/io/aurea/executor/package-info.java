/**
 * For executors: takes decisions, carries each out at most once, answers with outcomes. {@link
 * io.aurea.executor.Decisions} is the way in; docs/EXECUTORS.md tells the contract to those who write their own.
 */
package io.aurea.executor;
