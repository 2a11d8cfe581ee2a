package io.aurea.guard;

/**
 * The verdict of one guard on one proposal.
 *
 * @param guard name of the guard
 * @param allowed whether it allows the proposal
 * @param reason why, for a person
 * @param curable for a denial, whether a person's approval would lift it
 */
public record GuardVerdict(String guard, boolean allowed, String reason, boolean curable) {}
