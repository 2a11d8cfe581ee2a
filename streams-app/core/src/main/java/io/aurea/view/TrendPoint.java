package io.aurea.view;

import io.aurea.schema.ObservationKind;
import io.aurea.schema.Polarity;
import io.aurea.schema.Trend;
import io.aurea.schema.TrendDirection;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What is shown of one series over one window. A missing number is NaN.
 *
 * @param unit empty when unknown
 * @param role empty without one
 */
public record TrendPoint(
        String source,
        String name,
        ObservationKind kind,
        String unit,
        String role,
        Polarity polarity,
        TrendDirection direction,
        long count,
        long attempts,
        long successes,
        double mean,
        double p95,
        double level,
        double baseline,
        double spread,
        double anomalyScore,
        double failureScore) {

    static TrendPoint of(Trend t) {
        return new TrendPoint(
                t.getSource(),
                t.getName(),
                t.getKind(),
                t.getUnit() == null ? "" : t.getUnit(),
                t.getRole() == null ? "" : t.getRole(),
                t.getPolarity(),
                t.getDirection(),
                t.getCount(),
                t.getAttempts(),
                t.getSuccesses(),
                orNaN(t.getMean()),
                orNaN(t.getP95()),
                orNaN(t.getLevel()),
                orNaN(t.getBaseline()),
                orNaN(t.getSpread()),
                orNaN(t.getAnomalyScore()),
                orNaN(t.getFailureScore()));
    }

    private static double orNaN(Double value) {
        return value == null ? Double.NaN : value;
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(source);
        out.writeUTF(name);
        out.writeUTF(kind.name());
        out.writeUTF(unit);
        out.writeUTF(role);
        out.writeUTF(polarity.name());
        out.writeUTF(direction.name());
        out.writeLong(count);
        out.writeLong(attempts);
        out.writeLong(successes);
        out.writeDouble(mean);
        out.writeDouble(p95);
        out.writeDouble(level);
        out.writeDouble(baseline);
        out.writeDouble(spread);
        out.writeDouble(anomalyScore);
        out.writeDouble(failureScore);
    }

    static TrendPoint read(DataInputStream in) throws IOException {
        return new TrendPoint(
                in.readUTF(),
                in.readUTF(),
                ObservationKind.valueOf(in.readUTF()),
                in.readUTF(),
                in.readUTF(),
                Polarity.valueOf(in.readUTF()),
                TrendDirection.valueOf(in.readUTF()),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble());
    }
}
