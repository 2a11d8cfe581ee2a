package io.aurea.window;

import io.aurea.change.ChangeText;
import io.aurea.failure.FailureClassifier;
import io.aurea.schema.Change;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import io.aurea.state.Format;
import io.aurea.state.RecordBytes;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The aggregate of one series in one open window. Knows whether it has changed since it was last stored. */
final class Accumulator {
    private static final Format FORMAT = new Format("a window", 1);
    /** The same and a change behind it; only of a window with one, so that the release before understands all others. */
    private static final Format WITH_CHANGE = new Format("a window", 2);
    /** The quantile that is the level of an OPERATION. */
    private static final double LEVEL = 0.95;

    private static final RecordBytes<Change> CHANGE = new RecordBytes<>(Change.class);

    /** Of one with a new {@link Quantiles}, beside its names. */
    private static final int BYTES = 500;

    /** Further, of one that may have failures or a counter's values, for those. */
    private static final int BYTES_OF_FAILURES = 500;

    private static final int BYTES_OF_COUNTER = 1_000;

    /** Further, of an EVENT, whose change may have four texts of 128 characters. */
    private static final int BYTES_OF_CHANGE = 1_400;

    private final SeriesId series;
    private final SeriesBytes bytes;
    private final long windowStart;
    private final ObservationKind kind;
    private final String unit;
    private final int ownWeight;
    private long count;
    private long attempts;
    private long successes;
    private long values;
    private double sum;
    private double sumSquares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private Quantiles quantiles;
    private Failures failures;
    private long failedValues;
    private double failedSum;
    private double failedMax;
    /** For a COUNTER; null before its first value. */
    private CounterValues counter;
    /** The last one of an EVENT; null without one. */
    private Change change;

    private boolean dirty;
    private boolean stored;
    private boolean closed;

    /** @param bytes of the same series */
    Accumulator(SeriesId series, SeriesBytes bytes, long windowStart, ObservationKind kind, String unit) {
        this.series = series;
        this.bytes = bytes;
        this.windowStart = windowStart;
        this.kind = kind;
        this.unit = unit;
        this.ownWeight = BYTES
                + 2 * bytes.path().length
                + (kind == ObservationKind.OPERATION ? BYTES_OF_FAILURES : 0)
                + (kind == ObservationKind.COUNTER ? BYTES_OF_COUNTER : 0)
                + (kind == ObservationKind.EVENT ? BYTES_OF_CHANGE : 0);
    }

    SeriesId series() {
        return series;
    }

    SeriesBytes bytes() {
        return bytes;
    }

    ObservationKind kind() {
        return kind;
    }

    /** Whether there are unsaved changes. */
    boolean dirty() {
        return dirty;
    }

    /** Whether the store has any version of this. */
    boolean stored() {
        return stored;
    }

    boolean closed() {
        return closed;
    }

    /** The memory it takes, bytes, about; depends on nothing but its names, its kind and its numbers. */
    int weight() {
        return ownWeight + (quantiles == null ? 0 : quantiles.bytes());
    }

    /** Whether it takes no more memory with this record. */
    boolean holds(Observation o) {
        if (kind == ObservationKind.OPERATION) {
            return !o.getSuccess() || holds(o.getDurationMs());
        }
        return o.getValue() == null || holds(o.getValue());
    }

    /** The same for an observation that is not decoded. */
    boolean holds(EncodedObservation o) {
        if (kind == ObservationKind.OPERATION) {
            return !o.success() || holds(o.durationMs());
        }
        return !o.hasValue() || holds(o.value());
    }

    private boolean holds(double value) {
        return kind == ObservationKind.COUNTER || quantiles == null || quantiles.holds(value);
    }

