package io.aurea.topology;

import io.aurea.schema.AnsweredCommand;
import io.aurea.schema.BrainEntry;
import io.aurea.schema.CycleMetrics;
import io.aurea.schema.Decision;
import io.aurea.schema.Goal;
import io.aurea.schema.Incident;
import io.aurea.schema.Learning;
import io.aurea.schema.Observation;
import io.aurea.schema.Pattern;
import io.aurea.schema.Status;
import io.aurea.schema.Trend;

/** The encodings of the output of orient, decide and learn, by topic. Confined to one thread. */
record OrientEncodings(
        Encoding<Trend> trends,
        Encoding<Pattern> patterns,
        Encoding<Goal> goals,
        Encoding<Incident> incidents,
        Encoding<CycleMetrics> cycles,
        Encoding<Status> statuses,
        Encoding<Decision> decisions,
        Encoding<AnsweredCommand> answers,
        Encoding<Learning> learnings,
        Encoding<BrainEntry> brain,
        Encoding<Observation> observations) {}
