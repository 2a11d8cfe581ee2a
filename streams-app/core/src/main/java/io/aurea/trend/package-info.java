/**
 * Trends: what is usual for one series, how far the newest window lies from it, and whether that is worth a look. Plain
 * Java without a clock; one {@link io.aurea.trend.SeriesModel} a series, fed one window at a time.
 */
package io.aurea.trend;
