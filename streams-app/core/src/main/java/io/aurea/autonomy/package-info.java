/** How much the loop may do alone, and what operators have told it: level, thresholds, pauses, maintenance, dry run. */
package io.aurea.autonomy;
