package io.aurea.window;

import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.KeyParts;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Boundaries.Boundary;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Closes windows whose time is over, oldest first and series by series in their order, and reports the watermarks that follow
 * them; in pieces, and what comes of them does not show where they were cut. Not thread-safe.
 */
final class WindowClosing {
    private final WindowSettings settings;
    private final OpenWindows open;
    private final SeriesHistories histories;
    private final FailedWork failed;
    private final Boundaries boundaries = new Boundaries();
    private Accumulator beingClosed;
    private long forgottenSeries;

    WindowClosing(WindowSettings settings, OpenWindows open, ModelSettings model, FailedWork failed) {
        this.settings = settings;
        this.open = open;
        this.histories = new SeriesHistories(model, settings);
        this.failed = failed;
    }

    /** Time has passed the end of windows, which are due. */
    void passed(Boundary boundary) {
        boundaries.add(boundary);
    }

    boolean isUnderWay() {
        return !boundaries.isEmpty();
    }

    /** What was being closed when an error was thrown; empty otherwise. */
    Optional<String> beingClosed() {
        return Optional.ofNullable(beingClosed).map(WindowClosing::nameOf);
    }

    /** Series that a limit has cost their history, in this life. */
    long forgottenSeries() {
        return forgottenSeries;
    }

    /** @return whether all are closed */
    boolean close(WorkBudget within, ObserveOutput out) {
        within.begin();
        try {
            return closeDue(within, out);
        } finally {
            within.end();
        }
    }

    private boolean closeDue(WorkBudget within, ObserveOutput out) {
        while (!boundaries.isEmpty()) {
            Boundary boundary = boundaries.first();
            long end = boundary.closedEnd();
            for (Accumulator due = open.nextDue(end); due != null; due = open.nextDue(end)) {
                close(due, out);
                if (within.spend(1)) {
                    return false;
                }
            }
            boundary.late()
                    .forEach((source, count) ->
                            out.trend(LateSources.trend(source, count, end - settings.sizeMs(), end)));
            TreeMap<SeriesId, Long> forgotten = new TreeMap<>();
            histories.forget(
                    boundary.forgetBefore(),
                    (tenant, setting) -> forgotten.merge(LateSources.limit(tenant, setting), 1L, Long::sum));
            forgotten.forEach((limit, count) -> {
                forgottenSeries += count;
                out.trend(LateSources.trend(limit, count, end - settings.sizeMs(), end));
            });
            out.watermark(boundary.watermark(), boundary.absentMs());
            boundaries.removeFirst();
        }
        return true;
    }

    private void close(Accumulator a, ObserveOutput out) {
        beingClosed = a;
        Trend trend = a.close(a.windowStart() + settings.sizeMs());
        if (failed.any() && failed.isHopeless(nameOf(a))) {
            histories.drop(a.series());
        } else {
            histories.assess(a.series(), trend, a.counter());
        }
        out.trend(trend);
        beingClosed = null;
        open.remove(a);
    }

    /**
     * Forgets a tenant or series of it. What open windows have counted of them leaves as trends, so that the loop can say what
     * became of it, and the loop forgets those with the rest.
     */
    void forget(Forgetting what, ObserveOutput out) {
        Set<SeriesId> known = new HashSet<>();
        for (Accumulator a : open.take(what)) {
            known.add(a.series());
            out.trend(a.close(a.windowStart() + settings.sizeMs()));
            open.remove(a);
        }
        boundaries.forget(what);
        known.addAll(histories.forget(what));
        out.forgotten(what, known.size());
    }

    private static String nameOf(Accumulator a) {
        return "window " + Instant.ofEpochMilli(a.windowStart()) + " of series " + a.series();
    }

    void load(byte[] key, byte[] value) {
        byte[] rest = KeyParts.rest(key, 1);
        if (key[0] == PartitionWindows.HISTORY_KEY) {
            histories.load(rest, value);
        } else {
            boundaries.load(rest, value);
        }
    }

    void save(Entries changes) {
        histories.save(KeyParts.under(PartitionWindows.HISTORY_KEY, changes));
        boundaries.save(KeyParts.under(PartitionWindows.BOUNDARY_KEY, changes));
    }

    void saveAll(Entries all) {
        histories.saveAll(KeyParts.under(PartitionWindows.HISTORY_KEY, all));
        boundaries.saveAll(KeyParts.under(PartitionWindows.BOUNDARY_KEY, all));
    }
}
