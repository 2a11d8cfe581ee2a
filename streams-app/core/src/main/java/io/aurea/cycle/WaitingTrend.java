package io.aurea.cycle;

import io.aurea.schema.Trend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** A trend that waits for its cycle to close, with the observation partition it came from. */
record WaitingTrend(int partition, Trend trend) {

    private static final byte FORMAT = 1;
    private static final SpecificDatumWriter<Trend> WRITER = new SpecificDatumWriter<>(Trend.class);
    private static final SpecificDatumReader<Trend> READER = new SpecificDatumReader<>(Trend.class);

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        try {
            out.writeInt(FORMAT);
            out.writeInt(partition);
            WRITER.write(trend, out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static WaitingTrend decode(byte[] bytes) {
        var in = DecoderFactory.get().binaryDecoder(bytes, null);
        try {
            int format = in.readInt();
            if (format != FORMAT) {
                throw new IllegalArgumentException("a stored trend has format " + format + "; known: " + FORMAT);
            }
            return new WaitingTrend(in.readInt(), READER.read(null, in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
