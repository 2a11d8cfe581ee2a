package io.aurea.cli.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record of {@code aurea.dead-letters}: one of the app's, or one of the sink's in the form of Kafka Connect. */
public record DeadLetter(ConsumerRecord<byte[], byte[]> record) {
    private static final String CUT = "aurea.source.";
    private static final Set<String> SIZES = Set.of(CUT + "key.bytes", CUT + "value.bytes", CUT + "headers.bytes");

    /** By which the app and Connect begin what they add to the source's headers. */
    private static final List<String> ADDED = List.of("__streams.errors.", "__connect.errors.", CUT);

    private static final Map<String, String> OF_CONNECT =
            Map.of("exception", "exception.class.name", "message", "exception.message");

    static final Comparator<DeadLetter> OLDEST_FIRST = Comparator.<DeadLetter>comparingLong(
                    letter -> letter.record.timestamp())
            .thenComparingInt(letter -> letter.record.partition())
            .thenComparingLong(letter -> letter.record.offset());

    LetterName name() {
        return new LetterName(record.partition(), record.offset());
    }

    public Instant at() {
        return Instant.ofEpochMilli(record.timestamp());
    }

    /** LATE or REJECTED; of the sink the class of the exception. */
    public String kind() {
        String kind = added("exception");
        return kind.substring(kind.lastIndexOf('.') + 1);
    }

    public String reason() {
        return added("message");
    }

    /** The topic it was read from. */
    public String topic() {
        return added("topic");
    }

    /** Where it was in its topic, such as {@code 3:1042}. */
    public String place() {
        return added("partition") + ":" + added("offset");
    }

    public String key() {
        return record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    /** What of the source is not all here: its size header without the prefix, such as {@code value.bytes}. */
    Optional<String> cut() {
        for (Header header : record.headers()) {
            if (SIZES.contains(header.key())) {
                return Optional.of(header.key().substring(CUT.length()) + " " + text(header));
            }
        }
        return Optional.empty();
    }

    /** The headers that the source had. */
    Headers sourceHeaders() {
        Headers source = new RecordHeaders();
        for (Header header : record.headers()) {
            if (ADDED.stream().noneMatch(header.key()::startsWith)) {
                source.add(header);
            }
        }
        return source;
    }

    /** Empty where nobody has said it. */
    private String added(String what) {
        Header header = record.headers().lastHeader("__streams.errors." + what);
        if (header == null) {
            header = record.headers().lastHeader("__connect.errors." + OF_CONNECT.getOrDefault(what, what));
        }
        return header == null ? "" : text(header);
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), UTF_8);
    }
}
