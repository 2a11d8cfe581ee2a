/** Time for a pipeline that does not look at the clock: ticks, written to the observations like any other record. */
package io.aurea.clock;
