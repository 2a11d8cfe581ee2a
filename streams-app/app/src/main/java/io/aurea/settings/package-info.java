/** Where a run's settings come from, which wins, and what of them reaches which client. */
package io.aurea.settings;
