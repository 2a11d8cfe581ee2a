package io.aurea.topology;

import io.aurea.serde.AvroDeserializer;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads a topic's values and distinguishes broken records from an unavailable registry.
 *
 * <p>A broken record is a {@link Broken}; everything else, above all an outage, is rethrown, so that it stops the task
 * and never makes a dead letter of a good record. Confined to one thread.
 */
final class Decoding<T> {
    private final String topic;
    private final int maxBytes;
    private final Deserializer<T> deserializer;
    /** Null when another serde is configured. */
    private final AvroDeserializer<?> own;

    Decoding(String topic, int maxBytes, Deserializer<T> deserializer) {
        this.topic = topic;
        this.maxBytes = maxBytes;
        this.deserializer = deserializer;
        this.own = deserializer instanceof AvroDeserializer<?> avro ? avro : null;
    }

    /** Whether the value's body may be read by position, as {@link AvroDeserializer#hasOwnLayout} says. */
    boolean hasOwnLayout(byte[] value) {
        return own != null && value != null && value.length <= maxBytes && own.hasOwnLayout(value);
    }

    T decode(byte[] value) throws Broken {
        if (value == null) {
            throw new Broken("the record has no value");
        }
        if (value.length > maxBytes) {
            throw new Broken(
                    "the record has " + value.length + " bytes; allowed: at most " + maxBytes + " (record.max.bytes)");
        }
        try {
            return deserializer.deserialize(topic, value);
        } catch (SerializationException e) {
            if (isOutage(e)) {
                throw e;
            }
            throw new Broken(reason(e));
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // No state has changed yet.
            throw new Broken("the value cannot be read: " + e);
        }
    }

    private static boolean isOutage(Throwable error) {
        for (Throwable t = error; t != null; t = t.getCause()) {
            if (t instanceof SocketException
                    || t instanceof SocketTimeoutException
                    || t instanceof HttpTimeoutException
                    || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }

    private static String reason(Throwable error) {
        Throwable cause = error.getCause();
        return cause == null || cause.getMessage() == null || error.getMessage().contains(cause.getMessage())
                ? error.getMessage()
                : error.getMessage() + ": " + cause.getMessage();
    }

    /** The record cannot be read; the message says why. */
    static final class Broken extends Exception {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message, null, false, false);
        }
    }
}
