/** Time for a pipeline that never reads the clock: ticks, written to the observations like any other record. */
package io.aurea.clock;
