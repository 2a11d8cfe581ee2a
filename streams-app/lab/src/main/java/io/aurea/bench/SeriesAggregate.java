package io.aurea.bench;

import io.aurea.schema.Observation;
import io.aurea.schema.ObservationKind;
import io.aurea.window.Quantiles;
import java.nio.ByteBuffer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** One series in one window as the DSL keeps it: what observe's accumulator holds. */
final class SeriesAggregate {
    private static final int FIXED_BYTES = 8 * Long.BYTES;

    private long count;
    private long attempts;
    private long successes;
    private long values;
    private double sum;
    private double sumSquares;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private Quantiles quantiles;

    static Serde<SeriesAggregate> serde() {
        return Serdes.serdeFrom(
                (topic, aggregate) -> aggregate == null ? null : aggregate.encode(),
                (topic, bytes) -> bytes == null ? null : decode(bytes));
    }

    SeriesAggregate add(Observation o) {
        count++;
        Boolean success = o.getSuccess();
        if (success != null) {
            attempts++;
            if (success) {
                successes++;
            }
        }
        Double number = o.getKind() == ObservationKind.OPERATION ? o.getDurationMs() : o.getValue();
        if (number != null) {
            values++;
            sum += number;
            sumSquares += number * number;
            min = Math.min(min, number);
            max = Math.max(max, number);
            if (quantiles == null) {
                quantiles = new Quantiles();
            }
            quantiles.add(number);
        }
        return this;
    }

    SeriesTotals totals() {
        return new SeriesTotals(count, attempts, successes);
    }

    private byte[] encode() {
        byte[] sketch = quantiles == null ? new byte[0] : quantiles.encode();
        return ByteBuffer.allocate(FIXED_BYTES + sketch.length)
                .putLong(count)
                .putLong(attempts)
                .putLong(successes)
                .putLong(values)
                .putDouble(sum)
                .putDouble(sumSquares)
                .putDouble(min)
                .putDouble(max)
                .put(sketch)
                .array();
    }

    static SeriesAggregate decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        SeriesAggregate aggregate = new SeriesAggregate();
        aggregate.count = in.getLong();
        aggregate.attempts = in.getLong();
        aggregate.successes = in.getLong();
        aggregate.values = in.getLong();
        aggregate.sum = in.getDouble();
        aggregate.sumSquares = in.getDouble();
        aggregate.min = in.getDouble();
        aggregate.max = in.getDouble();
        if (in.hasRemaining()) {
            byte[] sketch = new byte[in.remaining()];
            in.get(sketch);
            aggregate.quantiles = Quantiles.decode(sketch);
        }
        return aggregate;
    }
}
