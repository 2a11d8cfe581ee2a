package io.aurea.cycle;

import io.aurea.schema.Goal;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/** Where orient puts what it finds. Called in the order in which it shall be written. */
public interface OrientOutput {

    void trend(Trend trend);

    void pattern(Pattern pattern);

    void goal(Goal goal);

    void status(Status status);

    /** The event at hand is not taken, for this reason. */
    void deadLetter(String reason);
}
