/**
 * Learn: what became of decisions, and what follows for the next ones. Beliefs per context and action, bars of rules that
 * move, learnings, and the entries of the unified brain.
 */
package io.aurea.learning;