    /** @param atMs the effective time of the observation, epoch milliseconds */
    void add(Observation o, long atMs, FailureClassifier classifier) {
        Boolean success = o.getSuccess();
        count(success != null, success != null && success);
        if (kind == ObservationKind.OPERATION) {
            if (success) {
                add(o.getDurationMs());
            } else {
                fail(o.getError(), o.getDurationMs(), classifier);
            }
        } else if (o.getValue() != null) {
            addValue(atMs, o.getValue());
        }
        if (kind == ObservationKind.EVENT) {
            change(ChangeText.of(o), atMs);
        }
    }

    /** @param said null without one */
    private void change(Change said, long atMs) {
        if (said != null && (change == null || atMs >= change.getAt().toEpochMilli())) {
            said.setAt(Instant.ofEpochMilli(atMs));
            change = said;
        }
    }

    /** The same for an observation that is not decoded. */
    void add(EncodedObservation o, long atMs, FailureClassifier classifier) {
        count(o.hasSuccess(), o.success());
        if (kind == ObservationKind.OPERATION) {
            if (o.success()) {
                add(o.durationMs());
            } else {
                fail(o.error(), o.durationMs(), classifier);
            }
        } else if (o.hasValue()) {
            addValue(atMs, o.value());
        }
    }

    private void addValue(long atMs, double value) {
        if (kind != ObservationKind.COUNTER) {
            add(value);
            return;
        }
        if (counter == null) {
            counter = new CounterValues();
        }
        counter.add(atMs, value);
    }

    private void count(boolean attempted, boolean succeeded) {
        dirty = true;
        count++;
        if (attempted) {
            attempts++;
            if (succeeded) {
                successes++;
            }
        }
    }

    /** A fast failure says nothing about how long success takes, so its duration is kept apart. */
    private void fail(String error, double durationMs, FailureClassifier classifier) {
        if (failures == null) {
            failures = new Failures(error);
        }
        failures.add(classifier.classify(error));
        failedValues++;
        failedSum += durationMs;
        failedMax = Math.max(failedMax, durationMs);
    }

    private void add(double value) {
        values++;
        sum += value;
        sumSquares += value * value;
        if (value < min) {
            min = value;
        }
        if (value > max) {
            max = value;
        }
        if (quantiles == null) {
            quantiles = new Quantiles();
        }
        quantiles.add(value);
    }

    /** A counter's values in the window; empty for other series. */
    Optional<CounterValues> counter() {
        return Optional.ofNullable(counter);
    }

    /** The trend without what depends on earlier windows: the rate of a counter, and how the window compares. */
    Trend close(long windowEnd) {
        closed = true;
        Trend trend = new Trend();
        trend.setTenantId(series.tenant());
        trend.setSource(series.source());
        trend.setName(series.name());
        trend.setKind(kind);
        trend.setDirection(TrendDirection.UNKNOWN);
        trend.setPolarity(Polarity.UNKNOWN);
        trend.setUnit(kind == ObservationKind.COUNTER ? perSecond(unit) : unit);
        trend.setWindowStart(Instant.ofEpochMilli(windowStart));
        trend.setWindowEnd(Instant.ofEpochMilli(windowEnd));
        trend.setCount(count);
        trend.setAttempts(attempts);
        trend.setSuccesses(successes);
        if (attempts > 0) {
            Wilson interval = Wilson.of(successes, attempts);
            trend.setSuccessRate((double) successes / attempts);
            trend.setSuccessRateLow(interval.low());
            trend.setSuccessRateHigh(interval.high());
        }
        if (failures != null) {
            trend.setFailures(failures.byClass());
            trend.setFailureExample(failures.example());
        } else {
            trend.setFailures(Map.of());
        }
        trend.setFailedValues(failedValues);
        if (failedValues > 0) {
            trend.setFailedMean(failedSum / failedValues);
            trend.setFailedMax(failedMax);
        }
        trend.setChange(change);
        trend.setValues(values);
        trend.setSum(sum);
        trend.setSumSquares(sumSquares);
        if (values > 0) {
            describe(trend);
        }
        return trend;
    }

