/**
 * For executors: takes decisions, carries each out at most once, answers with outcomes.
 * {@link io.aurea.executor.Decisions} is the entry point; docs/EXECUTORS.md describes the contract for those who write
 * their own.
 *
 * <p>What is public here is API: besides it {@link io.aurea.executor.DecisionFilter}, {@link
 * io.aurea.executor.DecisionHandler}, {@link io.aurea.executor.DecisionListener}, {@link io.aurea.executor.IncidentFilter}, {@link
 * io.aurea.executor.IncidentHandler}, {@link io.aurea.executor.Result} and {@link io.aurea.executor.Subscription}. The machinery behind them is visible in this package only and may change at any
 * time.
 */
package io.aurea.executor;
