/**
 * Levels that a person has accepted: until the series' own model has got used to them, orient judges by them. See {@link
 * io.aurea.level.AcceptedLevels}.
 */
package io.aurea.level;
