package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Dead letters in the form of Kafka's own: source key and bytes, the source's headers, and headers that say why and where the
 * source is. What is too large for a letter is cut to its first kilobytes: a value of megabytes may have arrived as a few
 * compressed bytes.
 *
 * <p>They are made here and not by Kafka's exception handlers, because to those an unavailable registry and broken
 * bytes are the same, and because a refused record should not cost an exception.
 */
final class DeadLetters {
    static final String EXCEPTION = "__streams.errors.exception";
    static final String MESSAGE = "__streams.errors.message";
    static final String TOPIC = "__streams.errors.topic";
    static final String PARTITION = "__streams.errors.partition";
    static final String OFFSET = "__streams.errors.offset";

    /** Present where the source's key, value or headers are not here as a whole: how many bytes they had. */
    static final String KEY_BYTES = "aurea.source.key.bytes";

    static final String VALUE_BYTES = "aurea.source.value.bytes";
    static final String HEADERS_BYTES = "aurea.source.headers.bytes";

    private static final int MAX_KEY = 4 << 10;
    /** Values up to this are kept whole: at least the most that record.max.bytes allows, so that they can be replayed. */
    private static final int WHOLE_VALUE = 1_001_024;
    /** What is kept of a larger value. */
    private static final int CUT_VALUE = 128 << 10;

    private static final int MAX_HEADERS = 16 << 10;
    private static final int MAX_REASON = 4 << 10;

    private final ProcessorContext<Object, Object> context;
    private final String sink;

    DeadLetters(ProcessorContext<Object, Object> context, String sink) {
        this.context = context;
        this.sink = sink;
    }

    /** @param kind the kind of refusal, e.g. LATE */
    void send(ReadRecord source, String kind, String reason) {
        Record<byte[], byte[]> record = source.record();
        Headers headers = new RecordHeaders();
        addHeaders(record.headers(), headers);
        byte[] key = cut(record.key(), MAX_KEY, MAX_KEY, KEY_BYTES, headers);
        byte[] value = cut(record.value(), WHOLE_VALUE, CUT_VALUE, VALUE_BYTES, headers);
        headers.add(EXCEPTION, kind.getBytes(UTF_8));
        byte[] why = reason.getBytes(UTF_8);
        headers.add(MESSAGE, why.length <= MAX_REASON ? why : Arrays.copyOf(why, MAX_REASON));
        headers.add(TOPIC, source.topic().getBytes(UTF_8));
        headers.add(PARTITION, Integer.toString(source.partition()).getBytes(UTF_8));
        headers.add(OFFSET, Long.toString(source.offset()).getBytes(UTF_8));
        long time = RecordTime.of(record.timestamp(), context.currentSystemTimeMs());
        context.forward(new Record<Object, Object>(key, value, time, headers), sink);
    }

    /** The source's headers, in order, as many as there is room for. */
    private static void addHeaders(Headers source, Headers to) {
        long bytes = 0;
        boolean room = true;
        for (Header header : source) {
            byte[] value = header.value();
            bytes += header.key().length() + (value == null ? 0 : value.length);
            room &= bytes <= MAX_HEADERS;
            if (room) {
                to.add(header);
            }
        }
        if (!room) {
            to.add(HEADERS_BYTES, Long.toString(bytes).getBytes(UTF_8));
        }
    }

    private static byte[] cut(byte[] bytes, int whole, int most, String sizeHeader, Headers headers) {
        if (bytes == null || bytes.length <= whole) {
            return bytes;
        }
        headers.add(sizeHeader, Integer.toString(bytes.length).getBytes(UTF_8));
        return Arrays.copyOf(bytes, most);
    }
}
