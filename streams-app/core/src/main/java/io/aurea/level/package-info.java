/**
 * Levels that a person has accepted: orient judges by them until the series' own model has learned them. See {@link
 * io.aurea.level.AcceptedLevels}.
 */
package io.aurea.level;
