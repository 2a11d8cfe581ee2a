package io.aurea.guard;

/**
 * What one guard says of one proposal.
 *
 * @param guard name of the guard
 * @param allowed whether it lets the proposal pass
 * @param reason why, for a person
 * @param curable of a denial: whether a person's approval would lift it
 */
public record GuardVerdict(String guard, boolean allowed, String reason, boolean curable) {}
