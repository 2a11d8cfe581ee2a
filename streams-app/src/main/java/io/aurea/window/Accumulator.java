package io.aurea.window;

import io.aurea.failure.FailureClassifier;
import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Map;

/** What one series adds up to in one open window. Knows whether it changed since it was last stored. */
final class Accumulator {
    private static final byte FORMAT = 2;

    private final SeriesId series;
    private final SeriesBytes bytes;
    private final long windowStart;
    private final ObservationKind kind;
    private final String unit;
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

    /** Whether there are changes that are not stored. */
    boolean dirty() {
        return dirty;
    }

    /** Whether the store holds any version of this. */
    boolean stored() {
        return stored;
    }

    boolean closed() {
        return closed;
    }

    void add(Observation o, FailureClassifier classifier) {
        Boolean success = o.getSuccess();
        count(success != null, success != null && success);
        if (kind == ObservationKind.OPERATION && !success) {
            fail(o.getError(), classifier);
        }
        Double number = kind == ObservationKind.OPERATION ? o.getDurationMs() : o.getValue();
        if (number != null) {
            add(number.doubleValue());
        }
    }

    /** The same as for the decoded observation, without decoding it. */
    void add(EncodedObservation o, FailureClassifier classifier) {
        count(o.hasSuccess(), o.success());
        if (kind == ObservationKind.OPERATION) {
            if (!o.success()) {
                fail(o.error(), classifier);
            }
            add(o.durationMs());
        } else if (o.hasValue()) {
            add(o.value());
        }
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

    private void fail(String error, FailureClassifier classifier) {
        if (failures == null) {
            failures = new Failures(error);
        }
        failures.add(classifier.classify(error));
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

    Trend close(long windowEnd) {
        closed = true;
        Trend trend = new Trend();
        trend.setTenantId(series.tenant());
        trend.setSource(series.source());
        trend.setName(series.name());
        trend.setKind(kind);
        trend.setDirection(TrendDirection.UNKNOWN);
        trend.setPolarity(Polarity.UNKNOWN);
        trend.setUnit(unit);
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
        trend.setValues(values);
        trend.setSum(sum);
        trend.setSumSquares(sumSquares);
        if (values > 0) {
            trend.setMean(sum / values);
            trend.setMin(min);
            trend.setMax(max);
            double[] answers = quantiles.at(0.50, 0.95, 0.99);
            trend.setP50(seen(answers[0]));
            trend.setP95(seen(answers[1]));
            trend.setP99(seen(answers[2]));
        }
        return trend;
    }

    /** The sketch answers with the middle of a bin, which may lie outside of what was seen. */
    private double seen(double quantile) {
        return Math.min(max, Math.max(min, quantile));
    }

    /** Encodes everything and remembers that it is stored now. */
    byte[] store() {
        byte[] bytes = encode();
        dirty = false;
        stored = true;
        return bytes;
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
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
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static Accumulator decode(byte[] stored) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(stored))) {
            byte format = in.readByte();
            if (format != FORMAT) {
                throw new IllegalArgumentException("a stored window has format " + format + "; known: " + FORMAT);
            }
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
            }
            a.stored = true;
            return a;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long windowStart() {
        return windowStart;
    }
}
