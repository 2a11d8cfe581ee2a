package io.aurea.topology;

import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Goal;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/** How orient writes what it finds, by topic. Confined to one thread. */
record OrientEncodings(
        Encoding<Trend> trends,
        Encoding<Pattern> patterns,
        Encoding<Goal> goals,
        Encoding<CycleMetrics> cycles,
        Encoding<Status> statuses) {}
