package io.aurea.pattern.life;

import io.aurea.schema.Pattern;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;

/** A pattern as bytes of its schema, for the store. */
final class PatternBytes {
    private static final SpecificDatumWriter<Pattern> WRITER = new SpecificDatumWriter<>(Pattern.class);
    private static final SpecificDatumReader<Pattern> READER = new SpecificDatumReader<>(Pattern.class);

    private PatternBytes() {}

    static byte[] encode(Pattern pattern) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        BinaryEncoder out = EncoderFactory.get().binaryEncoder(bytes, null);
        WRITER.write(pattern, out);
        out.flush();
        return bytes.toByteArray();
    }

    static Pattern decode(byte[] bytes) throws IOException {
        Pattern pattern = READER.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        sortMaps(pattern);
        return pattern;
    }

    /** A record of its own that nobody changes any more. */
    static Pattern copy(Pattern pattern) {
        Pattern copy = Pattern.newBuilder(pattern).build();
        sortMaps(copy);
        return copy;
    }

    /** Avro reads and copies maps into hash maps, whose order would show in the bytes. */
    private static void sortMaps(Pattern pattern) {
        pattern.setPatternData(new TreeMap<>(pattern.getPatternData()));
        pattern.setSuspects(new TreeMap<>(pattern.getSuspects()));
    }
}
