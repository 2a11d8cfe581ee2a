/**
 * Trends: what is usual for one series, how far the newest window is from it, and whether that is worth a look. Plain
 * Java without a clock; one {@link io.aurea.trend.SeriesModel} per series, fed one window at a time.
 */
package io.aurea.trend;
