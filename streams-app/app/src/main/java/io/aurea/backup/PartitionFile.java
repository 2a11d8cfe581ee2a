package io.aurea.backup;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** The records of one partition as an Avro container file, in the order of their offsets. */
final class PartitionFile {
    private static final Schema HEADER = SchemaBuilder.record("Header")
            .namespace("io.aurea.backup")
            .fields()
            .requiredString("key")
            .optionalBytes("value")
            .endRecord();
    private static final Schema RECORD = SchemaBuilder.record("BackedUpRecord")
            .namespace("io.aurea.backup")
            .doc("A record of a topic as the brokers had it.")
            .fields()
            .requiredLong("offset")
            .name("timestamp")
            .doc("Epoch milliseconds.")
            .type()
            .longType()
            .noDefault()
            .optionalBytes("key")
            .optionalBytes("value")
            .name("headers")
            .type()
            .array()
            .items(HEADER)
            .noDefault()
            .endRecord();

    private PartitionFile() {}

    /** Appends to a file; closing it leaves the stream open, which holds other entries too. */
    static final class Writer implements AutoCloseable {
        private final DataFileWriter<GenericRecord> file;

        Writer(OutputStream to) throws IOException {
            file = new DataFileWriter<>(new GenericDatumWriter<>(RECORD));
            file.create(RECORD, new Unclosed(to));
        }

        void append(ConsumerRecord<byte[], byte[]> read) throws IOException {
            GenericRecord record = new GenericData.Record(RECORD);
            record.put("offset", read.offset());
            record.put("timestamp", read.timestamp());
            record.put("key", buffer(read.key()));
            record.put("value", buffer(read.value()));
            List<GenericRecord> headers = new ArrayList<>();
            for (Header header : read.headers()) {
                GenericRecord one = new GenericData.Record(HEADER);
                one.put("key", header.key());
                one.put("value", buffer(header.value()));
                headers.add(one);
            }
            record.put("headers", headers);
            file.append(record);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** A record as it was. Key and value are null where it had none. */
    record BackedUpRecord(long offset, long timestamp, byte[] key, byte[] value, List<Header> headers) {}

    /** Takes the records of a file, in order. */
    @FunctionalInterface
    interface Taker {
        void take(BackedUpRecord backedUp) throws IOException;
    }

    /** @throws IOException also for what is no such file, or a damaged one */
    static void read(InputStream from, Taker to) throws IOException {
        try (DataFileStream<GenericRecord> file =
                undamaged(() -> new DataFileStream<GenericRecord>(from, new GenericDatumReader<>(RECORD)))) {
            for (BackedUpRecord next = undamaged(() -> next(file)); next != null; next = undamaged(() -> next(file))) {
                to.take(next);
            }
        }
    }

    /** Null at the end. */
    private static BackedUpRecord next(DataFileStream<GenericRecord> file) {
        if (!file.hasNext()) {
            return null;
        }
        GenericRecord record = file.next();
        List<Header> headers = new ArrayList<>();
        for (Object header : (List<?>) record.get("headers")) {
            GenericRecord one = (GenericRecord) header;
            headers.add(new RecordHeader(one.get("key").toString(), bytes(one.get("value"))));
        }
        return new BackedUpRecord(
                (long) record.get("offset"),
                (long) record.get("timestamp"),
                bytes(record.get("key")),
                bytes(record.get("value")),
                headers);
    }

    private interface Reading<T> {
        T read() throws IOException;
    }

    /** Of damaged bytes Avro throws what comes. */
    private static <T> T undamaged(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (RuntimeException | IOException damaged) {
            throw new IOException("the records of a partition are damaged: " + damaged, damaged);
        }
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return bytes == null ? null : ByteBuffer.wrap(bytes);
    }

    private static byte[] bytes(Object buffer) {
        if (buffer == null) {
            return null;
        }
        ByteBuffer held = (ByteBuffer) buffer;
        byte[] bytes = new byte[held.remaining()];
        held.get(bytes);
        return bytes;
    }
}
