package io.aurea.topology;

import io.aurea.state.Codec;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** A record as it was read, and where. The headers of one that has been stored are not kept. */
record ReadRecord(Record<byte[], byte[]> record, String topic, int partition, long offset) {
    private static final int NULL = -1;

    static final Codec<ReadRecord> CODEC = Codec.of(
            1,
            (read, out) -> {
                out.writeUTF(read.topic);
                out.writeInt(read.partition);
                out.writeLong(read.offset);
                out.writeLong(read.record.timestamp());
                write(read.record.key(), out);
                write(read.record.value(), out);
            },
            in -> {
                String topic = in.readUTF();
                int partition = in.readInt();
                long offset = in.readLong();
                long timestamp = in.readLong();
                return new ReadRecord(new Record<>(read(in), read(in), timestamp), topic, partition, offset);
            });

    /** The record that is being processed. */
    static ReadRecord of(Record<byte[], byte[]> record, ProcessorContext<?, ?> context) {
        RecordMetadata at = context.recordMetadata().orElseThrow();
        return new ReadRecord(record, at.topic(), at.partition(), at.offset());
    }

    /** Where it is, for a person; the same each time it is read. */
    String name() {
        return "the record " + topic + "-" + partition + " offset " + offset;
    }

    private static void write(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes == null ? NULL : bytes.length);
        if (bytes != null) {
            out.write(bytes);
        }
    }

    private static byte[] read(DataInputStream in) throws IOException {
        int length = in.readInt();
        return length == NULL ? null : in.readNBytes(length);
    }
}
