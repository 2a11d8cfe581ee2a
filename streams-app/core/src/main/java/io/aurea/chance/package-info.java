/**
 * Probabilities and what counts say about them: distributions, and sequential tests that may be looked at after every
 * trial.
 */
package io.aurea.chance;
