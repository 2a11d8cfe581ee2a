package io.aurea.window;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import io.aurea.state.Entries;
import io.aurea.state.Format;
import io.aurea.trend.FailureShare;
import io.aurea.trend.LevelVerdict;
import io.aurea.trend.ModelSettings;
import io.aurea.trend.SeriesModel;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The history of one series: the models of its level and of its failures, and when it was last heard. Knows whether it
 * has changed since it was last stored.
 *
 * <p>It is stored as a full snapshot, about 2 kB, and the windows since, a few bytes each, from which the models
 * continue exactly as before: a full snapshot per series and window would be most of what observe writes. A new
 * snapshot is due after {@value #SNAPSHOT_EVERY} windows, at different times for different series. Not thread-safe.
 */
final class SeriesHistory {
    private static final int SNAPSHOT_EVERY = 16;
    private static final Format FORMAT = new Format("a history", 1);
    private static final long NEVER = Long.MIN_VALUE;

    /**
     * What the models learn from a window.
     *
     * @param level NaN without one
     * @param counted the last value of a counter; null for other series
     */
    private record Learned(long startMs, double level, long failed, long attempts, CounterValue counted) {
        private static final int MAX_SIZE = 4 * Long.BYTES + 2 * Double.BYTES + 1;
        private static final int ATTEMPTED = 1;
        private static final int COUNTED = 2;

        Learned {
            if (failed < 0 || attempts < failed) {
                throw new IllegalArgumentException(failed + " failures of " + attempts + " attempts");
            }
        }

        void write(ByteBuffer out) {
            out.putLong(startMs).putDouble(level).put((byte)
                    ((attempts > 0 ? ATTEMPTED : 0) | (counted != null ? COUNTED : 0)));
            if (attempts > 0) {
                out.putLong(failed).putLong(attempts);
            }
            if (counted != null) {
                out.putLong(counted.atMs()).putDouble(counted.value());
            }
        }

        static Learned read(ByteBuffer in) {
            long startMs = in.getLong();
            double level = in.getDouble();
            byte has = in.get();
            boolean attempted = (has & ATTEMPTED) != 0;
            return new Learned(
                    startMs,
                    level,
                    attempted ? in.getLong() : 0,
                    attempted ? in.getLong() : 0,
                    (has & COUNTED) != 0 ? new CounterValue(in.getLong(), in.getDouble()) : null);
        }
    }

    private final SeriesId series;
    private final ModelSettings settings;
    private final List<Learned> sinceSnapshot = new ArrayList<>();
    private SeriesModel level;
    private FailureShare failures;
    /** The last value of a counter; null before the first. */
    private CounterValue counted;

    private long heardAt = NEVER;
    /** Start of the last window in the stored snapshot. */
    private long snapshotAt = NEVER;
    /** Number of windows since then that the models have learned. */
    private int replayed;

    private boolean dirty;
    private boolean forgotten;

    SeriesHistory(SeriesId series, ModelSettings settings) {
        this.series = series;
        this.settings = settings;
    }

    SeriesId series() {
        return series;
    }

    /** Start of its last window, epoch milliseconds. */
    long heardAt() {
        return heardAt;
    }

    /** Whether there are unsaved changes. */
    boolean dirty() {
        return dirty;
    }

    /** Deletes what is stored; the series starts over when it is heard again. */
    void forget() {
        forgotten = true;
    }

    boolean forgotten() {
        return forgotten;
    }

    /** Adds to the trend how its window compares with earlier ones, then learns it. */
    void assess(Trend trend, Optional<CounterValues> counter) {
        replay();
        counter.ifPresent(values -> {
            values.rateSince(counted).ifPresent(rate -> setOnlyNumber(trend, rate));
            counted = values.last();
        });
        dirty = true;
        heardAt = trend.getWindowStart().toEpochMilli();
        Double now = levelOf(trend);
        if (now != null) {
            LevelVerdict.judge(level(), now, trend);
        }
        long failed = trend.getAttempts() - trend.getSuccesses();
        if (trend.getAttempts() > 0) {
            failures().observe(heardAt, failed, trend.getAttempts()).ifPresent(verdict -> say(verdict, trend));
        }
        sinceSnapshot.add(new Learned(
                heardAt,
                now == null ? Double.NaN : now,
                failed,
                trend.getAttempts(),
                counter.isPresent() ? counted : null));
        replayed = sinceSnapshot.size();
    }

    private static void setOnlyNumber(Trend trend, double number) {
        trend.setValues(1);
        trend.setSum(number);
        trend.setSumSquares(number * number);
        trend.setMean(number);
        trend.setMin(number);
        trend.setMax(number);
        trend.setP50(number);
        trend.setP95(number);
        trend.setP99(number);
    }

    private static void say(FailureShare.FailureVerdict failures, Trend trend) {
        trend.setFailureBaseline(failures.baseline());
        trend.setFailureScore(failures.score());
        trend.setFailureEvidence(failures.evidence());
        failures.outOfOrderSinceMs().ifPresent(ms -> trend.setFailuresOutOfOrderSince(Instant.ofEpochMilli(ms)));
        failures.acceptedAtMs().ifPresent(ms -> trend.setFailuresAcceptedAt(Instant.ofEpochMilli(ms)));
    }

    /** The window's value that is followed over time; null without one. */
    private static Double levelOf(Trend trend) {
        if (trend.getKind() == ObservationKind.HEALTH) {
            return trend.getSuccessRate();
        }
        return trend.getKind() == ObservationKind.OPERATION ? trend.getP95() : trend.getMean();
    }

    private SeriesModel level() {
        if (level == null) {
            level = new SeriesModel(settings);
        }
        return level;
    }

    private FailureShare failures() {
        if (failures == null) {
            failures = new FailureShare(settings);
        }
        return failures;
    }

    /** Learns the loaded windows that are not in the snapshot; the two may be loaded in any order. */
    private void replay() {
        if (replayed == sinceSnapshot.size()) {
            return;
        }
        sinceSnapshot.removeIf(learned -> learned.startMs() <= snapshotAt);
        for (; replayed < sinceSnapshot.size(); replayed++) {
            Learned learned = sinceSnapshot.get(replayed);
            if (!Double.isNaN(learned.level())) {
                level().observe(learned.startMs(), learned.level());
            }
            if (learned.attempts() > 0) {
                failures().observe(learned.startMs(), learned.failed(), learned.attempts());
            }
            if (learned.counted() != null) {
                counted = learned.counted();
            }
        }
    }

    /** Writes changes under these keys, and marks them as stored. */
    void save(byte[] snapshotKey, byte[] windowsKey, Entries changes) {
        dirty = false;
        int due = snapshotAt == NEVER ? 1 + Math.floorMod(series.hashCode(), SNAPSHOT_EVERY) : SNAPSHOT_EVERY;
        if (sinceSnapshot.size() < due) {
            changes.put(windowsKey, windows());
            return;
        }
        changes.put(snapshotKey, snapshot());
        changes.put(windowsKey, null);
        snapshotAt = heardAt;
        sinceSnapshot.clear();
        replayed = 0;
    }

    /** The full current state. */
    byte[] snapshot() {
        replay();
        byte[] model = level == null ? new byte[0] : level.encode();
        ByteBuffer out = FORMAT.allocate(Long.BYTES
                + 1
                + (counted == null ? 0 : Long.BYTES + Double.BYTES)
                + Short.BYTES
                + model.length
                + (failures == null ? 0 : FailureShare.SIZE));
        out.putLong(heardAt).put((byte) (counted == null ? 0 : 1));
        if (counted != null) {
            out.putLong(counted.atMs()).putDouble(counted.value());
        }
        out.putShort((short) model.length).put(model);
        if (failures != null) {
            failures.save(out);
        }
        return out.array();
    }

    private byte[] windows() {
        ByteBuffer out = FORMAT.allocate(sinceSnapshot.size() * Learned.MAX_SIZE);
        sinceSnapshot.forEach(learned -> learned.write(out));
        return Arrays.copyOf(out.array(), out.position());
    }

    void loadSnapshot(byte[] stored) {
        ByteBuffer in = FORMAT.read(stored);
        snapshotAt = in.getLong();
        heardAt = Math.max(heardAt, snapshotAt);
        counted = in.get() == 1 ? new CounterValue(in.getLong(), in.getDouble()) : null;
        byte[] model = new byte[in.getShort()];
        in.get(model);
        level = model.length > 0 ? SeriesModel.decode(settings, model) : null;
        failures = null;
        if (in.hasRemaining()) {
            failures().restore(in);
        }
    }

    void loadWindows(byte[] stored) {
        ByteBuffer in = FORMAT.read(stored);
        while (in.hasRemaining()) {
            Learned learned = Learned.read(in);
            sinceSnapshot.add(learned);
            heardAt = Math.max(heardAt, learned.startMs());
        }
    }
}
