package io.aurea.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Dead letters in the form of Kafka's own: source key and bytes, the source's headers, and headers that say why.
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

    private final ProcessorContext<Object, Object> context;
    private final String sink;

    DeadLetters(ProcessorContext<Object, Object> context, String sink) {
        this.context = context;
        this.sink = sink;
    }

    /** @param kind the kind of refusal, e.g. LATE */
    void send(Record<byte[], byte[]> source, String kind, String reason) {
        Headers headers = new RecordHeaders(source.headers());
        headers.add(EXCEPTION, kind.getBytes(UTF_8));
        headers.add(MESSAGE, reason.getBytes(UTF_8));
        if (context.recordMetadata().isPresent()) {
            RecordMetadata at = context.recordMetadata().get();
            headers.add(TOPIC, at.topic().getBytes(UTF_8));
            headers.add(PARTITION, Integer.toString(at.partition()).getBytes(UTF_8));
            headers.add(OFFSET, Long.toString(at.offset()).getBytes(UTF_8));
        }
        context.forward(new Record<Object, Object>(source.key(), source.value(), source.timestamp(), headers), sink);
    }
}
