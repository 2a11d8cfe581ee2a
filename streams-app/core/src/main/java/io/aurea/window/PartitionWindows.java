package io.aurea.window;

import io.aurea.failure.FailureClassifier;
import io.aurea.observation.ObservationRules;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.state.Entries;
import io.aurea.state.Format;
import io.aurea.state.StoredState;
import io.aurea.trend.ModelSettings;
import io.aurea.window.Boundaries.Boundary;
import io.aurea.window.ObserveOutput.Refusal;
import io.aurea.work.FailedWork;
import io.aurea.work.WorkBudget;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/**
 * The open windows of one partition of observations, with its watermark, its tally and the history of its series.
 *
 * <p>The watermark is the greatest min(observed_at, append time) of the accepted records, ticks included: a clock that
 * runs ahead cannot drag time along; on the data clock, where append times say nothing, {@link CarriedTime} bounds how far
 * one record carries it. After an absence of the loop's own clock time waits for what publishers have buffered meanwhile, see
 * {@link OwnClock}. The same time decides which window a record falls into: it was not observed after
 * it was appended. A record is late when the end of its window plus grace is at or before the watermark. Windows live
 * on the partition that their records come from, so partitions that run ahead of each other in a backlog make no record
 * late.
 *
 * <p>Not thread-safe.
 */
public final class PartitionWindows implements StoredState {
    static final Format META = new Format("what became of the records of a partition", 1);
    static final byte[] META_KEY = {'m'};
    static final byte WINDOW_KEY = 'w';
    static final byte HISTORY_KEY = 'h';
    static final byte BOUNDARY_KEY = 'b';
    static final byte[] LATE_KEY = {'l'};
    private static final long NO_TIME = CarriedTime.NONE;

    private final WindowSettings settings;
    private final WorkBudget budget;
    private final OpenWindows open;
    private final WindowClosing closing;
    private final LateSources lateSources = new LateSources();
    private final CarriedTime time;
    /** Null on the data clock. */
    private final OwnClock ownClock;

    private final FailureClassifier classifier = new FailureClassifier();
    private final RecordCounts records = new RecordCounts();
    private long limited;
    private long closedEnd = NO_TIME;
    private long nextClose = NO_TIME;

    public PartitionWindows(WindowSettings settings) {
        this(settings, ModelSettings.DEFAULT);
    }

    public PartitionWindows(WindowSettings settings, ModelSettings model) {
        this(settings, model, WorkBudget.UNLIMITED, FailedWork.NONE);
    }

    /**
     * @param budget for what one record closes; beyond it, {@link #close} goes on
     * @param failed a window that is hopeless is closed without its history, which begins anew
     */
    public PartitionWindows(WindowSettings settings, ModelSettings model, WorkBudget budget, FailedWork failed) {
        this.settings = settings;
        this.budget = budget;
        this.time = new CarriedTime(settings);
        this.open = new OpenWindows(settings);
        this.closing = new WindowClosing(settings, open, model, failed);
        this.ownClock = settings.hasOwnClock() ? new OwnClock(settings.tickAllowanceMs()) : null;
    }

    /**
     * Accepts a record of the partition, in log order.
     *
     * @param key bytes of the record's key; must be {@code tenant/source} of the observation, or anything for a tick
     * @param appendTimeMs when the broker appended the record, epoch milliseconds
     */
    public void accept(byte[] key, Observation o, long appendTimeMs, ObserveOutput out) {
        long observedAt = o.getObservedAt().toEpochMilli();
        Optional<String> violation = ObservationRules.violation(o);
        if (violation.isPresent()) {
            reject(violation.get(), out);
            return;
        }
        if (o.getKind() == ObservationKind.TICK) {
            records.ticked();
            Optional<Forgetting> forget = Forgetting.in(o);
            if (forget.isPresent()) {
                lateSources.forget(forget.get());
                closing.forget(forget.get(), out);
                return;
            }
            if (ownClock != null) {
                ownClock.ticked(appendTimeMs);
            }
            if (!holdsTime(appendTimeMs) && time.set(Math.min(observedAt, appendTimeMs))) {
                passed(out);
            }
            return;
        }
        if (observedAt - settings.maxClockSkewMs() > appendTimeMs) {
            rejectAhead(o, appendTimeMs, out);
        } else if (window(key, o, Math.min(observedAt, appendTimeMs), out)) {
            advance(Math.min(observedAt, appendTimeMs), appendTimeMs, out);
        }
    }

    /** A tick is never too far ahead: only its append time counts then. */
    private void rejectAhead(Observation o, long appendTimeMs, ObserveOutput out) {
        reject(
                "observed_at " + o.getObservedAt() + " lies "
                        + (o.getObservedAt().toEpochMilli() - appendTimeMs)
                        + " ms ahead of its append time " + Instant.ofEpochMilli(appendTimeMs) + "; allowed: "
                        + settings.maxClockSkewMs() + " ms (max.clock.skew.ms)",
                out);
    }

