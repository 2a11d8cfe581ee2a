package io.aurea.cycle;

import io.aurea.schema.Goal;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/** Receives orient's output, in the order in which to write it. */
public interface OrientOutput {

    void trend(Trend trend);

    void pattern(Pattern pattern);

    void goal(Goal goal);

    void status(Status status);

    /** The current event is refused, for this reason. */
    void deadLetter(String reason);
}
