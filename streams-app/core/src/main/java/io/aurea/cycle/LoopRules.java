package io.aurea.cycle;

import io.aurea.observation.CommandRules;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Command;
import io.aurea.schema.LoopEvent;
import io.aurea.schema.Outcome;
import io.aurea.schema.Policy;
import io.aurea.schema.Trend;
import io.aurea.schema.Watermark;
import io.aurea.window.WindowSettings;
import java.util.Optional;

/**
 * What makes an event of the loop valid. The app writes the topic, but whoever may write to it too must not be able to stop the
 * loop, or its time.
 */
public final class LoopRules {
    private LoopRules() {}

    /**
     * What is wrong with the event, and what is allowed; empty if nothing.
     *
     * @param windows same as observe's
     * @param partitions of observations: time waits for each, so a watermark must not make up others
     * @param appendTimeMs of the event, epoch milliseconds: no watermark is ahead of its own
     */
    public static Optional<String> violation(
            LoopEvent event, WindowSettings windows, int partitions, long appendTimeMs) {
        Object content = event.getEvent();
        if (content instanceof Watermark watermark) {
            return ofWatermark(watermark, partitions, appendTimeMs + windows.maxClockSkewMs());
        }
        if (content instanceof Trend trend) {
            return ofTrend(trend, windows.sizeMs());
        }
        if (content instanceof Outcome outcome) {
            return ObservationRules.tenantViolation(outcome.getTenantId());
        }
        if (content instanceof Command command) {
            return CommandRules.violation(command);
        }
        if (content instanceof Policy policy) {
            return policy.getTenantId().equals("*")
                    ? Optional.empty()
                    : ObservationRules.tenantViolation(policy.getTenantId());
        }
        return Optional.of("the event is of no known kind; allowed: a trend, watermark, outcome, command or policy");
    }

    private static Optional<String> ofWatermark(Watermark watermark, int partitions, long latestMs) {
        if (watermark.getPartitionCount() != partitions) {
            return Optional.of("partition_count is " + watermark.getPartitionCount() + "; allowed: " + partitions
                    + ", as aurea.observations has");
        }
        if (watermark.getPartition() < 0 || watermark.getPartition() >= partitions) {
            return Optional.of("partition is " + watermark.getPartition() + "; allowed: 0 to " + (partitions - 1));
        }
        if (watermark.getTime().isBefore(ObservationRules.EARLIEST)
                || watermark.getTime().toEpochMilli() > latestMs) {
            return Optional.of("time is " + watermark.getTime().toEpochMilli() + " ms; allowed: from "
                    + ObservationRules.EARLIEST.toEpochMilli() + " to " + latestMs
                    + ", the append time and max.clock.skew.ms");
        }
        return Optional.empty();
    }

    private static Optional<String> ofTrend(Trend trend, long sizeMs) {
        Optional<String> tenant = ObservationRules.tenantViolation(trend.getTenantId());
        if (tenant.isPresent()) {
            return tenant;
        }
        long start = trend.getWindowStart().toEpochMilli();
        if (Math.floorMod(start, sizeMs) != 0 || trend.getWindowEnd().toEpochMilli() != start + sizeMs) {
            return Optional.of("the window is " + trend.getWindowStart() + " to " + trend.getWindowEnd()
                    + "; allowed: one of " + sizeMs + " ms (cycle.size.ms)");
        }
        int source = trend.getSource().length();
        if (source < 1
                || source > ObservationRules.MAX_NAME_LENGTH
                || trend.getName().length() > ObservationRules.MAX_NAME_LENGTH) {
            return Optional.of(
                    "source and name have " + source + " and " + trend.getName().length()
                            + " characters; allowed: 1 to " + ObservationRules.MAX_NAME_LENGTH + ", and up to as many");
        }
        if (trend.getSource().indexOf('/') >= 0 || trend.getName().indexOf('/') >= 0) {
            return Optional.of("source or name holds a slash; allowed: none");
        }
        if (trend.getCount() < 0) {
            return Optional.of("count is " + trend.getCount() + "; allowed: from 0");
        }
        return Optional.empty();
    }
}
