package io.aurea.window;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Trend;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The numbers of one series in one window: their sums, range and quantiles. Not thread-safe. */
final class Values {
    /** The quantile that is the level of an OPERATION. */
    private static final double LEVEL = 0.95;

    private final Quantiles quantiles;
    private long count;
    private double sum;
    private double sumSquares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    Values() {
        this(new Quantiles());
    }

    private Values(Quantiles quantiles) {
        this.quantiles = quantiles;
    }

    void add(double value) {
        count++;
        sum += value;
        sumSquares += value * value;
        if (value < min) {
            min = value;
        }
        if (value > max) {
            max = value;
        }
        quantiles.add(value);
    }

    /** The memory of their quantiles, bytes, about. */
    int bytes() {
        return quantiles.bytes();
    }

    /** Whether they take no more memory with this one. */
    boolean holds(double value) {
        return quantiles.holds(value);
    }

    void describe(Trend trend) {
        trend.setValues(count);
        trend.setSum(sum);
        trend.setSumSquares(sumSquares);
        trend.setMean(sum / count);
        trend.setMin(min);
        trend.setMax(max);
        if (trend.getKind() != ObservationKind.OPERATION) {
            setQuantiles(trend, quantiles.at(0.50, LEVEL, 0.99));
            return;
        }
        QuantileRanks ends = QuantileRanks.of(LEVEL, count);
        double[] answers = quantiles.at(
                0.50,
                LEVEL,
                0.99,
                Quantiles.ofRank(Math.max(1, ends.low()), count),
                Quantiles.ofRank(Math.max(1, ends.high()), count));
        setQuantiles(trend, answers);
        if (ends.low() > 0) {
            trend.setLevelLow(ends.low() == 1 ? min : seen(answers[3]));
        }
        if (ends.high() > 0) {
            trend.setLevelHigh(ends.high() == count ? max : seen(answers[4]));
        }
    }

    private void setQuantiles(Trend trend, double[] answers) {
        trend.setP50(seen(answers[0]));
        trend.setP95(seen(answers[1]));
        trend.setP99(seen(answers[2]));
    }

    /** The sketch returns the middle of a bin, which may be outside the observed range. */
    private double seen(double quantile) {
        return Math.min(max, Math.max(min, quantile));
    }

    /** @param values null for none */
    static void write(Values values, DataOutputStream out) throws IOException {
        out.writeLong(values == null ? 0 : values.count);
        if (values != null) {
            out.writeDouble(values.sum);
            out.writeDouble(values.sumSquares);
            out.writeDouble(values.min);
            out.writeDouble(values.max);
            byte[] sketch = values.quantiles.encode();
            out.writeInt(sketch.length);
            out.write(sketch);
        }
    }

    /** @return null for none */
    static Values read(DataInputStream in) throws IOException {
        long count = in.readLong();
        if (count <= 0) {
            return null;
        }
        double sum = in.readDouble();
        double sumSquares = in.readDouble();
        double min = in.readDouble();
        double max = in.readDouble();
        Values values = new Values(Quantiles.decode(in.readNBytes(in.readInt())));
        values.count = count;
        values.sum = sum;
        values.sumSquares = sumSquares;
        values.min = min;
        values.max = max;
        return values;
    }
}
