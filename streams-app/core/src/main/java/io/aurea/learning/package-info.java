/**
 * Learn: what became of decisions, and what follows for the next ones. Beliefs per context and action, the rules'
 * moving bars, learnings, and the entries of the unified brain.
 */
package io.aurea.learning;