    private void describe(Trend trend) {
        trend.setMean(sum / values);
        trend.setMin(min);
        trend.setMax(max);
        if (kind != ObservationKind.OPERATION) {
            setQuantiles(trend, quantiles.at(0.50, LEVEL, 0.99));
            return;
        }
        QuantileRanks ends = QuantileRanks.of(LEVEL, values);
        double[] answers = quantiles.at(
                0.50,
                LEVEL,
                0.99,
                Quantiles.ofRank(Math.max(1, ends.low()), values),
                Quantiles.ofRank(Math.max(1, ends.high()), values));
        setQuantiles(trend, answers);
        if (ends.low() > 0) {
            trend.setLevelLow(ends.low() == 1 ? min : seen(answers[3]));
        }
        if (ends.high() > 0) {
            trend.setLevelHigh(ends.high() == values ? max : seen(answers[4]));
        }
    }

    private void setQuantiles(Trend trend, double[] answers) {
        trend.setP50(seen(answers[0]));
        trend.setP95(seen(answers[1]));
        trend.setP99(seen(answers[2]));
    }

    private static String perSecond(String unit) {
        return unit == null ? "1/s" : unit + "/s";
    }

    /** The sketch returns the middle of a bin, which may be outside the observed range. */
    private double seen(double quantile) {
        return Math.min(max, Math.max(min, quantile));
    }

    /** Encodes everything and marks it as stored. */
    byte[] store() {
        byte[] bytes = encode();
        dirty = false;
        stored = true;
        return bytes;
    }

    byte[] encode() {
        return (change == null ? FORMAT : WITH_CHANGE).encode(out -> {
            out.writeUTF(series.tenant());
            out.writeUTF(series.source());
            out.writeUTF(series.name());
            out.writeLong(windowStart);
            out.writeUTF(kind.name());
            out.writeBoolean(unit != null);
            if (unit != null) {
                out.writeUTF(unit);
            }
            out.writeLong(count);
            out.writeLong(attempts);
            out.writeLong(successes);
            out.writeLong(values);
            if (values > 0) {
                out.writeDouble(sum);
                out.writeDouble(sumSquares);
                out.writeDouble(min);
                out.writeDouble(max);
                byte[] sketch = quantiles.encode();
                out.writeInt(sketch.length);
                out.write(sketch);
            }
            out.writeBoolean(failures != null);
            if (failures != null) {
                failures.write(out);
                out.writeLong(failedValues);
                out.writeDouble(failedSum);
                out.writeDouble(failedMax);
            }
            out.writeBoolean(counter != null);
            if (counter != null) {
                counter.write(out);
            }
            if (change != null) {
                CHANGE.write(change, out);
            }
        });
    }

    static Accumulator decode(byte[] stored) {
        boolean changed = stored.length > 0 && stored[0] == WITH_CHANGE.number();
        return (changed ? WITH_CHANGE : FORMAT).decode(stored, in -> {
            SeriesId series = new SeriesId(in.readUTF(), in.readUTF(), in.readUTF());
            long windowStart = in.readLong();
            ObservationKind kind = ObservationKind.valueOf(in.readUTF());
            String unit = in.readBoolean() ? in.readUTF() : null;
            Accumulator a = new Accumulator(series, new SeriesBytes(series), windowStart, kind, unit);
            a.count = in.readLong();
            a.attempts = in.readLong();
            a.successes = in.readLong();
            a.values = in.readLong();
            if (a.values > 0) {
                a.sum = in.readDouble();
                a.sumSquares = in.readDouble();
                a.min = in.readDouble();
                a.max = in.readDouble();
                a.quantiles = Quantiles.decode(in.readNBytes(in.readInt()));
            }
            if (in.readBoolean()) {
                a.failures = Failures.read(in);
                a.failedValues = in.readLong();
                a.failedSum = in.readDouble();
                a.failedMax = in.readDouble();
            }
            if (in.readBoolean()) {
                a.counter = CounterValues.read(in);
            }
            if (changed) {
                a.change = CHANGE.read(in);
            }
            a.stored = true;
            return a;
        });
    }

    long windowStart() {
        return windowStart;
    }
}