    /** Counts a record that is not an observation at all. */
    public void reject(String reason, ObserveOutput out) {
        records.rejected();
        out.deadLetter(Refusal.REJECTED, reason);
    }

    /**
     * Whether the record was counted into a window.
     *
     * @param at its event time, or its append time where that is earlier: a clock that runs ahead must not make its
     *     source silent until then
     */
    private boolean window(byte[] key, Observation o, long at, ObserveOutput out) {
        if (!SeriesBytes.isKeyOf(key, o)) {
            reject(
                    "the record's key is " + (key == null ? "missing" : "'" + text(key) + "'")
                            + "; allowed: tenant_id/source, here '" + o.getTenantId() + "/" + o.getSource() + "'",
                    out);
            return false;
        }
        if (isOwnReport(o) && at < closedEnd) {
            return count(o, closedEnd, out);
        }
        return count(o, at, out);
    }

    /**
     * On the data clock the loop tells of a cycle when the records' time is past it, so that its own reports would always be
     * late; they count in the oldest window that is open.
     */
    private boolean isOwnReport(Observation o) {
        return ownClock == null && o.getTenantId().equals(ObservationRules.OWN_TENANT);
    }

    private boolean count(Observation o, long at, ObserveOutput out) {
        long start = settings.startOf(at);
        if (start + settings.sizeMs() <= closedEnd) {
            records.late();
            lateSources.add(o);
            out.deadLetter(
                    Refusal.LATE,
                    "the window " + Instant.ofEpochMilli(start) + "/" + Instant.ofEpochMilli(start + settings.sizeMs())
                            + " of observed_at " + o.getObservedAt() + " is closed: watermark "
                            + Instant.ofEpochMilli(time.watermark())
                            + ", grace " + settings.graceMs() + " ms");
            return false;
        }
        SeriesId series = new SeriesId(o.getTenantId(), o.getSource(), o.getName());
        SeriesBytes bytes = new SeriesBytes(series);
        OpenWindow window = open.at(at);
        Accumulator accumulator = window == null ? null : window.find(series, bytes);
        if (accumulator != null && accumulator.kind() != o.getKind()) {
            reject(
                    "kind is " + o.getKind() + " but the series has " + accumulator.kind()
                            + " in this window; allowed: one kind per series",
                    out);
            return false;
        }
        Optional<String> full = full(accumulator, o);
        if (full.isPresent()) {
            // What is refused must not depend on the budget.
            closing.close(WorkBudget.UNLIMITED, out);
            full = full(accumulator, o);
        }
        if (full.isPresent()) {
            refuse(o, full.get(), out);
            return false;
        }
        if (accumulator == null) {
            accumulator = new Accumulator(series, bytes, start, o.getKind(), o.getUnit());
            open.add(accumulator);
        }
        open.touch(accumulator);
        records.windowed();
        int before = accumulator.weight();
        accumulator.add(o, at, classifier);
        open.grown(accumulator, before);
        return true;
    }

    /**
     * The setting whose limit keeps a record out; empty when there is room.
     *
     * @param at null if its series is not open
     */
    private Optional<String> full(Accumulator at, Observation o) {
        if (at == null) {
            return open.full(o.getTenantId());
        }
        return open.isHeavy() && !at.holds(o) ? open.heavy(o.getTenantId()) : Optional.empty();
    }

    private void refuse(Observation o, String setting, ObserveOutput out) {
        limited++;
        lateSources.refuse(o, setting);
        reject(open.reason(o.getTenantId(), setting), out);
    }

    /**
     * Accepts a valid record, not late, of a series that is open in its window, as nearly every record is, without
     * creating an object for it.
     *
     * @param o has read a record whose content is valid
     * @return false if it is not such a record; then nothing has changed, and it must go to {@link #accept}
     */
    public boolean acceptOpen(byte[] key, EncodedObservation o, long appendTimeMs, ObserveOutput out) {
        long observedAt = o.observedAtMs();
        long at = Math.min(observedAt, appendTimeMs);
        OpenWindow window = open.at(at);
        if (key == null || window == null || observedAt - settings.maxClockSkewMs() > appendTimeMs) {
            return false;
        }
        Accumulator accumulator = window.find(key, o);
        if (accumulator == null || accumulator.kind() != o.kind() || open.isHeavy() && !accumulator.holds(o)) {
            return false;
        }
        open.touch(accumulator);
        records.windowed();
        int before = accumulator.weight();
        accumulator.add(o, at, classifier);
        open.grown(accumulator, before);
        advance(at, appendTimeMs, out);
        return true;
    }

