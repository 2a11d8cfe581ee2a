/** How much the loop may do alone, and what operators have set: level, thresholds, pauses, maintenance, dry run. */
package io.aurea.autonomy;
