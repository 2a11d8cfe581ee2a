/** Where a run's settings come from, which one wins, and which client gets which. */
package io.aurea.settings;
