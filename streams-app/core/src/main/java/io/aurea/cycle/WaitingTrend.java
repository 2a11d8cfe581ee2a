package io.aurea.cycle;

import io.aurea.schema.Trend;
import io.aurea.state.Codec;
import io.aurea.state.RecordBytes;

/** A trend that waits for its cycle to close, with the observation partition it came from. */
record WaitingTrend(int partition, Trend trend) {
    private static final RecordBytes<Trend> TREND = new RecordBytes<>(Trend.class);

    static final Codec<WaitingTrend> CODEC = Codec.of(
            1,
            (w, out) -> {
                out.writeInt(w.partition);
                TREND.write(w.trend, out);
            },
            in -> new WaitingTrend(in.readInt(), TREND.read(in)));
}