    private void advance(long timeMs, long appendTimeMs, ObserveOutput out) {
        if (!holdsTime(appendTimeMs) && time.carry(timeMs)) {
            passed(out);
        }
    }

    private boolean holdsTime(long appendTimeMs) {
        return ownClock != null && ownClock.holdsTime(appendTimeMs);
    }

    private void passed(ObserveOutput out) {
        long watermark = time.watermark();
        if (watermark < nextClose) {
            return;
        }
        closedEnd = settings.closedEnd(watermark);
        nextClose = closedEnd + settings.sizeMs() + settings.graceMs();
        open.over(closedEnd);
        Long absentMs = ownClock == null ? null : ownClock.absentUntil(watermark);
        long forgetBefore = ownClock == null
                ? closedEnd - settings.seriesRetentionMs()
                : ownClock.absence().before(closedEnd, settings.seriesRetentionMs());
        closing.passed(new Boundary(closedEnd, watermark, absentMs, forgetBefore, lateSources.take()));
        close(out);
    }

    /**
     * Closes windows whose time is over, oldest first and series by series in their order, until the budget is spent.
     *
     * @return whether all are closed
     */
    public boolean close(ObserveOutput out) {
        return closing.close(budget, out);
    }

    /** What was being closed when an error was thrown; empty otherwise. */
    public Optional<String> beingClosed() {
        return closing.beingClosed();
    }

    /** Whether windows whose time is over are not closed yet; see {@link #close}. */
    public boolean isClosing() {
        return closing.isUnderWay();
    }

    public Tally tally() {
        return records.tally();
    }

    /** The watermark, epoch milliseconds; empty before the first accepted record. */
    public Optional<Long> watermark() {
        return time.watermark() == NO_TIME ? Optional.empty() : Optional.of(time.watermark());
    }

    /** Number of open series windows. */
    public int openCount() {
        return open.count();
    }

    /** How often a limit has refused a record or cost a series its history, in this life. */
    public long limited() {
        return limited + closing.forgottenSeries();
    }

    /** When the last open window closes, epoch milliseconds: its end plus grace; empty when none is open. */
    public Optional<Long> openUntil() {
        return open.lastEnd().map(end -> end + settings.graceMs());
    }

    @Override
    public void load(byte[] key, byte[] value) {
        if (key[0] == WINDOW_KEY) {
            open.load(value);
        } else if (key[0] == HISTORY_KEY || key[0] == BOUNDARY_KEY) {
            closing.load(key, value);
        } else if (key[0] == LATE_KEY[0]) {
            lateSources.restore(value);
        } else {
            ByteBuffer meta = META.read(value);
            long watermark = meta.getLong();
            records.restore(meta);
            if (ownClock != null && meta.remaining() > Long.BYTES) {
                ownClock.restore(meta);
            }
            time.restore(watermark, ownClock == null && meta.remaining() == Long.BYTES ? meta.getLong() : NO_TIME);
            if (watermark != NO_TIME) {
                closedEnd = settings.closedEnd(watermark);
                open.over(closedEnd);
                nextClose = closedEnd + settings.sizeMs() + settings.graceMs();
            }
        }
    }

    @Override
    public Optional<String> tenantOf(byte[] key) {
        int before = key[0] == WINDOW_KEY ? 1 + Long.BYTES : key[0] == HISTORY_KEY ? 2 : key.length;
        return before >= key.length
                ? Optional.empty()
                : Optional.of(new String(key, before, key.length - before, StandardCharsets.UTF_8).split("/", 2)[0]);
    }

    @Override
    public int form() {
        return isClosing() ? 2 : 1;
    }

    @Override
    public void save(Entries changes) {
        open.save(changes);
        closing.save(changes);
        if (lateSources.dirty()) {
            changes.put(LATE_KEY, lateSources.encode());
            lateSources.stored();
        }
        if (records.dirty()) {
            changes.put(META_KEY, meta());
            records.stored();
        }
    }

    @Override
    public void saveAll(Entries all) {
        open.saveAll(all);
        closing.saveAll(all);
        byte[] late = lateSources.encode();
        if (late != null) {
            all.put(LATE_KEY, late);
        }
        all.put(META_KEY, meta());
    }

    private byte[] meta() {
        ByteBuffer meta = META.allocate(6 * Long.BYTES + OwnClock.MAX_SIZE);
        meta.putLong(time.watermark());
        records.write(meta);
        if (ownClock != null) {
            ownClock.write(meta);
        } else if (time.ahead() != NO_TIME) {
            meta.putLong(time.ahead());
        }
        return Arrays.copyOf(meta.array(), meta.position());
    }

    private static String text(byte[] key) {
        return new String(
                key, 0, Math.min(key.length, 2 * ObservationRules.MAX_NAME_LENGTH + 1), StandardCharsets.UTF_8);
    }
}
