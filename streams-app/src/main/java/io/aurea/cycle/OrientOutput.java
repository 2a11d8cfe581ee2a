package io.aurea.cycle;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/** Where orient puts what it finds. Called in the order in which it shall be written. */
public interface OrientOutput {

    void trend(Trend trend);

    void cycle(CycleMetrics cycle);

    void status(Status status);

    /** The trend at hand cannot become part of a cycle, for this reason. */
    void deadLetter(String reason);
}
